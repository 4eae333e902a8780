"""CSV and TSV: every cell is text, and rows that do not fit the header are listed by line."""

import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TextIO

import pyarrow as pa

from classifier.errors import DataError
from classifier.scoring.columns import check_names
from classifier.scoring.encoding import encoding_of, undecodable
from classifier.scoring.formats import DELIMITERS, Format
from classifier.scoring.formulas import restored
from classifier.scoring.source import LONGEST_CELL, Chunk, Rejected, Survey, batched, check_rows

_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_NEVER_CLOSED, _TOO_LONG = "unexpected end of data", "field larger"


class _Record(NamedTuple):
    """A record: the lines that it starts and ends on, and its cells; None where its quotation marks are astray."""

    first: int
    last: int
    cells: list[str] | None


class DelimitedSource:
    """A CSV or TSV file, read twice: once to check all of it, once to score it."""

    def __init__(self, path: Path, named: Format) -> None:
        """Check the whole file; DataError if it cannot be scored."""
        self._path, self._named, self._delimiter = path, named, DELIMITERS[named]
        self._encoding = encoding_of(path)
        self._columns = self._header()
        check_names(path.name, self._columns)
        self.survey = self._surveyed()
        if self.survey.rejected.count and not self.survey.rows:
            self._check_delimiter(self._columns)
        check_rows(path.name, self.survey)

    def chunks(self, column: str, skip: int) -> Iterator[Chunk]:
        """The rows after the first `skip` ones, every cell as text."""
        place, names = self._columns.index(column), list(self._columns)
        for rows in batched(islice(self._good_rows(), skip, None)):
            columns = list(zip(*rows, strict=True))
            arrays = [pa.array(cells, pa.string()) for cells in columns]
            yield Chunk(pa.Table.from_arrays(arrays, names), columns[place])

    def _header(self) -> tuple[str, ...]:
        found = next((record.cells for record in self._records() if record.cells != []), None)
        if not found or len(found) == 1:
            self._check_delimiter(found)
        if not found:
            raise DataError(f"The first row of {self._path.name} does not name its columns.")
        return tuple(restored(cell) for cell in found)

    def _check_delimiter(self, header: Sequence[str] | None) -> None:
        """DataError if another sign separates the header, or the first line where there is none, into more columns."""
        line = self._delimiter.join(header) if header else self._first_line()
        columns = {sign: len(next(csv.reader(line.splitlines(), delimiter=sign), [])) for sign in _NAMES}
        other = max(_NAMES, key=columns.__getitem__)
        if columns[other] > columns[self._delimiter]:
            raise DataError(
                f"The columns of {self._path.name} are separated by {_NAMES[other]}, not by {_NAMES[self._delimiter]} "
                f"as {self._named} files are: save it with {_NAMES[self._delimiter]}{_RENAMED.get(other, '')}."
            )

    def _first_line(self) -> str:
        with self._path.open(encoding=self._encoding) as file:
            return next((line for line in _lines(file, self._path.name) if line.strip()), "")

    def _surveyed(self) -> Survey:
        rows, rejected = 0, Rejected()
        for record in self._body():
            if self._fits(record):
                rows += 1
            else:
                rejected = rejected.and_lines(record.first, record.last)
        return Survey(self._columns, rows, rejected, self._encoding)

    def _good_rows(self) -> Iterator[tuple[int, list[str]]]:
        for record in self._body():
            if record.cells and self._fits(record):
                yield sum(map(len, record.cells)), [restored(cell) for cell in record.cells]

    def _fits(self, record: _Record) -> bool:
        return record.cells is not None and len(record.cells) == len(self._columns)

    def _body(self) -> Iterator[_Record]:
        """The records after the header; an empty line is a record only where there is one column: an empty cell."""
        records = self._records()
        next(record for record in records if record.cells)
        for record in records:
            if record.cells != []:
                yield record
            elif len(self._columns) == 1:
                yield record._replace(cells=[""])

    def _records(self) -> Iterator[_Record]:
        csv.field_size_limit(LONGEST_CELL)
        with self._path.open(encoding=self._encoding, newline="") as file:
            reader = csv.reader(_lines(file, self._path.name), delimiter=self._delimiter, strict=True)
            while True:
                first = reader.line_num + 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except UnicodeDecodeError as error:
                    raise undecodable(self._path.name, error, reader.line_num) from error
                except csv.Error as error:
                    self._check_marks(first, error)
                    cells = None
                yield _Record(first, reader.line_num, cells)

    def _check_marks(self, line: int, error: csv.Error) -> None:
        """DataError if all that follows a line would be lost with it."""
        if _NEVER_CLOSED in str(error):
            raise DataError(
                f"A quotation mark in {self._path.name} is never closed: it is in the row that starts on line {line}."
            ) from error
        if _TOO_LONG in str(error):
            raise _too_long(self._path.name, line) from error


_RENAMED = {"\t": " or give it a name that ends in .tsv", ",": " or give it a name that ends in .csv"}


def _lines(file: TextIO, name: str) -> Iterator[str]:
    """The lines of a file, none of them longer than a cell may be."""
    number = 0
    while line := file.readline(LONGEST_CELL):
        number += 1
        if len(line) == LONGEST_CELL:
            raise _too_long(name, number)
        yield line


def _too_long(name: str, line: int) -> DataError:
    return DataError(f"A cell of {name} at line {line} has over {LONGEST_CELL:,} characters, which is no message.")
