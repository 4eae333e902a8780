"""What if, on the shipped model: a second message beside the first."""

import pytest

from tests.app.steps import NEEDS, open_tab, submit, table, texts

NO_DIFFERENCE = "No difference: both messages read the same."
MATCH = "The match starts at eight tonight"
LONG = "Dear colleagues, this is the daily report from the camp: we need water, food and tents. " * 30


def compare(app, first: str, second: str):
    """Submit a message, and a second one beside it."""
    open_tab(submit(app, first), "What if")
    app.text_area(key="second_message").set_value(second)
    return app.button(key="compare").click().run()


def test_one_click_copies_the_first_message_over(app):
    open_tab(submit(app, NEEDS), "What if")
    app.button(key="copy_first").click().run()
    assert app.text_area(key="second_message").value == NEEDS


def test_a_copy_without_a_change_is_said_to_make_no_difference(app):
    open_tab(submit(app, NEEDS), "What if")
    app.button(key="copy_first").click().run()
    assert NO_DIFFERENCE in texts(app)
    assert not any("Crossing" in found.value.columns for found in app.dataframe)


def test_a_text_that_differs_in_what_nobody_sees_makes_no_difference(app):
    assert NO_DIFFERENCE in texts(compare(app, NEEDS, NEEDS.replace("water", "wa\u00adter")))


def test_a_comparison_lists_every_output_largest_change_first(app):
    changes = table(compare(app, NEEDS, MATCH), "Crossing")["Change (points)"].abs()
    assert (len(changes), changes.is_monotonic_decreasing) == (38, True)


def test_the_difference_of_the_texts_is_marked(app):
    compare(app, NEEDS, NEEDS.replace("water", "fire"))
    html = "".join(element.proto.body for element in app.get("html"))
    assert "<del>−<span>water</span></del>" in html
    assert "<ins>+<span>fire</span></ins>" in html


def test_a_second_message_that_cannot_be_classified_gets_a_sentence(app):
    assert "no words to read" in compare(app, NEEDS, "...").warning[-1].value


def test_one_click_deletes_the_word_that_was_meant_even_where_it_occurs_twice(app):
    open_tab(submit(app, "water and food and water"), "What if")
    app.pills(key="second_word").set_value(2).run()
    assert app.text_area(key="second_message").value == "water and food and"


def test_words_that_the_model_ignores_are_not_offered_for_deletion(app):
    open_tab(submit(app, NEEDS), "What if")
    offered = app.pills(key="second_word").options
    assert {"water", "tents"} <= set(offered)
    assert not {"and", "in", "the", "a"} & set(offered)


def test_all_words_of_a_long_message_are_offered_and_the_last_one_can_be_deleted(app):
    open_tab(submit(app, LONG.strip()), "What if")
    last = len(app.pills(key="second_word").options) - 1
    app.pills(key="second_word").set_value(last).run()
    assert last > 200
    assert app.text_area(key="second_message").value == LONG.strip().removesuffix("tents.") + "."


def test_after_the_last_word_is_gone_there_is_a_sentence_and_no_error(app):
    open_tab(submit(app, "water"), "What if")
    app.pills(key="second_word").set_value(0).run()
    assert not app.exception
    assert "empty" in app.warning[-1].value


def test_a_message_of_common_words_has_no_word_to_delete(app):
    open_tab(submit(app, "we are in the of and"), "What if")
    assert any(element.value.startswith("There is no word to delete") for element in app.text)


@pytest.mark.parametrize("where", ["What if", "Why"])
def test_another_first_message_clears_the_second_and_its_answer(app, where):
    compare(app, NEEDS, MATCH)
    submit(open_tab(app, where), "There is a flood in the village")
    open_tab(app, "What if")
    assert app.text_area(key="second_message").value == ""
    assert not any("Crossing" in found.value.columns for found in app.dataframe)


def test_a_return_to_the_tab_keeps_the_second_message_and_its_answer(app):
    compare(app, NEEDS, MATCH)
    open_tab(open_tab(app, "Table"), "What if")
    assert app.text_area(key="second_message").value == MATCH
    assert len(table(app, "Crossing")) == 38


def test_a_moved_threshold_keeps_the_comparison(app):
    compare(app, NEEDS, MATCH)
    open_tab(app, "Topics").radio(key="operating_point").set_value("recall").run()
    open_tab(app, "What if")
    assert app.text_area(key="second_message").value == MATCH
    assert not app.exception
