"""The sentences written for the project: enough of each, no slot left open, and about labels that exist."""

import pytest

from classifier.labels import BINARY_LABELS, UNLEARNABLE
from classifier.training.evaluation import checklist

SENTENCES = checklist.load()
PAIRS = {direction.title: SENTENCES.pairs(direction) for direction in SENTENCES.directions}
CASES = {failure.title: SENTENCES.cases(failure) for failure in SENTENCES.failures}
TESTS = {f"direction: {name}": found for name, found in PAIRS.items()} | {
    f"failure: {name}": found for name, found in CASES.items()
}


@pytest.mark.parametrize("name", TESTS)
def test_every_test_has_enough_cases_for_a_rate_and_none_twice(name: str) -> None:
    assert 40 <= len(TESTS[name]) == len(set(TESTS[name])) <= 200


@pytest.mark.parametrize("name", TESTS)
def test_every_test_looks_at_labels_that_can_be_learned(name: str) -> None:
    assert {one.label for one in TESTS[name]} <= set(BINARY_LABELS) - UNLEARNABLE


def test_every_slot_is_filled() -> None:
    texts = [
        *SENTENCES.messages(),
        *(text for pairs in PAIRS.values() for pair in pairs for text in (pair.before, pair.after)),
        *(case.message for cases in CASES.values() for case in cases),
    ]
    assert [text for text in texts if {"{", "}"} & set(text) or not text.strip()] == []


def test_a_pair_differs_and_both_of_its_messages_are_about_the_same_place() -> None:
    for pairs in PAIRS.values():
        assert all(pair.before != pair.after for pair in pairs)
    denied = PAIRS["A hazard is denied"][0]
    assert (denied.before, denied.after) == ("The flood has reached Beira.", "No flood has reached Beira.")


def test_sentences_are_about_more_places_than_haiti() -> None:
    assert len({town for town in SENTENCES.towns for message in SENTENCES.messages() if town in message}) >= 12


def test_known_failures_begin_with_the_negation_that_an_audience_tries_first() -> None:
    assert SENTENCES.cases(SENTENCES.failures[0])[0] == checklist.Case(
        "floods", "There is no fire and no flood here, everything is fine"
    )
