"""Two messages compared: the difference of their texts, and what changes in the answer."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.charts.difference import beside, compared
from classifier.charts.what_if import Change
from classifier.operating_points import HALF, thresholds_at
from classifier.report.evidence import Evidence, gather
from classifier.text.identification import Identified
from classifier.text.reading import Reading, ReadWord, TokenStatus
from classifier.text.words import words
from classifier.ui.classify.changes import compare, crossings_in_words, nothing_changes
from classifier.ui.classify.what_if import deletable, largest, numbered, unknown_in_words
from tests.shipped import ENGLISH, GERMAN, REPORT, answer

AT_HALF = thresholds_at(HALF, {})
IN_GERMAN = Reading("", GERMAN, ())
MESSAGES = st.lists(st.sampled_from(["water", "food", ",", " ", "\n", "<b>", "ماء", "no"]), max_size=30).map("".join)


def evidence(known: Identified = ENGLISH, related: tuple[float, ...] = (0.1, 0.8, 0.1), **shares: float) -> Evidence:
    """The evidence beside an answer with these probabilities."""
    made = answer(related=related, **shares)
    return gather(made.probabilities, made.related, AT_HALF, REPORT, language_known=known is ENGLISH)


def marked(first: str, second: str) -> tuple[list[str], list[str]]:
    """What is marked in either text."""
    before, after = compared(first, second)
    return [run.text for run in before if not run.shared], [run.text for run in after if not run.shared]


def test_a_word_that_is_gone_is_marked_in_the_first_text_only():
    assert marked("We need water and food", "We need and food") == (["water"], [])


def test_words_that_were_replaced_are_marked_in_both():
    assert marked("No food for three days, please", "No food for two long weeks, please") == (
        ["three days"],
        ["two long weeks"],
    )


def test_spaces_do_not_count_as_a_difference():
    assert marked("water  and\nfood", "water and food") == ([], [])


def test_punctuation_counts_as_a_difference():
    assert marked("water and food", "water, and food!") == ([], [",", "!"])


def test_changes_far_apart_in_a_long_repetitive_text_are_marked_and_nothing_between_them():
    text = "water and food for the people in the camp " * 100
    assert marked(text, f"now {text} today") == ([], ["now", "today"])


def test_the_longest_texts_are_compared_in_bounded_time_however_repetitive_they_are():
    texts = (" ".join("a" if i % 2 else str(i + shift) for i in range(2000)) for shift in (0, 5000))
    started = time.perf_counter()
    compared(*texts)
    assert time.perf_counter() - started < 2


@given(MESSAGES, MESSAGES)
def test_the_runs_of_a_text_are_the_text(first, second):
    found = compared(first, second)
    assert tuple("".join(run.text for run in runs) for runs in found) == (first, second)


@given(MESSAGES, MESSAGES)
def test_what_is_not_marked_is_in_both_texts(first, second):
    shared = ["".join(run.text for run in runs if run.shared).split() for runs in compared(first, second)]
    assert "".join(shared[0]) == "".join(shared[1])


def test_what_was_removed_has_a_minus_and_what_was_added_a_plus():
    html = beside("water", "food")
    assert "<del>−<span>water</span></del>" in html
    assert "<ins>+<span>food</span></ins>" in html


def test_texts_that_differ_in_spaces_only_are_said_to():
    assert "differ in their spaces only" in beside("water  food", "water food")


def test_both_texts_are_escaped():
    html = beside("<img src=x onerror=a>", "&lt;b>")
    assert "<img" not in html
    assert "&amp;" in html


def test_a_word_that_occurs_again_gets_a_number():
    assert numbered(["water", "food", "water"]) == ["water", "food", "water (2)"]


def test_only_words_that_the_model_reads_can_be_deleted():
    text = "the water u"
    found = [
        ReadWord(word, word.form, status, read)
        for word, status, read in zip(
            words(text),
            (TokenStatus.STOP_WORD, TokenStatus.KEPT, TokenStatus.RESPELLED),
            ((), ("water",), ()),
            strict=True,
        )
    ]
    assert [word.form for word in deletable(Reading(text, ENGLISH, tuple(found)))] == ["water"]


def test_every_output_is_compared_and_the_largest_change_comes_first():
    changes = compare(evidence(water=0.2, food=0.5), evidence(water=0.8, food=0.4))
    assert (len(changes), [change.title for change in changes[:2]]) == (38, ["Water", "Food"])


def test_a_crossed_threshold_is_marked_in_either_direction():
    changes = compare(evidence(water=0.2, food=0.6), evidence(water=0.8, food=0.4))
    assert crossings_in_words(changes) == "**Now flagged**: Water. **No longer flagged**: Food."


def test_a_change_of_the_related_class_is_marked():
    changes = compare(evidence(related=(0.8, 0.1, 0.1)), evidence(related=(0.1, 0.8, 0.1)))
    assert {change.crossing for change in changes} == {"", "now most probable", "no longer most probable"}


def test_answers_that_differ_a_little_cross_nothing():
    assert crossings_in_words(compare(evidence(water=0.2), evidence(water=0.3))) == "No label crosses its threshold."


def test_nothing_crosses_a_threshold_where_one_message_is_in_an_unknown_language():
    changes = compare(evidence(water=0.9), evidence(GERMAN))
    assert {change.crossing for change in changes} == {""}


def test_a_comparison_says_which_of_its_messages_is_in_an_unknown_language():
    assert unknown_in_words(ENGLISH, ENGLISH) == ""
    assert unknown_in_words(ENGLISH, GERMAN).startswith("The second message seems to be in **German**")


@pytest.mark.parametrize(("after", "nothing"), [(0.2, True), (0.2004, True), (0.2006, False)])
def test_nothing_changes_if_every_change_is_below_a_twentieth_of_a_point(after, nothing):
    assert nothing_changes(compare(evidence(water=0.2), evidence(water=after))) == nothing


def test_a_threshold_that_is_crossed_by_a_hair_is_a_change():
    assert not nothing_changes(compare(evidence(water=0.4999), evidence(water=0.5001)))


def test_the_chart_leaves_out_changes_that_would_be_written_as_zero():
    changes = compare(evidence(water=0.2, food=0.5), evidence(water=0.8, food=0.503))
    assert [change.title for change in largest(changes)] == ["Water"]


def test_the_chart_has_the_largest_change_even_if_all_are_small():
    changes = (Change("Water", 0.2, 0.203, 0.5, ""), Change("Food", 0.2, 0.202, 0.5, ""))
    assert largest(changes) == changes[:1]
