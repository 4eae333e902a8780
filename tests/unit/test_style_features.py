"""Style features: twelve numbers per message."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.text.identification import Identified
from classifier.text.style_features import STYLE_FEATURES, style_features

CREOLE = Identified("ht", "ht", "ht", -10.0)
GERMAN = Identified("en", None, "de", 30.0)


def test_the_language_comes_first() -> None:
    english, creole, french, spanish, other, lead, *_ = style_features("dlo", 1, CREOLE)
    assert (english, creole, french, spanish, other, lead) == (0, 1, 0, 0, 0, -0.5)


def test_another_language_is_marked_beside_the_one_that_it_is_read_as() -> None:
    english, *_, other, lead = style_features("Wasser", 1, GERMAN)[:6]
    assert (english, other, lead) == (1, 1, 1.5)


def test_the_other_numbers_are_shares_and_sizes_in_their_order() -> None:
    capitals, digits, beyond, signs, words, length = style_features("WATER 12 é!", 4, CREOLE)[6:]
    size = len("WATER 12 é!".encode())
    assert capitals == pytest.approx(5 / size)
    assert digits == pytest.approx(2 / size)
    assert beyond == pytest.approx(2 / size)
    assert signs == pytest.approx(1 / size)
    assert words == pytest.approx(math.log(4) / 4)
    assert length == pytest.approx(size / 4 / 10)


@given(st.text(st.characters(codec=None), max_size=60), st.integers(0, 60), st.floats(-1e30, 1e30))
def test_any_text_gives_twelve_small_numbers(message: str, words: int, lead: float) -> None:
    numbers = style_features(message, words, Identified("fr", None, "de", lead))
    assert len(numbers) == STYLE_FEATURES
    assert all(-2 <= number <= 2 for number in numbers)


def test_an_empty_message_and_a_very_long_one_stay_in_range() -> None:
    assert all(math.isfinite(number) for number in style_features("", 0, CREOLE))
    assert max(style_features("a" * 100_000, 1, CREOLE)) <= 2
