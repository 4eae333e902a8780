"""Style features of a message: numbers that hint at its language, and at text that is cut off or not a sentence."""

import math

from classifier.text.identification import Identified
from classifier.text.languages import LANGUAGES

STYLE_FEATURES = len(LANGUAGES) + 8
"""Numbers per message."""

_CAPITALS = bytes(range(ord("A"), ord("Z") + 1))
_DIGITS = b"0123456789"
_LETTERS_DIGITS_SPACE = _CAPITALS + _CAPITALS.lower() + _DIGITS + b" "
_BEYOND_ASCII = bytes(range(128, 256))


def style_features(message: str, words: int, identified: Identified) -> list[float]:
    """The twelve style features of one message, each about 0 to 1 (the lead -2 to 2, the last two up to about 2).

    `words` is the number of its words, `identified` its language. In order: which of the four languages it is read
    as; whether it is in another one; by how much another one leads, in log units, over 20; the shares of capitals,
    digits, bytes beyond ASCII and other signs in its bytes; the logarithm of the number of words, over four; the bytes
    per word, over ten.
    """
    raw = message.encode("utf-8", "replace")
    beyond = _share(raw, _BEYOND_ASCII)
    count = max(words, 1)
    return [
        *(float(identified.read_as == code) for code in LANGUAGES),
        float(identified.language is None),
        min(max(identified.lead / 20, -2.0), 2.0),
        _share(raw, _CAPITALS),
        _share(raw, _DIGITS),
        beyond,
        1 - beyond - _share(raw, _LETTERS_DIGITS_SPACE),
        math.log(count) / 4,
        min(max(len(raw), 1) / count, 20.0) / 10,
    ]


def _share(raw: bytes, of: bytes) -> float:
    return 1 - len(raw.translate(None, of)) / len(raw) if raw else 0.0
