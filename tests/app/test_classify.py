"""The Classify page through Streamlit's own test runner, on the shipped model."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from classifier.labels import LABELS, RELATED_CLASSES
from classifier.ui import resources
from classifier.ui.parts import examples

APP = Path(__file__).resolve().parents[2] / "app.py"
EXAMPLES = Path(__file__).resolve().parents[2] / "assets" / "examples.json"
NEEDS = "We need water and food in the camp, please send tents and a doctor"
MARKUP = (
    "**bold** _x_ $x^2$ <b>html</b> <img src=x onerror=alert(1)> :red[help] :smile: [link](http://evil.example) # head"
)
UNREADABLE = {
    "empty": "",
    "blank": "   \n\t ",
    "links and punctuation": "http://a.example/b ... !!",
    "emoji": "😀 😱",
    "a mention": "@someone",
    "100,000 characters": "help " * 20_000,
}
UNUSUAL = {
    "arabic": "لا يوجد ماء في المخيم",
    "control characters": "water \x07\x1b\x00 food",
    "japanese": "水がない 助けて",
    "markup": MARKUP,
    "formula": "=1+1 water",
}
FILES = ("model.keras", "tokenizer.json", "calibration.json", "manifest.json", "metrics.json", "examples.json")


@pytest.fixture
def app(assets: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The app, not yet run; `assets` makes sure that there is a model."""
    monkeypatch.setattr(resources, "ASSETS", assets)
    return AppTest.from_file(str(APP), default_timeout=180)


def submit(app: AppTest, message: str) -> AppTest:
    """Type a message and press Classify."""
    app.run()
    app.text_area(key="message").set_value(message)
    return app.button(key="classify").click().run()


def texts(app: AppTest) -> str:
    """All Markdown on the page: sentences, captions, headings and alerts."""
    kinds = (app.markdown, app.caption, app.subheader, app.info, app.warning, app.error)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def table(app: AppTest, column: str) -> pd.DataFrame:
    """The table on the page that has a column."""
    return next(found.value for found in app.dataframe if column in found.value.reset_index().columns)


def labels(app: AppTest) -> pd.DataFrame:
    """The table of all labels, by title."""
    return table(app, "Held-out record").set_index("Label")


def flagged(app: AppTest) -> set[str]:
    """Titles of the labels that the table marks as flagged."""
    return set(labels(app).query("Flagged != ''").index)


def charts(app: AppTest) -> list[dict]:
    """The specifications of all charts on the page."""
    return [json.loads(element.proto.spec) for element in app.get("vega_lite_chart")]


def test_the_page_opens_without_a_message_and_without_an_error(app):
    app.run()
    assert [*app.exception, *app.error] == []


def test_an_answer_names_all_labels_in_its_table(app):
    assert set(labels(submit(app, NEEDS)).index) == {label.title for label in LABELS}


def test_an_answer_shows_the_related_classes_with_name_and_number(app):
    classes = table(submit(app, NEEDS), "Class of related")["Class of related"]
    assert list(classes) == [f"{i} {name}" for i, name in enumerate(RELATED_CLASSES)]


def test_an_answer_says_the_flagged_labels_in_a_sentence(app):
    assert "**Water**" in submit(app, NEEDS).markdown[0].value


def test_an_answer_says_how_long_it_took(app):
    assert "Answered in" in texts(submit(app, NEEDS))


def test_every_chart_has_an_alternative_text(app):
    assert all(chart["description"] for chart in charts(submit(app, NEEDS)))


def test_the_message_stays_in_the_box(app):
    assert submit(app, NEEDS).text_area(key="message").value == NEEDS


@pytest.mark.parametrize("message", UNREADABLE.values(), ids=UNREADABLE)
def test_a_message_that_cannot_be_classified_gets_a_sentence_and_stays_in_the_box(app, message):
    submit(app, message)
    assert (len(app.warning), app.text_area(key="message").value) == (1, message)


def test_unknown_words_only_are_said_to_mean_little(app):
    assert "means little" in texts(submit(app, "xqzvt wwkjh"))


@pytest.mark.parametrize("message", UNUSUAL.values(), ids=UNUSUAL)
def test_any_script_and_any_sign_is_classified_without_an_error(app, message):
    submit(app, message)
    assert [*app.exception, *app.error] == []


def test_nothing_typed_reaches_markdown_but_single_words(app):
    markdown = texts(submit(app, MARKUP))
    assert not any(sign in markdown for sign in ("<b>", "<img", "$x", ":red[", "**bold**", "evil.example", ":smile:"))


def test_the_first_message_of_a_comparison_is_shown_as_plain_text(app):
    assert MARKUP in [element.value for element in submit(app, MARKUP).text]


def test_the_model_runs_once_a_message_whatever_else_is_touched(app, monkeypatch):
    submit(app, NEEDS)
    before = app.session_state["result"]
    app.segmented_control(key="operating_point").set_value("recall").run()
    assert app.session_state["result"] is before


def test_what_streamlit_clears_after_a_run_leaves_the_model_warm(app):
    from keras.src.backend.common import global_state

    submit(app, NEEDS)
    before = global_state.GLOBAL_STATE_TRACKER
    app.run()
    assert global_state.GLOBAL_STATE_TRACKER is before


def test_an_operating_point_that_finds_more_flags_more(app):
    submit(app, NEEDS)
    few = flagged(app.segmented_control(key="operating_point").set_value("precision").run())
    assert few < flagged(app.segmented_control(key="operating_point").set_value("recall").run())


def test_the_naive_operating_point_sets_every_threshold_to_one_half(app):
    submit(app, NEEDS)
    app.segmented_control(key="operating_point").set_value("half").run()
    assert set(labels(app)["Threshold"]) == {50.0}


def test_the_slider_moves_the_threshold_of_the_chosen_label_everywhere(app):
    submit(app, NEEDS)
    app.selectbox(key="operating_label").set_value("water").run()
    app.slider(key="threshold_balanced_water").set_value(1.0).run()
    assert "Water" not in flagged(app)


def test_the_chosen_label_is_counted_per_thousand_messages(app):
    assert "**1,000 messages**" in texts(submit(app, NEEDS))


def test_the_heat_map_has_a_column_for_every_flagged_label(app):
    submit(app, NEEDS)
    assert flagged(app) <= set(table(app, "Word").columns)


def test_a_label_that_is_picked_joins_the_heat_map(app):
    submit(app, NEEDS)
    app.multiselect(key="why_labels").set_value(["earthquake", "related"]).run()
    assert {"Earthquake", "Related (class 1)"} <= set(table(app, "Word").columns)


def test_one_click_copies_the_first_message_over(app):
    submit(app, NEEDS)
    app.button(key="copy_first").click().run()
    assert app.text_area(key="second_message").value == NEEDS


def test_one_click_deletes_the_word_that_was_meant_even_where_it_occurs_twice(app):
    submit(app, "water and food and tents")
    app.pills(key="second_word").set_value(3).run()
    assert app.text_area(key="second_message").value == "water and food tents"


def test_a_comparison_lists_every_output_largest_change_first(app):
    submit(app, NEEDS)
    app.text_area(key="second_message").set_value("The match starts at eight tonight")
    app.button(key="compare").click().run()
    changes = table(app, "crossing")["change"].abs()
    assert (len(changes), changes.is_monotonic_decreasing) == (38, True)


def test_a_second_message_that_cannot_be_classified_gets_a_sentence(app):
    submit(app, NEEDS)
    app.text_area(key="second_message").set_value("...")
    assert "no words to read" in app.button(key="compare").click().run().warning[-1].value


def test_an_example_is_one_click_from_its_answer(app):
    app.run()
    app.pills(key="example").set_value("off-topic").run()
    assert "Answered in" in texts(app)


@pytest.mark.parametrize("name", [entry["id"] for entry in json.loads(EXAMPLES.read_text(encoding="utf-8"))])
def test_every_example_opens_by_link(app, name):
    app.query_params["example"] = name
    app.run()
    assert "Answered in" in texts(app)


def test_the_example_of_unknown_spellings_is_warned_about(app):
    app.query_params["example"] = "spelling"
    assert "does not know" in app.run().warning[0].value


def test_a_message_in_the_link_opens_classified(app):
    app.query_params["message"] = NEEDS
    assert app.run().session_state["result"].message == NEEDS


def test_a_link_to_no_example_gets_a_sentence(app):
    app.query_params["example"] = "<b>no such thing</b>"
    assert len(app.run().warning) == 1


def test_what_is_typed_is_never_put_into_the_address(app):
    assert not submit(app, NEEDS).query_params


def test_what_is_typed_replaces_what_a_link_opened(app):
    app.query_params["example"] = "off-topic"
    assert submit(app, NEEDS).session_state["result"].message == NEEDS


def test_a_creole_message_is_said_to_be_read_as_creole_and_the_figures_to_be_of_english(app):
    app.query_params["example"] = "creole"
    note = app.run().info[-1].value
    assert "Haitian Creole" in note
    assert "English test messages" in note


def test_no_example_is_a_message_of_the_data_set(real_data):
    from classifier.training import dataset

    known = set(dataset.load(real_data)["message"].str.lower())
    assert not known & {entry.message.lower() for entry in examples.read(resources.ASSETS).values()}


@pytest.fixture
def harmed(app: AppTest, assets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the artefacts, to be harmed, in use by an app that has loaded nothing yet."""
    folder = tmp_path / "assets"
    shutil.copytree(assets, folder)
    monkeypatch.setattr(resources, "ASSETS", folder)
    streamlit.cache_resource.clear()
    yield folder
    streamlit.cache_resource.clear()


@pytest.mark.parametrize("name", FILES)
def test_a_missing_artefact_is_named_with_the_command_that_mends_it(app, harmed, name):
    (harmed / name).unlink()
    told = app.run().code[0].value
    assert name in told
    assert "`" in told


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_artefact_is_named_with_the_command_that_mends_it(app, harmed, name):
    (harmed / name).write_bytes(b"{")
    told = app.run().code[0].value
    assert name in told
    assert "`" in told


def test_the_box_is_on_the_page_even_where_the_model_cannot_be_loaded(app, harmed):
    (harmed / "model.keras").unlink()
    assert app.run().text_area(key="message")
