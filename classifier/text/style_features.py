"""Style features of a message: numbers that hint at its language, and at text that is cut off or not a sentence."""

from collections.abc import Mapping

import numpy as np

from classifier.text.languages import LANGUAGES

STYLE_FEATURES = len(LANGUAGES) + 6
"""Numbers per message."""

_CAPITALS = bytes(range(ord("A"), ord("Z") + 1))
_DIGITS = b"0123456789"
_LETTERS_DIGITS_SPACE = _CAPITALS + _CAPITALS.lower() + _DIGITS + b" "
_BEYOND_ASCII = bytes(range(128, 256))


def style_features(message: str, words: int, stop_words: Mapping[str, int]) -> list[float]:
    """The ten style features of one message, each about 0 to 1 (the last two up to about 2).

    `words` is the number of its words, `stop_words` how many of them are in each language's list. In order: the
    share of stop words of each of the four languages; the shares of capitals, digits, bytes beyond ASCII and other
    signs in its bytes; the logarithm of the number of words, over four; the bytes per word, over ten.
    """
    raw = message.encode("utf-8", "replace")
    beyond = _share(raw, _BEYOND_ASCII)
    count = max(words, 1)
    return [
        *(stop_words.get(language, 0) / count for language in LANGUAGES),
        _share(raw, _CAPITALS),
        _share(raw, _DIGITS),
        beyond,
        1 - beyond - _share(raw, _LETTERS_DIGITS_SPACE),
        float(np.log(count)) / 4,
        min(max(len(raw), 1) / count, 20.0) / 10,
    ]


def _share(raw: bytes, of: bytes) -> float:
    return 1 - len(raw.translate(None, of)) / len(raw) if raw else 0.0
