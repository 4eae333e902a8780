"""The formats of files of messages: told by a file's name, and checked against how the file begins."""

import re
from enum import StrEnum
from pathlib import Path

from classifier.errors import DataError
from classifier.scoring.encoding import told_by


class Format(StrEnum):
    """A format, by the name that people know it by."""

    CSV = "CSV"
    TSV = "TSV"
    JSON_LINES = "JSON Lines"
    PARQUET = "Parquet"
    XLSX = "XLSX"


BY_SUFFIX = {
    ".csv": Format.CSV,
    ".tsv": Format.TSV,
    ".jsonl": Format.JSON_LINES,
    ".ndjson": Format.JSON_LINES,
    ".parquet": Format.PARQUET,
    ".xlsx": Format.XLSX,
}
DELIMITERS = {Format.CSV: ",", Format.TSV: "\t"}

_ZIP, _PARQUET = b"PK\x03\x04", b"PAR1"
_BEGINNINGS = {
    _ZIP: "a ZIP archive, as XLSX files are",
    _PARQUET: "a Parquet file",
    b"ARROW1": "an Arrow file",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (XLS) or one with a password",
    b"\x1f\x8b": "compressed with gzip",
    b"BZh": "compressed with bzip2",
    b"\xfd7zXZ": "compressed with xz",
    b"\x28\xb5\x2f\xfd": "compressed with Zstandard",
    b"7z\xbc\xaf": "a 7z archive",
    b"%PDF": "a PDF document",
    b"{\\rtf": "an RTF document",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"SQLite format 3": "an SQLite database",
    b"\x7fELF": "a program",
}
_PAGE = re.compile(r"\s*<(!doctype|html|\?xml)", re.IGNORECASE)
_JSON = re.compile(r'\s*(\{\s*"[^"]*"\s*:|\[\s*[\[{"])')
_REQUIRED = {Format.PARQUET: _PARQUET, Format.XLSX: _ZIP}


def format_of(path: Path) -> Format:
    """The format that a file's name stands for; DataError if it stands for none."""
    found = BY_SUFFIX.get(path.suffix.lower())
    if found is None:
        raise DataError(f"The name {path.name} does not tell the format: it must end in {_either(list(BY_SUFFIX))}.")
    return found


def check_content(path: Path, named: Format) -> None:
    """DataError if a file is empty, or begins as no file of the format that its name stands for does."""
    with path.open("rb") as file:
        beginning = file.read(4096)
    if not beginning:
        raise DataError(f"{path.name} is empty: it holds neither columns nor messages.")
    found = _kind(beginning, named)
    if found:
        raise DataError(f"{path.name} is {named} by its name but not by its content: it is {found}.")


def _kind(beginning: bytes, named: Format) -> str | None:
    """What the content is, where it is not what the name says."""
    required = _REQUIRED.get(named)
    if required:
        return None if beginning.startswith(required) else _known(beginning) or f"no {named} file"
    text = beginning.decode(told_by(beginning) or "utf-8", "replace")
    if named != Format.JSON_LINES and _JSON.match(text):
        return "JSON"
    return _known(beginning) or ("a web page or XML" if _PAGE.match(text) else None)


def _known(beginning: bytes) -> str | None:
    return next((kind for mark, kind in _BEGINNINGS.items() if beginning.startswith(mark)), None)


def _either(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"
