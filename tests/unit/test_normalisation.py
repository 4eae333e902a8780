"""Normalised text: what is invisible is gone, what looks alike is alike."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.text.normalisation import normalise


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("We need water!", "We need water!"),
        ("wa\u00adter", "water"),
        ("wat\u200ber wat\u200cer wat\u200der", "water water water"),
        ("\u202ewater\u202c \u2066food\u2069", "water food"),
        ("\ufeffwater", "water"),
        ("\uff57\uff41\uff54\uff45\uff52", "water"),
        ("\uff20name \uff03water", "@name #water"),
        ("\ufb01re", "fire"),
        ("De\u0300lma", "D\u00e8lma"),
        ("\U0001f525", "\U0001f525"),
    ],
)
def test_a_message_is_normalised(message: str, expected: str) -> None:
    assert normalise(message) == expected


@given(st.text(st.characters(codec=None), max_size=60))
def test_any_text_keeps_no_format_character_and_stays_as_it_is_the_second_time(message: str) -> None:
    once = normalise(message)
    assert not any(unicodedata.category(character) == "Cf" for character in once)
    assert normalise(once) == once
