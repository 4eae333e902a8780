"""What every reader gives: the columns of a file, how many rows it has, and its rows in chunks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import pyarrow as pa

from classifier.errors import DataError

CHUNK_ROWS = 2_048
"""Rows that are read, scored and written together; fewer are slower, since batches hold messages of similar length."""

CHUNK_CHARACTERS = 1 << 23
"""A chunk of longer rows ends here, so that memory stays bounded whatever the length of a cell."""

LONGEST_CELL = 1 << 24
"""Characters; a longer cell is more likely a quotation mark that was never closed."""

LISTED = 1_000
"""Rejected rows that are listed; all are counted."""

WHY_REJECTED = "because they do not fit the columns or cannot be read"

Row = TypeVar("Row")


@dataclass(frozen=True)
class Rejected:
    """Rows that cannot be read: how many, and the lines of the first LISTED of them, such as "7" or "7-9"."""

    count: int = 0
    lines: tuple[str, ...] = ()

    def and_lines(self, first: int, last: int) -> "Rejected":
        """These and one more row."""
        listed = f"{first}" if first == last else f"{first}-{last}"
        return Rejected(self.count + 1, (*self.lines, listed) if len(self.lines) < LISTED else self.lines)


@dataclass(frozen=True)
class Survey:
    """What is known of a file before it is scored: its columns in order, its number of rows (None: not known yet)."""

    columns: tuple[str, ...]
    rows: int | None
    rejected: Rejected = Rejected()
    encoding: str | None = None


@dataclass(frozen=True)
class Chunk:
    """Some rows in their order: the input columns, and the message of each row, "" where it has none."""

    rows: pa.Table
    messages: Sequence[str]


class Source(Protocol):
    """An input file that has been surveyed."""

    @property
    def survey(self) -> Survey:
        """What is known of the file."""

    def chunks(self, column: str, skip: int) -> Iterator[Chunk]:
        """The rows after the first `skip` ones; `column` holds the messages. DataError if they cannot be read."""


def batched(rows: Iterable[tuple[int, Row]]) -> Iterator[list[Row]]:
    """Rows in lists of CHUNK_ROWS or fewer; each comes with its length in characters."""
    batch: list[Row] = []
    characters = 0
    for length, row in rows:
        batch.append(row)
        characters += length
        if len(batch) == CHUNK_ROWS or characters >= CHUNK_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def check_rows(name: str, survey: Survey) -> None:
    """DataError if no row can be scored."""
    if survey.rows:
        return
    if survey.rejected.count and not survey.columns:
        raise DataError(
            f"No row of {name} fits its columns: every row has a cell in a column that the first row does not name."
        )
    if survey.rejected.count:
        raise DataError(
            f"No row of {name} fits its columns: it has {len(survey.columns)}, and every row more or fewer."
        )
    raise DataError(f"{name} has columns but no rows: there is no message to classify.")
