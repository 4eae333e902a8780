"""The encoding of a text file: UTF-8, UTF-16 or UTF-32, or else Windows-1252."""

import codecs
from pathlib import Path

from charset_normalizer import from_bytes

from classifier.errors import DataError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLOCK = 1 << 20
_AROUND = 1 << 14
_OFTEN = 0.3


def encoding_of(path: Path) -> str:
    """The name of the encoding, as Python knows it; DataError if the file is in none of those that are read."""
    with path.open("rb") as file:
        beginning = file.read(_AROUND)
    marked = next((name for mark, name in _MARKS if beginning.startswith(mark)), None)
    found = marked or _sixteen_bits(beginning) or _eight_bits(path)
    if not found:
        raise DataError(f"{path.name} is neither UTF-8, UTF-16 nor Windows-1252: save it as UTF-8.")
    return found


def _sixteen_bits(beginning: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Latin letters is zero, which hardly a text in UTF-8 has at all."""
    for name, zeros, others in (
        ("utf-16-le", beginning[1::2], beginning[::2]),
        ("utf-16-be", beginning[::2], beginning[1::2]),
    ):
        if zeros.count(0) > _OFTEN * len(zeros) and others.count(0) < _OFTEN * len(others):
            return name
    return None


def _eight_bits(path: Path) -> str | None:
    """UTF-8 if all of the file is; else Windows-1252 if the text around the first other byte makes sense in it."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    before = b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                place = len(before) + error.start
                return _windows((before + block)[max(place - _AROUND, 0) : place + _AROUND])
            before = block[-_AROUND:]
    return "utf-8"


def _windows(sample: bytes) -> str | None:
    return "cp1252" if from_bytes(sample, cp_isolation=["cp1252"]).best() else None
