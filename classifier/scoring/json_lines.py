"""JSON Lines: one object per line. Columns are the names of all objects; values keep the way they are written."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import Enum, auto
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from classifier.errors import DataError
from classifier.scoring.columns import check_names
from classifier.scoring.encoding import encoding_of, undecodable
from classifier.scoring.source import LONGEST_CELL, Chunk, Rejected, Survey, batched, check_rows
from classifier.scoring.workbook_reader import DATE

RAW = b"json"
"""Metadata of a column whose cells are JSON as it stands in the file; a row that lacks the column has null there."""


class Cells(Enum):
    """What the cells become: what they are in the file, what a column of one type can hold, or text.

    SHOWN is as TYPED, but lists and objects become text as well, for people who look at them.
    """

    RAW = auto()
    TYPED = auto()
    TEXT = auto()
    SHOWN = auto()


_LONGEST_INTEGER = 18
"""Digits and sign that surely fit into 64 bits."""

_LARGEST_EXACT = 1 << 53
"""Beyond it, a column with fractions cannot hold every integer as it is."""

_ROW = msgspec.json.Decoder(dict[str, msgspec.Raw])
_NULL = b"null"


class JsonLinesSource:
    """A file of JSON objects, read twice: once for the names, once for the rows.

    RAW cells are for a file that is to hold JSON again. TYPED columns get the one type that all their values have, and
    are text where they have several.
    """

    def __init__(self, path: Path, cells: Cells, workbook: str = "") -> None:
        """Check the whole file; DataError if it cannot be scored. It may stand for a `workbook`, named in errors.

        The first line of such a file is the second row of the workbook, a line of null is a row that does not fit, and
        objects are dates.
        """
        self._path, self._cells, self._name = path, cells, workbook or path.name
        self._is_workbook = bool(workbook)
        self._encoding = encoding_of(path)
        self._kinds: dict[str, set[str]] = {}
        self.survey = self._surveyed()
        check_rows(self._name, self.survey)

    def chunks(self, column: str, skip: int) -> Iterator[Chunk]:
        """The rows after the first `skip` ones."""
        if "nested" in self._kinds[column]:
            raise DataError(f'The column "{column}" of {self._name} holds lists or objects, not messages.')
        for rows in batched(islice(self._rows(), skip, None)):
            arrays = [self._array(name, [row.get(name) for row in rows]) for name in self._kinds]
            fields = [self._field(name, array) for name, array in zip(self._kinds, arrays, strict=True)]
            messages = [_as_text(row.get(column), self._is_workbook) or "" for row in rows]
            yield Chunk(pa.Table.from_arrays(arrays, schema=pa.schema(fields)), messages)

    def _field(self, name: str, array: pa.Array) -> pa.Field:
        return pa.field(name, array.type, metadata={RAW: b""} if self._cells == Cells.RAW else None)

    def _array(self, name: str, cells: Sequence[bytes | None]) -> pa.Array:
        """The cells of a column; null where a row lacks it."""
        kinds = self._kinds[name] - {"null"}
        if self._cells == Cells.RAW:
            return pa.array([None if cell is None else cell.decode() for cell in cells], pa.string())
        if "nested" in kinds and self._cells != Cells.SHOWN:
            raise DataError(
                f'The column "{name}" of {self._name} holds lists or objects, which only JSON Lines can hold as they '
                "are (.jsonl)."
            )
        values = [None if cell in (None, _NULL) else cell for cell in cells]
        kind = None if self._cells == Cells.TEXT else _type_of(kinds)
        if kind is None:
            return pa.array([_as_text(cell, self._is_workbook) for cell in values], pa.string())
        return pa.array([None if cell is None else _value(cell) for cell in values], kind)

    def _surveyed(self) -> Survey:
        rows, rejected = 0, Rejected()
        for number, line in self._lines():
            row = _parsed(line)
            if row is None:
                rejected = rejected.and_lines(number, number)
                if not rows and not self._is_workbook and not line.lstrip().startswith(b"{"):
                    break
                continue
            rows += 1
            check_names(f"line {number} of {self._name}", _names(line))
            for name, cell in row.items():
                self._kinds.setdefault(name, set()).add(_kind(bytes(cell), self._is_workbook))
        if rejected.count and not rows and not self._is_workbook:
            raise DataError(
                f"Line {rejected.lines[0]} of {self._name} is not a JSON object: JSON Lines files hold one per line."
            )
        if rows and not self._kinds:
            raise DataError(f"The objects in {self._name} are all empty: there is no message to classify.")
        return Survey(tuple(self._kinds), rows, rejected, self._encoding)

    def _rows(self) -> Iterator[tuple[int, dict[str, bytes]]]:
        for _, line in self._lines():
            row = _parsed(line)
            if row is not None:
                yield len(line), {name: bytes(cell) for name, cell in row.items()}

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        """The number and the content of every line that is not blank."""
        number = int(self._is_workbook)
        with self._path.open(encoding=self._encoding) as file:
            try:
                while line := file.readline(LONGEST_CELL):
                    number += 1
                    if len(line) == LONGEST_CELL:
                        raise DataError(f"Line {number} of {self._name} has over {LONGEST_CELL:,} characters.")
                    if line.strip():
                        yield number, line.encode()
            except UnicodeDecodeError as error:
                raise undecodable(self._name, error, number) from error


def as_text(rows: pa.Table) -> pa.Table:
    """The same rows with RAW cells as people read them."""
    for i, field in enumerate(rows.schema):
        if RAW in (field.metadata or {}):
            cells = [_as_text(None if cell is None else cell.encode()) for cell in rows[i].to_pylist()]
            rows = rows.set_column(i, field.name, pa.array(cells, pa.string()))
    return rows


def _parsed(line: bytes) -> dict[str, msgspec.Raw] | None:
    """The cells of a line as JSON; None if it is not one object."""
    try:
        msgspec.json.decode(line)  # the whole of it: the row's own decoder leaves the cells for later
        return _ROW.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _names(line: bytes) -> list[str]:
    """The names in an object, also those that it has twice."""
    return [name for name, _ in json.loads(line, object_pairs_hook=tuple)]


def _kind(cell: bytes, dates: bool) -> str:
    if cell.startswith(b'"'):
        return "text"
    if cell.startswith((b"{", b"[")):
        return "date" if dates else "nested"
    if cell == _NULL:
        return "null"
    if cell in (b"true", b"false"):
        return "truth"
    if cell.lstrip(b"-").isdigit():
        if len(cell) > _LONGEST_INTEGER:
            return "long integer"
        return "integer" if abs(int(cell)) <= _LARGEST_EXACT else "large integer"
    return "number"


def _type_of(kinds: set[str]) -> pa.DataType | None:
    """The Arrow type of a column with values of these kinds; None for text."""
    if kinds in ({"integer"}, {"large integer"}, {"integer", "large integer"}):
        return pa.int64()
    if kinds in ({"number"}, {"number", "integer"}):
        return pa.float64()
    return {frozenset({"truth"}): pa.bool_(), frozenset({"date"}): pa.timestamp("us")}.get(frozenset(kinds))


def _value(cell: bytes) -> Any:
    """What a cell stands for; objects are dates."""
    found = msgspec.json.decode(cell)
    return datetime.fromisoformat(found[DATE]) if isinstance(found, dict) else found


def _as_text(cell: bytes | None, dates: bool = False) -> str | None:
    """A cell as people read it: text without its marks, and dates, if objects are `dates`; others as they are."""
    if cell in (None, _NULL):
        return None
    return str(_value(cell)) if cell.startswith(b'"') or (dates and cell.startswith(b"{")) else cell.decode()
