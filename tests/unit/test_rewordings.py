"""Rewordings: each changes what it says and nothing else, or does not apply."""

import pytest

from classifier.training.evaluation import checklist
from classifier.training.evaluation.rewordings import (
    in_capitals,
    rewordings,
    with_another_end,
    with_another_name,
    with_another_place,
    with_please,
)

KINDS = (("Haiti", "Nepal", "Fiji"), ("Port au Prince", "Beira"))


def test_a_place_becomes_another_of_its_kind() -> None:
    assert with_another_place("Water for Beira now", KINDS) == "Water for Port au Prince now"
    assert with_another_place("Water for Haiti now", (("Haiti", "Nepal"),)) == "Water for Nepal now"


def test_a_place_that_is_named_twice_becomes_the_same_other_place() -> None:
    reworded = with_another_place("Haiti needs water, all of Haiti", KINDS) or ""
    assert reworded in ("Nepal needs water, all of Nepal", "Fiji needs water, all of Fiji")


@pytest.mark.parametrize(("written", "expected"), [("HAITI", "NEPAL"), ("haiti", "nepal"), ("Haiti", "Nepal")])
def test_another_place_is_spelled_like_the_first(written: str, expected: str) -> None:
    assert with_another_place(f"help {written}", (("Haiti", "Nepal"),)) == f"help {expected}"


@pytest.mark.parametrize("message", ["Haitian music", "nothing here", ""])
def test_a_message_without_a_known_place_is_left_out(message: str) -> None:
    assert with_another_place(message, KINDS) is None


def test_a_name_becomes_another_if_it_has_its_capital() -> None:
    assert with_another_name("I am Jean", ("Jean", "Amina")) == "I am Amina"
    assert with_another_name("blue jean", ("Jean", "Amina")) is None


def test_a_message_that_is_in_capitals_already_is_left_out() -> None:
    assert (in_capitals("Help us"), in_capitals("HELP")) == ("HELP US", None)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Help us!!", "Help us"),
        ("Help us", "Help us."),
        ("Help us. ", "Help us"),
        ("Help us ", "Help us."),
        ("...", None),
    ],
)
def test_closing_punctuation_goes_or_comes(message: str, expected: str | None) -> None:
    assert with_another_end(message) == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [("Send water.", "Send water, please."), ("Send water", "Send water, please"), ("Please send water", None)],
)
def test_please_comes_before_the_closing_punctuation_once(message: str, expected: str | None) -> None:
    assert with_please(message) == expected


def test_every_rewording_applies_to_enough_written_sentences() -> None:
    sentences = checklist.load()
    counts = {
        one.title: sum(one.change(message) is not None for message in sentences.messages())
        for one in rewordings(sentences)
    }
    assert min(counts.values()) >= 40, counts
