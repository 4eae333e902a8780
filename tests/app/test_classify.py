"""The answer, its reasons, its thresholds and comparisons on the Classify page, on the shipped model."""

from copy import deepcopy

from classifier.charts import probabilities
from classifier.labels import LABELS, RELATED_CLASSES
from tests.app.steps import NEEDS, charts, flagged, labels, open_tab, submit, table, texts


def test_the_page_opens_without_a_message_and_without_an_error(app):
    app.run()
    assert [*app.exception, *app.error] == []


def test_an_answer_names_all_labels_in_its_table(app):
    assert set(labels(submit(app, NEEDS)).index) == {label.title for label in LABELS}


def test_an_answer_shows_the_related_classes_with_name_and_number(app):
    classes = table(open_tab(submit(app, NEEDS), "Table"), "Class of related")["Class of related"]
    assert list(classes) == [f"{i} {name}" for i, name in enumerate(RELATED_CLASSES)]


def test_an_answer_says_the_flagged_labels_in_a_sentence(app):
    assert "**Water**" in submit(app, NEEDS).markdown[0].value


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


def test_how_reliable_the_answer_is_opens_with_a_click(app):
    submit(app, NEEDS)
    app.session_state["reliability"] = True
    assert "When it predicts water" in texts(app.run())


def test_an_operating_point_that_finds_more_flags_more(app):
    submit(app, NEEDS)
    few = flagged(app.radio(key="operating_point").set_value("precision").run())
    assert few < flagged(app.radio(key="operating_point").set_value("recall").run())


def test_the_naive_operating_point_sets_every_threshold_to_one_half(app):
    submit(app, NEEDS)
    app.radio(key="operating_point").set_value("half").run()
    assert set(labels(app)["Threshold"]) == {0.5}


def test_the_slider_moves_the_threshold_of_the_chosen_label_everywhere(app):
    submit(app, NEEDS)
    app.selectbox(key="operating_label").set_value("water").run()
    app.slider(key="threshold_balanced_water").set_value(1.0).run()
    assert "Water" not in flagged(app)


def test_the_chosen_label_is_counted_per_thousand_messages(app):
    assert "**1,000 messages**" in texts(submit(app, NEEDS))
