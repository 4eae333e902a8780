"""The answer, its reasons, its thresholds and comparisons on the Classify page, on the shipped model."""

from copy import deepcopy

import pytest

from classifier.charts import probabilities
from classifier.labels import BINARY_LABELS, LABELS
from classifier.ui.resources import load_classifier
from tests.app.steps import (
    NEEDS,
    bars,
    charts,
    chips,
    flagged,
    labels,
    move,
    open_label,
    open_tab,
    submit,
    table,
    texts,
)


def test_the_page_opens_without_a_message_and_without_an_error(app):
    app.run()
    assert [*app.exception, *app.error] == []


def test_an_answer_names_all_labels_in_its_table(app):
    assert set(labels(submit(app, NEEDS)).index) == {label.title for label in LABELS}


def test_an_answer_shows_the_related_classes_with_name_and_number(app):
    classes = table(open_tab(submit(app, NEEDS), "Table"), "Class of related")["Class of related"]
    assert list(classes) == ["0 not related", "1 related", "2 unclear (not English or cut off)"]


def test_the_verdict_is_a_heading_in_plain_words(app):
    assert "About a disaster: yes" in submit(app, NEEDS).header[0].value


def test_every_flagged_label_has_a_chip_with_its_probability(app):
    found = flagged(submit(app, NEEDS))
    open_tab(app, "Topics")
    assert {chip.rsplit(" ", 1)[0] for chip in chips(app)} == found
    assert all(chip.endswith("%") for chip in chips(app))


def test_an_answer_says_how_long_it_took(app):
    assert "Answered in" in texts(submit(app, NEEDS))


def test_every_chart_has_an_alternative_text(app):
    assert min(len(chart["description"]) for chart in charts(submit(app, NEEDS))) > 30


def test_the_message_stays_in_the_box(app):
    assert submit(app, NEEDS).text_area(key="message").value == NEEDS


def test_the_model_runs_once_per_message_whatever_else_is_touched(app, monkeypatch):
    submit(app, NEEDS)
    before = app.session_state["answer_of_message"]
    app.radio(key="operating_point").set_value("recall").run()
    assert app.session_state["answer_of_message"] is before


def test_what_streamlit_clears_after_a_run_leaves_names_of_new_layers_counting_on(app):
    import keras

    submit(app, NEEDS)
    before = keras.layers.Dense(1).name
    app.run()
    assert keras.layers.Dense(1).name != before


def test_the_table_is_not_made_while_its_tab_is_closed(app):
    closed = [set(found.value.columns) for found in submit(app, NEEDS).dataframe]
    opened = [set(found.value.columns) for found in open_tab(app, "Table").dataframe]
    assert not any("Flagged" in columns for columns in closed)
    assert any("Flagged" in columns for columns in opened)


def test_drawing_leaves_the_template_that_all_sessions_share_as_it_was(app):
    before = deepcopy(probabilities.CHART)
    submit(app, NEEDS)
    assert before == probabilities.CHART


def test_a_chip_opens_its_label_with_meaning_hit_rate_threshold_and_counts(app):
    submit(app, NEEDS)
    app.pills(key="found_aid_related").set_value("water").run()
    shown = texts(app).replace("\u00a0", " ")
    assert "Drinking water, needed or delivered" in shown
    assert "test messages given about" in shown
    assert "When it predicts water" in shown
    assert "flagged (from" in shown
    assert "**1,000 messages**" in shown


def test_an_opened_label_shows_the_message_with_its_words_shaded(app):
    open_label(submit(app, NEEDS), "water")
    assert any("Water" in element.value and ">water<" in element.value for element in app.get("html"))


def test_a_chip_does_not_stay_pressed(app):
    submit(app, NEEDS)
    app.pills(key="found_aid_related").set_value("water").run()
    assert app.pills(key="found_aid_related").value is None


def test_any_label_opens_from_a_list_also_one_that_is_not_flagged(app):
    assert "Earthquakes and aftershocks" in texts(open_label(submit(app, NEEDS), "earthquake"))


def test_a_label_without_any_example_says_so_and_has_no_threshold_to_move(app):
    open_label(submit(app, NEEDS), "child_alone")
    assert "No example in the data" in texts(app)
    assert not app.select_slider


def test_an_operating_point_that_finds_more_flags_more(app):
    submit(app, NEEDS)
    few = flagged(app.radio(key="operating_point").set_value("precision").run())
    open_tab(app, "Topics")
    assert few < flagged(app.radio(key="operating_point").set_value("recall").run())


def test_the_naive_operating_point_sets_every_threshold_to_one_half(app):
    submit(app, NEEDS)
    app.radio(key="operating_point").set_value("half").run()
    assert set(labels(app)["Threshold"]) == {0.5}


def test_the_slider_moves_the_threshold_of_the_chosen_label_everywhere(app):
    submit(app, NEEDS)
    move(app, "water", 1.0)
    assert "Water" not in flagged(app.run())


def test_the_slider_lands_on_the_labels_own_threshold(app):
    own = open_label(submit(app, NEEDS), "water").select_slider[0]
    assert own.value == float(load_classifier().thresholds["balanced"][BINARY_LABELS.index("water")])


def test_a_moved_threshold_stands_beside_the_switch_until_it_is_reset(app):
    submit(app, NEEDS)
    move(app, "water", 0.99)
    app.run()
    assert "**Water** is flagged from **99 %**" in texts(app).replace("\u00a0", " ")
    app.button(key="reset_beside_switch").click().run()
    assert "instead of" not in texts(app)
    assert "Water" in flagged(app)


@pytest.mark.parametrize("step", ["another label", "another setting"])
def test_a_moved_threshold_goes_back_with(app, step):
    submit(app, NEEDS)
    move(app, "water", 1.0)
    if step == "another label":
        open_label(app, "food")
    else:
        app.radio(key="operating_point").set_value("recall").run()
    assert "Water" in flagged(app.run())


def test_each_operating_point_says_in_plain_figures_what_it_does(app):
    captions = [str(caption) for caption in submit(app, NEEDS).radio(key="operating_point").proto.captions]
    assert len(captions) == 4
    assert all("flags a message" in caption and "of 100 are right" in caption for caption in captions)


def test_all_35_bars_are_shown_until_the_close_ones_are_asked_for(app):
    submit(app, NEEDS)
    assert len(bars(app)) == 35
    app.segmented_control(key="bars").set_value("Found or close").run()
    found = flagged(app)
    open_tab(app, "Topics")
    assert found <= set(bars(app)["Label"])
    assert len(bars(app)) < 35
