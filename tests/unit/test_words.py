"""A message -> words: what is dropped, what is folded, and that positions are right for any text at all."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.text.languages import CREOLE_STOP_WORDS
from classifier.text.words import fold, forms, without, words

ANY_TEXT = st.text(st.characters(codec=None), max_size=80)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("We need WATER.", ["we", "need", "water"]),
        ("@relief @un_aid please help", ["please", "help"]),
        ("help http://example.org/a?b=c now", ["help", "now"]),
        ("help HTTPS://EXAMPLE.ORG/A now", ["help", "now"]),
        ("see www.example.org, Www.Example.org and WWW.EXAMPLE.ORG now", ["see", "and", "now"]),
        ("#water #Haiti_quake", ["water", "haiti", "quake"]),
        ("don't stop", ["don", "t", "stop"]),
        ("20 tents, 3kg rice", ["20", "tents", "3kg", "rice"]),
        ("Dèlma; Léogâne; mañana", ["delma", "leogane", "manana"]),
        ("cafe\u0301 \u0301 open", ["cafe", "open"]),
        ("İSTANBUL Iğdır", ["istanbul", "igdır"]),
        ("𝐇𝐄𝐋𝐏 ﬁre", ["help", "fire"]),
        ("the HTTP server and the https colon", ["the", "http", "server", "and", "the", "https", "colon"]),
        ("", []),
        (" \t\n\u200b", []),
        ("?!... --- ***", []),
        ("http://example.org https://example.org/x www.example.org", []),
        ("@one @two", []),
        ("🔥🌊🏚️ 👩‍🚒", []),
        ("نحتاج إلى ماء", ["نحتاج", "الى", "ماء"]),
        ("water\x00fire\x07food", ["water", "fire", "food"]),
        ("\ud800water\udfff", ["water"]),
        ("**bold** [link](http://example.org) `code`", ["bold", "link", "code"]),
        ("<b onclick='x()'>water</b> &amp;", ["b", "onclick", "x", "water", "b", "amp"]),
        (r"$\frac{1}{2}$ \textbf{food}", ["frac", "1", "2", "textbf", "food"]),
    ],
)
def test_a_message_becomes_its_folded_words(message: str, expected: list[str]) -> None:
    assert forms(message) == expected


@given(ANY_TEXT | st.text("aZ9 _-@:/.wWhHtTpPsS\n", max_size=40))
def test_words_of_any_text_agree_with_its_forms_and_lie_where_they_say(message: str) -> None:
    found = list(words(message))
    assert [word.form for word in found] == forms(message)
    assert all(word.form == fold(message[word.start : word.end]) for word in found)
    places = [place for word in found for place in (word.start, word.end)]
    assert places == sorted(places)


@given(ANY_TEXT)
def test_forms_of_any_text_are_letters_and_digits_and_stay_what_they_are(message: str) -> None:
    for form in forms(message):
        assert form.isalnum()
        assert fold(form) == form


@given(st.lists(st.sampled_from("we need clean water, now! @me #here http://example.org".split()), max_size=12))
def test_leaving_a_word_out_leaves_the_others(tokens: list[str]) -> None:
    message = " ".join(tokens)
    for position, word in enumerate(words(message)):
        expected = forms(message)
        del expected[position]
        rest = without(message, word)
        assert forms(rest) == expected
        assert "  " not in rest


@pytest.mark.parametrize("piece", ["a", "a ", "@", "http://", "www", "a\u0301"])
def test_a_hundred_thousand_characters_are_read_at_once(piece: str) -> None:
    started = time.perf_counter()
    forms(piece * (100_000 // len(piece)))
    assert time.perf_counter() - started < 2


def test_creole_stop_words_are_written_as_messages_are_folded() -> None:
    assert {form for word in CREOLE_STOP_WORDS for form in forms(word)} == CREOLE_STOP_WORDS
