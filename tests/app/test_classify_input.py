"""What comes into the Classify page: unusual messages, examples, links, and artefacts that are not in order."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from classifier.errors import ArtifactError
from classifier.text.reading import TokenStatus
from classifier.ui import resources
from classifier.ui.shared import examples
from tests.app.steps import NEEDS, open_tab, submit, texts

EXAMPLES = Path(__file__).resolve().parents[2] / "assets" / "examples.json"
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
    "English stop words only": "we are in the and of",
    "Creole stop words only": "mwen ou li nan",
}
FILES = ("model.keras", "tokenizer.json", "calibration.json", "manifest.json", "metrics.json")
"""The files that an answer needs."""


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


def test_an_example_is_one_click_from_its_answer(app):
    app.run()
    app.pills(key="example").set_value("off-topic").run()
    assert "Answered in" in texts(app)


@pytest.mark.parametrize("name", [entry["id"] for entry in json.loads(EXAMPLES.read_text(encoding="utf-8"))])
def test_every_example_opens_by_link(app, name):
    app.query_params["example"] = name
    app.run()
    assert "Answered in" in texts(app)


def test_the_example_of_short_forms_shows_the_words_that_they_stand_for(app):
    app.query_params["example"] = "spelling"
    assert r"wtr \~ water" in texts(open_tab(app.run(), "What it read"))


def test_a_compound_is_shown_with_its_parts_and_a_misspelled_word_with_the_word_meant(app):
    shown = texts(open_tab(submit(app, "#nswfires watter pls"), "What it read"))
    assert "nswfires → nsw + fires" in shown
    assert r"watter \~ water" in shown


def test_a_message_of_mostly_unknown_words_is_warned_about_with_the_numbers_in_the_legend(app):
    submit(app, "The blorvik zindle near our quastrel is frumpled, send help")
    unknown = app.session_state["answer_of_message"].reading.count(TokenStatus.UNKNOWN)
    assert f"guesses the other {unknown} by" in app.warning[0].value
    assert f"{unknown} unknown" in texts(open_tab(app, "What it read"))


def test_the_words_to_delete_are_those_of_the_text_without_invisible_characters(app):
    open_tab(submit(app, "We need wa\u00adter and food"), "What if")
    place = app.pills(key="second_word").options.index("water")
    app.pills(key="second_word").set_value(place).run()
    assert app.text_area(key="second_message").value == "We need and food"


def test_a_message_in_the_link_opens_classified(app):
    app.query_params["message"] = NEEDS
    assert app.run().session_state["answer_of_message"].message == NEEDS


@pytest.mark.parametrize("content", ["{}", '[{"id": "a", "title": 5, "message": null, "shows": 7}]'])
def test_examples_of_another_shape_are_named_as_the_file_at_fault(tmp_path, content):
    (tmp_path / "examples.json").write_text(content, encoding="utf-8")
    with pytest.raises(ArtifactError, match=r"examples\.json"):
        examples.read(tmp_path)


def test_a_link_to_no_example_gets_a_sentence(app):
    app.query_params["example"] = "<b>no such thing</b>"
    assert len(app.run().warning) == 1


def test_what_is_typed_is_never_put_into_the_address(app):
    assert not submit(app, NEEDS).query_params


def test_what_is_typed_replaces_what_a_link_opened(app):
    app.query_params["example"] = "off-topic"
    assert submit(app, NEEDS).session_state["answer_of_message"].message == NEEDS


def test_a_creole_message_is_said_to_be_read_as_creole_and_the_figures_to_be_of_english(app):
    app.query_params["example"] = "creole"
    note = app.run().info[-1].value
    assert "Haitian Creole" in note
    assert "Accuracy figures here are for English only" in note


def test_no_example_is_a_message_of_the_data_set(real_data):
    from classifier.dataset import public_files

    known = set(public_files.load(real_data)["message"].str.lower())
    assert not known & {entry.message.lower() for entry in examples.read(resources.ASSETS).values()}


@pytest.fixture
def damaged(app: AppTest, assets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the artefacts, to be damaged, used by an app that has loaded nothing yet."""
    folder = tmp_path / "assets"
    shutil.copytree(assets, folder)
    monkeypatch.setattr(resources, "ASSETS", folder)
    streamlit.cache_resource.clear()
    yield folder
    streamlit.cache_resource.clear()


@pytest.mark.parametrize("name", FILES)
def test_a_missing_artefact_is_named_with_the_command_that_fixes_it(app, damaged, name):
    (damaged / name).unlink()
    told = app.run().code[0].value
    assert name in told
    assert "`" in told


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_artefact_is_named_with_the_command_that_fixes_it(app, damaged, name):
    (damaged / name).write_bytes(b"{")
    told = app.run().code[0].value
    assert name in told
    assert "`" in told


@pytest.mark.parametrize("damage", ["missing", "no list", "no JSON"])
def test_broken_examples_take_away_the_examples_and_not_the_page(app, damaged, damage):
    path = damaged / "examples.json"
    path.unlink() if damage == "missing" else path.write_bytes(b"{}" if damage == "no list" else b"{")
    submit(app, NEEDS)
    assert "Answered in" in texts(app)
    assert any("examples.json" in element.value for element in app.text)


def test_a_link_to_an_example_gets_a_sentence_where_the_examples_are_broken(app, damaged):
    (damaged / "examples.json").unlink()
    app.query_params["example"] = "rescue"
    assert len(app.run().warning) == 1


def test_the_box_is_on_the_page_even_where_the_model_cannot_be_loaded(app, damaged):
    (damaged / "model.keras").unlink()
    assert app.run().text_area(key="message")
