"""Style features: ten numbers per message."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.text.languages import LANGUAGES
from classifier.text.style_features import STYLE_FEATURES, style_features


def test_the_numbers_are_shares_and_sizes_in_their_order() -> None:
    english, creole, french, spanish, capitals, digits, beyond, signs, words, length = style_features(
        "WATER 12 é!", 4, {"english": 2, "spanish": 1}
    )
    size = len("WATER 12 é!".encode())
    assert (english, creole, french, spanish) == (0.5, 0, 0, 0.25)
    assert capitals == pytest.approx(5 / size)
    assert digits == pytest.approx(2 / size)
    assert beyond == pytest.approx(2 / size)
    assert signs == pytest.approx(1 / size)
    assert words == pytest.approx(math.log(4) / 4)
    assert length == pytest.approx(size / 4 / 10)


@given(st.text(st.characters(codec=None), max_size=60), st.integers(0, 60))
def test_any_text_gives_ten_small_numbers(message: str, words: int) -> None:
    numbers = style_features(message, words, dict.fromkeys(LANGUAGES, words))
    assert len(numbers) == STYLE_FEATURES
    assert all(-1e-9 <= number <= 2 for number in numbers)


def test_an_empty_message_and_a_very_long_one_stay_in_range() -> None:
    assert all(math.isfinite(number) for number in style_features("", 0, {}))
    assert max(style_features("a" * 100_000, 1, {})) <= 2
