"""XLSX out: text stays text, and what a worksheet cannot hold is cut and counted."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pyarrow as pa
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.writer.excel import ExcelWriter

from classifier.errors import DataError
from classifier.scoring.encoders import values

MAX_ROWS, MAX_COLUMNS, MAX_CHARACTERS = 1_048_576, 16_384, 32_767
"""What a worksheet can hold: rows with the header, columns, and characters per cell."""

_LONGEST_INTEGER = 10**15
"""A worksheet keeps fifteen digits; longer numbers become text."""

_LINE_ENDS = re.compile("\r\n?")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""The beginning of what a workbook reads as one character: the mark itself is then written as _x005F_."""
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Cut:
    """What the worksheet lacks: cells that lost their end, and cells that lost control characters."""

    shortened: int = 0
    cleaned: int = 0

    def remarks(self) -> Iterator[str]:
        """What is to be said about it, if anything."""
        if self.shortened or self.cleaned:
            yield (
                f"XLSX cannot hold everything: {self.shortened:,} cells were cut to 32,767 characters, and "
                f"{self.cleaned:,} lost control characters; Parquet and JSON Lines keep them."
            )


def check_size(is_workbook: bool, rows: int, columns: int) -> None:
    """DataError if a table has more rows (without its header) or columns than a worksheet can hold."""
    if is_workbook and (rows >= MAX_ROWS or columns > MAX_COLUMNS):
        raise DataError(
            f"A worksheet holds {MAX_ROWS - 1:,} rows below its header and {MAX_COLUMNS:,} columns, not {rows:,} and "
            f"{columns:,}: write CSV or Parquet."
        )


def write_workbook(tables: Iterable[pa.Table], path: Path) -> Cut:
    """Write the tables, all with the same columns, below each other into one worksheet."""
    writer, rows = _Writer(), 0
    with closing(writer.sheet):
        for i, table in enumerate(tables):
            rows += len(table)
            check_size(True, rows, table.num_columns)
            if not i:
                writer.append(table.column_names)
            cells = (values(name, table[name]) for name in table.column_names)
            for row in zip(*cells, strict=True):
                writer.append(row)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:  # closed here: openpyxl leaves it open where the disk is full
        ExcelWriter(writer.book, archive).save()
    return writer.cut


class _Writer:
    """A workbook that is written row by row, and what it had to cut."""

    def __init__(self) -> None:
        self.book = Workbook(write_only=True)
        self.sheet = self.book.create_sheet("Messages")
        self.cut = Cut()

    def append(self, row: Sequence[Any]) -> None:
        self.sheet.append([self._cell(value) for value in row])

    def _cell(self, value: Any) -> Any:
        value = _representable(value)
        if not isinstance(value, str):
            return value
        cleaned = _UNWRITABLE.sub("", _LINE_ENDS.sub("\n", value))
        marks = len(_ESCAPE.findall(cleaned))
        shortened = _cut(cleaned, MAX_CHARACTERS - 6 * marks)  # openpyxl cuts what is written
        if (shortened, cleaned) != (value, value):
            self.cut = Cut(
                self.cut.shortened + (shortened != cleaned), self.cut.cleaned + bool(_UNWRITABLE.search(value))
            )
        escaped = _ESCAPE.sub("_x005F_", shortened)
        if not escaped.startswith(("=", "#")):
            return escaped
        cell = WriteOnlyCell(self.sheet, escaped)
        cell.data_type = "s"  # openpyxl takes it for a formula or for an error
        cell.quotePrefix = True  # a spreadsheet leaves it text when somebody edits it
        return cell


def _cut(text: str, most: int) -> str:
    """The beginning of a text, of so many characters as a workbook counts them: those beyond 16 bits are two."""
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore") if len(text) > most // 2 else text


def _representable(value: Any) -> Any:
    """The value, or the text that stands for it where a worksheet would change it."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if abs(value) < _LONGEST_INTEGER else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, datetime):
        return value if value.tzinfo is None and value.year >= 1900 else value.isoformat()
    if isinstance(value, date):
        return value if value.year >= 1900 else value.isoformat()
    return value if isinstance(value, str) else str(value)
