"""The encoding of a text file: UTF-8, UTF-16 or UTF-32, or else Windows-1252."""

import codecs
import re
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
_ASCII = re.compile(rb"[\x00-\x7f]+")
_BLOCK = 1 << 20
_AROUND = 1 << 14
_ZEROS, _FEW_ZEROS, _MANY = 0.3, 0.05, 16
"""Shares of zero bytes that tell UTF-16: of any text in Latin letters, and of one with at least so many."""
_LETTERS = 16
"""Letters in UTF-8 that no part of a text in Windows-1252 has by chance."""


def encoding_of(path: Path) -> str:
    """The name of the encoding, as Python knows it; DataError if the file is in none of those that are read."""
    with path.open("rb") as file:
        beginning = file.read(_AROUND)
    return told_by(beginning) or _eight_bits(path)


def told_by(beginning: bytes) -> str | None:
    """The encoding that a file's first bytes tell: by a mark, or as UTF-16 by their zeros; else None."""
    marked = next((name for mark, name in _MARKS if beginning.startswith(mark)), None)
    return marked or _sixteen_bits(beginning)


def undecodable(name: str, error: UnicodeDecodeError, lines: int) -> DataError:
    """The refusal of a text of which so many lines could be read before the error."""
    title = "Windows-1252" if error.encoding == "charmap" else error.encoding.upper()
    return DataError(
        f"{name} was taken for {title} and cannot be read as such on line {bad_line(error, lines):,}: save it as UTF-8."
    )


def bad_line(error: UnicodeDecodeError, lines: int) -> int:
    """The line of an error, after so many that could be read."""
    return lines + error.object[: error.start].decode(error.encoding, "ignore").count("\n") + 1


def _sixteen_bits(beginning: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Latin letters is zero, which hardly a text in UTF-8 has at all.

    In other scripts only spaces, signs and line ends have one; a few zeros alone are damage to a text in UTF-8.
    """
    first, second = beginning[::2], beginning[1::2]
    for name, high, low in (("utf-16-le", second, first), ("utf-16-be", first, second)):
        zeros, others = high.count(0), low.count(0)
        if zeros > _ZEROS * len(high) and others < _ZEROS * len(low):
            return name
        if zeros >= _MANY and zeros > _FEW_ZEROS * len(high) and _has_line_end(low, high) > _has_line_end(high, low):
            return name
    return None


def _has_line_end(low: bytes, high: bytes) -> bool:
    """Whether one of the characters with these bytes is the end of a line."""
    return any(pair == (ord("\n"), 0) for pair in zip(low, high, strict=False))


def _eight_bits(path: Path) -> str:
    """UTF-8 if all of the file is; else Windows-1252 if the text around the first other byte makes sense in it.

    DataError if it does not, or if parts of the file are UTF-8, since all of that would become nonsense.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    known, line = b"", 1
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            known += block
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                place = len(known) - len(error.object) + error.start
                line += known.count(b"\n", 0, place)
                _check_windows(path, known[max(place - _AROUND, 0) : place + _AROUND], line)
                return "cp1252"
            if not block:
                return "utf-8"
            passed = max(len(known) - _AROUND, 0)
            line += known.count(b"\n", 0, passed)
            known = known[passed:]


def _check_windows(path: Path, sample: bytes, line: int) -> None:
    """DataError unless the file, and the text around a byte that is not UTF-8, on this line, is Windows-1252."""
    if _is_utf_8(sample) or _has_utf_8(path):
        raise DataError(f"{path.name} is UTF-8, but not all of it: line {line:,} has other bytes. Save it as UTF-8.")
    if not from_bytes(sample, cp_isolation=["cp1252"]).best():
        raise DataError(f"{path.name} is neither UTF-8, UTF-16 nor Windows-1252: save it as UTF-8.")


def _is_utf_8(sample: bytes) -> bool:
    letters, others = _beyond_ascii(sample)
    return letters >= others


def _has_utf_8(path: Path) -> bool:
    """Whether most of what is not ASCII is UTF-8: in the whole file, or in a part of it that has many such letters."""
    letters = others = 0
    with path.open("rb") as file:
        while part := file.read(_AROUND):
            found = _beyond_ascii(part)
            if found[0] >= max(found[1], _LETTERS):
                return True
            letters, others = letters + found[0], others + found[1]
    return letters >= others


def _beyond_ascii(part: bytes) -> tuple[int, int]:
    """How many letters beyond ASCII are there in UTF-8, and how many other bytes."""
    found = _ASCII.sub(b" ", part).decode("utf-8", "surrogateescape").replace(" ", "")
    others = sum("\udc80" <= sign <= "\udcff" for sign in found)
    return len(found) - others, others
