"""What is in a file before it is scored. `preview_outside` reads it in a process of its own, with limits."""

import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pyarrow as pa

from classifier.errors import DataError
from classifier.scoring import child_process
from classifier.scoring.columns import check_clash, usual_column
from classifier.scoring.formats import Format, format_of
from classifier.scoring.readers import opened
from classifier.scoring.source import Rejected, Source

ROWS, CHARACTERS = 5, 300
"""Rows that are shown, and characters of each cell."""

MEMORY, SECONDS = 1 << 32, 120
"""What the process may use: bytes of addresses, seconds."""

_UNSURE = {Format.JSON_LINES: (Format.CSV, Format.PARQUET), Format.PARQUET: (Format.CSV,)}
"""The formats that a file of another one cannot always be written in."""


class Preview(msgspec.Struct, frozen=True):
    """A file that can be scored.

    `guess` is the column that seems to hold the messages; `sample` is its first rows as text, "" for empty cells;
    `refused` says of a format why the file cannot be written in it.
    """

    columns: tuple[str, ...]
    rows: int
    rejected: Rejected
    encoding: str | None
    guess: str
    sample: tuple[tuple[str, ...], ...]
    refused: dict[Format, str]


def preview(path: Path) -> Preview:
    """Look into a file; DataError if it cannot be scored."""
    with opened(path, Format.PARQUET, to_show=True) as source:
        survey = source.survey
        check_clash(path.name, survey.columns)
        sample = _sample(source)
    guess = _guess(survey.columns, sample)
    shown = tuple(tuple(cell[:CHARACTERS] for cell in row) for row in sample[:ROWS])
    return Preview(survey.columns, survey.rows or 0, survey.rejected, survey.encoding, guess, shown, _refused(path))


def preview_outside(path: Path) -> Preview:
    """`preview` in a process of its own; DataError also if that needs more memory or time than it may have."""
    too_much = f"{path.name} takes too much memory or time to open: score it with the command."
    module, file = "classifier.scoring.preview", str(path.resolve())
    found = child_process.run(module, file, seconds=SECONDS, failed=too_much, too_slow=too_much)
    return msgspec.json.decode(found, type=Preview)


def main(path: Path) -> int:
    """The process: write what is in the file to standard output, as JSON."""
    child_process.limit(MEMORY, SECONDS)
    return child_process.answer(lambda: sys.stdout.buffer.write(msgspec.json.encode(preview(path))))


def _sample(source: Source) -> list[tuple[str, ...]]:
    """The first rows as text, in full."""
    columns = source.survey.columns
    refused = None
    for column in columns:  # any that could hold messages: the rows are the same
        try:
            table = next(source.chunks(column, 0)).rows.slice(0, 10 * ROWS)
        except DataError as error:
            refused = error
        else:
            return list(zip(*(_texts(name, table[name]) for name in columns), strict=True))
    raise refused or DataError("This file has no columns.")


def _texts(name: str, column: pa.ChunkedArray) -> list[str]:
    try:
        return ["" if cell is None else str(cell) for cell in column.to_pylist()]
    except UnicodeDecodeError as error:  # Parquet takes any bytes for text
        raise DataError(f'The column "{name}" holds text that is not UTF-8: score the file without it.') from error


def _guess(columns: Sequence[str], sample: Sequence[Sequence[str]]) -> str:
    """The column with a usual name, or else the one with the most words that differ from row to row."""

    def words(place: int) -> int:
        return sum(len(cell.split()) for cell in {row[place] for row in sample})

    return usual_column(columns) or columns[max(range(len(columns)), key=words)]


def _refused(path: Path) -> dict[Format, str]:
    """Why the file cannot be written in a format that the page offers, if it cannot."""
    found = {}
    for form in _UNSURE.get(format_of(path), ()):
        try:
            with opened(path, form) as source:
                _sample(source)
        except DataError as error:
            found[form] = str(error)
    return found


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
