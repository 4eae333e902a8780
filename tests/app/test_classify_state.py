"""What the Classify page keeps and shows of its state: a changed message, the address, recent messages, Present."""

import pytest

from classifier.ui.classify.recent import MOST
from tests.app.steps import NEEDS, bars, move, open_tab, submit, texts

OTHER = "The bridge near the market collapsed in the storm"


def type_only(app, message):
    """Change the text in the box without pressing Classify."""
    app.text_area(key="message").set_value(message)
    return app.run()


def choose(app, example):
    """Click an example."""
    return app.pills(key="example").set_value(example).run()


def test_a_message_that_was_changed_is_said_not_to_be_answered_yet(app):
    submit(app, NEEDS)
    assert "The message has changed" in type_only(app, OTHER).warning[0].value
    assert app.session_state["answer_of_message"].message == NEEDS


def test_an_answered_message_is_not_said_to_have_changed(app):
    assert not submit(app, NEEDS).warning
    type_only(app, OTHER)
    assert not app.button(key="classify").click().run().warning


def test_typing_takes_the_mark_off_the_chosen_example_and_the_example_out_of_the_address(app):
    choose(app.run(), "rescue")
    assert app.query_params["example"] == "rescue"
    type_only(app, OTHER)
    assert app.pills(key="example").value is None
    assert "example" not in app.query_params


def test_the_address_names_the_chosen_example(app):
    choose(app.run(), "rescue")
    choose(app, "creole")
    assert app.query_params["example"] == "creole"


def test_an_address_that_changes_as_with_back_opens_its_example(app):
    choose(app.run(), "rescue")
    app.query_params["example"] = "off-topic"
    app.run()
    assert app.text_area(key="message").value.startswith("Does anybody know")


def test_a_message_in_the_address_leaves_it_with_the_next_message(app):
    app.query_params["message"] = NEEDS
    submit(app, OTHER)
    assert "message" not in app.query_params


def link(app, **widgets):
    """The address behind Copy link."""
    app.session_state["copy_link"] = True
    app.run()
    for key, value in widgets.items():
        app.checkbox(key=key).set_value(value).run()
    return next(element.value for element in app.code if "http" in element.value or "?" in element.value)


def test_copy_link_gives_the_address_of_the_example(app):
    choose(app.run(), "rescue")
    assert "example=rescue" in link(app)


def test_the_text_of_a_message_is_in_the_link_only_where_it_is_asked_for_and_that_is_said(app):
    submit(app, NEEDS)
    app.session_state["copy_link"] = True
    assert not any("water" in element.value for element in app.run().code)
    assert "message=We+need+water" in link(app, link_with_text=True)
    assert "The text of the message is in this address" in texts(app)


def test_a_message_too_long_for_a_link_gets_a_sentence(app):
    submit(app, "наводнение " * 400)
    app.session_state["copy_link"] = True
    app.run()
    app.checkbox(key="link_with_text").set_value(True).run()
    assert "too long for a link" in texts(app)


def test_a_recent_message_is_returned_to(app):
    submit(app, NEEDS)
    submit(app, OTHER)
    app.session_state["recent"] = True
    app.run()
    app.selectbox(key="recent_message").set_value(1).run()
    assert app.session_state["answer_of_message"].message == NEEDS
    assert app.text_area(key="message").value == NEEDS


def test_recent_messages_are_cleared_with_one_click(app):
    submit(app, NEEDS)
    submit(app, OTHER)
    app.session_state["recent"] = True
    app.run()
    app.button(key="recent_clear").click().run()
    assert not app.session_state["recent_messages"]
    assert "recent" not in [element.key for element in app.get("popover")]


def test_only_so_many_recent_messages_are_kept_each_once(app):
    for number in range(MOST + 3):
        submit(app, f"We need water in camp number {number}")
    submit(app, "We need water in camp number 5")
    kept = app.session_state["recent_messages"]
    assert len(kept) == MOST
    assert kept[0] == "We need water in camp number 5"
    assert kept.count(kept[0]) == 1


def present(app, example="several-needs"):
    """The page as a room sees it."""
    app.query_params["present"] = "1"
    app.query_params["example"] = example
    return app.run()


def test_a_presentation_shows_verdict_chips_bars_and_why_and_no_tabs(app):
    present(app)
    assert not app.tabs
    assert "About a disaster" in (app.header or app.title)[0].value
    assert "What each word adds" in texts(app)


def test_a_presentation_starts_with_the_bars_that_are_found_or_close(app):
    assert 3 <= len(bars(present(app))) < 35


def test_a_presentation_steps_through_the_examples_with_their_sentences(app):
    present(app)
    assert "(1 of 12)" in texts(app)
    app.button(key="example_Next").click().run()
    assert "(2 of 12)" in texts(app)
    assert "Search and rescue" in texts(app)
    for _ in range(2):
        app.button(key="example_Previous").click().run()
    assert "(12 of 12)" in texts(app)


@pytest.mark.parametrize("way", ["the toggle", "the button"])
def test_a_presentation_is_left_by(app, way):
    present(app)
    if way == "the toggle":
        app.toggle(key="present_on").set_value(False).run()
    else:
        app.button(key="leave").click().run()
    assert "present" not in app.query_params
    assert app.tabs


def test_the_toggle_starts_a_presentation_and_puts_it_into_the_address(app):
    submit(app, NEEDS)
    app.toggle(key="present_off").set_value(True).run()
    assert app.query_params["present"] == "1"
    assert not app.tabs


def test_the_tab_that_the_address_names_is_open(app):
    app.query_params["view"] = "table"
    app.query_params["example"] = "rescue"
    app.run()
    assert any("Flagged" in found.value.columns for found in app.dataframe)


@pytest.mark.parametrize("view", ["topics", "why", "download"])
def test_the_setting_that_the_address_names_holds_whatever_tab_is_open(app, view):
    app.query_params.update({"example": "several-needs", "point": "recall", "view": view})
    many = app.run().header[0].value
    app.query_params["point"] = "balanced"
    assert "How cautious: Find most" in texts(app)
    assert many != app.run().header[0].value


def test_a_choice_is_in_the_address_and_stays_there_whatever_tab_is_opened(app):
    submit(app, NEEDS)
    app.radio(key="operating_point").set_value("recall").run()
    assert app.query_params["point"] == "recall"
    assert "Find most" in texts(open_tab(app, "Why"))
    assert app.query_params["point"] == "recall"


@pytest.mark.parametrize("wrong", [{"point": "nonsense"}, {"view": "Nope"}, {"bars": "9"}, {"order": "<b>"}])
def test_a_link_to_a_setting_that_does_not_exist_gets_a_sentence(app, wrong):
    app.query_params.update(wrong)
    assert "does not exist" in app.run().warning[0].value
    assert not app.query_params


def test_back_to_an_address_without_an_example_brings_the_typed_message_again(app):
    submit(app, NEEDS)
    choose(app, "rescue")
    del app.query_params["example"]
    assert app.run().text_area(key="message").value == NEEDS
    assert app.session_state["answer_of_message"].message == NEEDS


def test_back_to_an_address_without_an_example_also_brings_a_message_that_was_not_typed(app):
    app.query_params["message"] = OTHER
    app.run()
    choose(app, "rescue")
    del app.query_params["example"]
    assert app.run().text_area(key="message").value == OTHER


def test_back_to_the_first_address_brings_the_first_screen_again(app):
    choose(app.run(), "rescue")
    del app.query_params["example"]
    assert "Nobody should send or withhold help" in texts(app.run())
    assert app.text_area(key="message").value == ""


def test_a_moved_threshold_is_said_on_every_tab_and_in_a_presentation(app):
    submit(app, NEEDS)
    move(app, "water", 1.0)
    for name in ("Topics", "Why", "Table"):
        assert "instead of" in texts(open_tab(app, name))
    app.query_params["present"] = "1"
    assert "instead of" in texts(app.run())


def test_the_first_screen_says_what_it_is_for_and_what_it_is_not_for(app):
    said = texts(app.run())
    assert "35 topics" in said
    assert "Nobody should send or withhold help on its word" in said
    assert "of 100 topics that it flags are right" in said


def test_the_python_for_the_answer_is_among_the_downloads(app):
    open_tab(submit(app, NEEDS), "Download")
    assert f"message = {NEEDS!r}" in app.code[0].value
