"""What a message looks like, in numbers: marks of its language and of text that is cut off or no sentence."""

from collections.abc import Mapping, Sequence

import numpy as np

LANGUAGES = ("english", "creole", "french", "spanish")
"""Stop-word lists whose share of the words is counted, in this order."""

WIDTH = len(LANGUAGES) + 6
"""Numbers a message."""

_CAPITALS = bytes(range(ord("A"), ord("Z") + 1))
_DIGITS = b"0123456789"
_LETTERS = _CAPITALS + _CAPITALS.lower() + _DIGITS + b" "
_BEYOND_ASCII = bytes(range(128, 256))


def surface(message: str, words: int, stop_words: Mapping[str, int]) -> Sequence[float]:
    """The ten numbers of one message, each about 0 to 1 (the last two: up to about 2).

    `words` counts its words, `stop_words` those in each language's list. In order: the four
    languages' shares of the words; the shares of capitals, digits, bytes beyond ASCII and other
    signs in its bytes; the logarithm of its words over four; its bytes a word over ten.
    """
    raw = message.encode("utf-8", "replace")
    size = max(len(raw), 1)
    beyond = _share(raw, _BEYOND_ASCII)
    shares = [stop_words.get(language, 0) / max(words, 1) for language in LANGUAGES]
    return [
        *shares,
        _share(raw, _CAPITALS),
        _share(raw, _DIGITS),
        beyond,
        1 - beyond - _share(raw, _LETTERS),
        float(np.log(max(words, 1))) / 4,
        min(size / max(words, 1), 20.0) / 10,
    ]


def _share(raw: bytes, of: bytes) -> float:
    return 1 - len(raw.translate(None, of)) / len(raw) if raw else 0.0
