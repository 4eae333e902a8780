"""A CSV file that people bring -> a table of text, or one sentence on what is wrong with it."""

import csv
from collections import Counter
from io import StringIO

import pandas as pd

from classifier.errors import DataError

MAX_ROWS, MAX_COLUMNS = 100_000, 200
"""Larger tables are refused before they take the server's memory; the public files have 26,248 rows."""

_SHOWN = 60
"""Characters of a name or a cell that an error repeats."""


def parse(name: str, content: bytes, columns: tuple[str, ...]) -> pd.DataFrame:
    """A UTF-8 CSV file as str columns under the names in its header, with a missing value where a cell is empty.

    `name` is the file's name for people. Raises DataError unless `columns` are there, none of them twice, and rows.
    """
    text = _decoded(name, content)
    header = _header(name, text)
    for column in columns:
        if column not in header:
            listed = shown(", ".join(header))
            raise DataError(f"{name} has no column '{column}'; it has {listed}. Columns are separated by commas.")
    repeated = [column for column, count in Counter(header).items() if column and count > 1]
    if repeated:
        raise DataError(f"{name} has the column '{shown(repeated[0])}' more than once.")
    try:
        # without `header`, because pandas would take a longer row's first cell for an index
        cells = pd.read_csv(
            StringIO(text), header=None, dtype=str, keep_default_na=False, na_values=[""], nrows=MAX_ROWS + 2
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        problem = str(error).removeprefix("Error tokenizing data. C error: ").strip().rstrip(".")
        raise DataError(f"{name} is not a readable UTF-8 CSV file: {problem}.") from error
    if len(cells) == 1:
        raise DataError(f"{name} has no rows below its header.")
    if len(cells) > MAX_ROWS + 1:
        raise DataError(f"{name} has more than {MAX_ROWS:,} rows.")
    return cells.iloc[1:].set_axis(header, axis=1).reset_index(drop=True)


def column_names(name: str, content: bytes) -> list[str]:
    """The names in a file's header; DataError if it is not a CSV file in UTF-8."""
    return _header(name, _decoded(name, content))


def require_filled(table: pd.DataFrame, name: str, columns: tuple[str, ...]) -> None:
    """DataError unless every cell of these columns has a content."""
    for column in columns:
        if table[column].isna().any():
            raise DataError(f"{name}, column '{column}', row {row_number(table[column].isna())}: the cell is empty.")


def row_number(bad: pd.Series) -> int:
    """The number of the first bad row, counting the header as row 1; the index counts the rows below it from 0."""
    return int(bad.idxmax()) + 2


def shown(text: str) -> str:
    """A name or a cell as an error repeats it: cut if it is long."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _decoded(name: str, content: bytes) -> str:
    if not content.strip():
        raise DataError(f"{name} is empty.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"{name} is not a readable UTF-8 CSV file: save it as CSV in UTF-8 first.") from error
    if "\0" in text:
        raise DataError(f"{name} is not a readable CSV file: it is not text.")
    return text


def _header(name: str, text: str) -> list[str]:
    try:
        header = next(filter(None, csv.reader(StringIO(text))), [])
    except csv.Error as error:
        raise DataError(f"{name} is not a readable UTF-8 CSV file: its first line is not a header.") from error
    if len(header) > MAX_COLUMNS:
        raise DataError(f"{name} has more than {MAX_COLUMNS} columns.")
    return header
