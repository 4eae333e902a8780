"""Unknown words: short forms, repeated letters, compounds and typing errors, and what is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.text.unknown_words import LONGEST_WORD, SHORT_FORMS, UnknownWords
from classifier.text.words import forms

COUNTS = {
    "the": 9000, "for": 3000, "we": 4000, "need": 2500, "water": 2000, "food": 1500, "help": 1400, "people": 900,
    "fire": 300, "fires": 60, "flood": 300, "park": 40, "high": 120, "earthquake": 800, "hospital": 200, "pray": 50,
    "collapsed": 90, "building": 150, "nsw": 3, "good": 100,
}  # fmt: skip
UNKNOWN = UnknownWords(frozenset(COUNTS) | {"sooner"}, COUNTS, frozenset({"hale", "heap", "flooder"}))


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("nswfires", ("nsw", "fires")),
        ("yycflood", ("yyc", "flood")),
        ("highparkfire", ("high", "park", "fire")),
        ("prayforwater", ("pray", "for", "water")),
        ("weneedwater", ("we", "need", "water")),
        ("watter", ("water",)),
        ("watr", ("water",)),
        ("watre", ("water",)),
        ("erthquake", ("earthquake",)),
        ("peaple", ("people",)),
        ("hsptl", ("hospital",)),
        ("fd", ("food",)),
        ("heeelp", ("help",)),
        ("foooood", ("food",)),
        ("pls", ("please",)),
        ("wtr", ("water",)),
        ("u", ("you",)),
    ],
)
def test_a_word_is_read_as_those_that_it_stands_for(form: str, words: tuple[str, ...]) -> None:
    assert UNKNOWN.read(form) == words


@pytest.mark.parametrize("form", ["zebra", "gustav", "37000", "16klru", "watters2x", "hale", "flooder", "ml", "a", ""])
def test_a_word_that_stands_for_no_other_is_left_alone(form: str) -> None:
    assert UNKNOWN.read(form) == ()


def test_of_equally_frequent_words_always_the_same_one_is_read() -> None:
    letters = "abcdefghijklmnopqrst"
    unknown = UnknownWords(frozenset(), {f"{first}o{last}ty": 10 for first in letters for last in "dv"})
    assert {unknown.read(f"{first}oxty") for first in letters} == {(f"{first}odty",) for first in letters}


def test_without_counts_only_short_forms_are_read() -> None:
    silent = UnknownWords(frozenset({"water"}), {})
    assert (silent.read("watter"), silent.read("plz")) == ((), ("please",))


def test_the_longest_words_are_left_alone() -> None:
    assert UNKNOWN.read("water" * LONGEST_WORD) == ()


@given(st.text(st.sampled_from("waterfodneh1é"), max_size=50))
def test_what_a_word_is_read_as_is_made_of_words(form: str) -> None:
    assert all(forms(word) == [word] for word in UNKNOWN.read(form))


def test_short_forms_are_folded_and_stand_for_words_that_are_not_short_forms() -> None:
    for form, word in SHORT_FORMS.items():
        assert forms(form) == [form]
        assert forms(word) == [word]
        assert word not in SHORT_FORMS
