"""Noise: seeded, a quarter of the words, never an empty message, and always what its kind says."""

import re
import subprocess
import sys
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.report.figures import NOISE_MEANINGS, NOISES
from classifier.training.evaluation import perturbations
from classifier.training.evaluation.perturbations import KINDS, a_quarter

MESSAGE = (
    "Please bring drinking water, tents and medicine to the northern villages because the bridge near our school "
    "collapsed yesterday and nobody can reach the hospital"
)
WORDS = MESSAGE.replace(",", "").split()
REPLACING = ("typing_errors", "vowels_dropped", "capitals")


def changed(kind: str, message: str = MESSAGE) -> list[tuple[str, str]]:
    """Each changed word, before and after."""
    pairs = zip(message.split(), KINDS[kind](message).split(), strict=True)
    return [(before, after) for before, after in pairs if before != after]


def test_the_kinds_are_those_that_the_report_names() -> None:
    assert list(KINDS) == list(NOISES) == list(NOISE_MEANINGS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_always_gets_the_same_noise(kind: str) -> None:
    call = f"from classifier.training.evaluation.perturbations import KINDS; print(KINDS[{kind!r}]({MESSAGE!r}))"
    fresh = subprocess.run([sys.executable, "-c", call], capture_output=True, text=True, check=True).stdout.strip()
    assert KINDS[kind](MESSAGE) == fresh != MESSAGE


@pytest.mark.parametrize("kind", REPLACING)
def test_a_quarter_of_the_words_change(kind: str) -> None:
    assert len(changed(kind)) == a_quarter(len(WORDS)) == round(len(WORDS) / 4)


def test_a_quarter_of_the_words_lose_the_space_after_them() -> None:
    noisy = perturbations.run_together(MESSAGE)
    assert noisy.replace(" ", "") == MESSAGE.replace(" ", "")
    assert MESSAGE.count(" ") - noisy.count(" ") == a_quarter(len(WORDS))


def test_words_are_run_together_only_where_nothing_else_parts_them() -> None:
    assert perturbations.run_together("water, food. tents!") == "water, food. tents!"


@pytest.mark.parametrize("kind", KINDS)
@given(message=st.text(max_size=80) | st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_no_noise_empties_a_message_or_changes_more_than_a_quarter(kind: str, message: str) -> None:
    noisy = KINDS[kind](message)
    assert bool(noisy.strip()) == bool(message.strip())
    if kind in REPLACING and message.isascii():
        words = len(re.findall(r"[^\W_]+", message))
        assert len(changed(kind, message)) <= a_quarter(words)


@given(word=st.text("abcdefghijklmnopqrstuvwxyzé", min_size=4, max_size=12))
def test_a_typing_error_touches_one_letter_or_swaps_two(word: str) -> None:
    noisy = perturbations.typing_errors(word)
    assert noisy != word or len(set(word)) < len(word)
    assert abs(len(noisy) - len(word)) <= 1
    edits = [code for code in SequenceMatcher(None, word, noisy, autojunk=False).get_opcodes() if code[0] != "equal"]
    assert len(edits) <= 2


@pytest.mark.parametrize("kind", ["typing_errors", "vowels_dropped"])
def test_short_words_numbers_links_and_mentions_are_spared(kind: str) -> None:
    message = "@relief see http://example.org/flood for 12345 at us"
    assert KINDS[kind](message) == message


@pytest.mark.parametrize(("word", "expected"), [("water", "wtr"), ("injured", "injrd"), ("Aid", "Ad"), ("eau", "e")])
def test_a_vowel_that_begins_a_word_stays(word: str, expected: str) -> None:
    assert perturbations.without_vowels(word) == expected


def test_capitals_change_nothing_else() -> None:
    assert all(after == before.upper() for before, after in changed("capitals"))


def test_a_letter_is_replaced_by_a_key_beside_it_in_its_own_case() -> None:
    assert (perturbations._beside("a"), perturbations._beside("G"), perturbations._beside("é")) == ("s", "FH", "")
