"""XLSX: a process of its own, with limits, turns the first visible worksheet into JSON Lines.

A workbook is a ZIP archive of XML that may ask for any amount of memory, so nothing of it is read in this process. The
child imports openpyxl and little else: `python -m classifier.scoring.workbook_reader WORKBOOK`.
"""

import json
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from classifier.errors import DataError
from classifier.scoring import child_process
from classifier.scoring.columns import check_names

DATE = "$date"
"""The only name in an object that stands for a date and a time, which JSON lacks."""

MAX_ROWS, MAX_COLUMNS = 1_048_576, 1_000
"""Rows are those that a worksheet can have, the header included."""

MAX_PARTS, MAX_UNPACKED = 2_000, 1 << 30
"""Files in the archive, and the bytes that they say they unpack to."""

MEMORY, SECONDS, WRITTEN = 1 << 30, 900, 1 << 32
"""What the child may use: bytes of memory, seconds, bytes of JSON Lines."""


def to_json_lines(path: Path, target: IO[bytes]) -> None:
    """Write the first visible worksheet, one object per row; DataError if it cannot be read within the limits."""
    _check_sizes(path)
    child_process.run(
        "classifier.scoring.workbook_reader",
        str(path.resolve()),
        seconds=SECONDS,
        failed=f"{path.name} is damaged, or too large to be opened safely: save it as CSV.",
        too_slow=f"{path.name} takes more than {SECONDS // 60} minutes to open: save it as CSV.",
        target=target,
    )


def _check_sizes(path: Path) -> None:
    """DataError if the archive says that it holds too much."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise DataError(f"{path.name} is damaged: it cannot be opened as a workbook.") from error
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED:
        raise DataError(
            f"{path.name} unpacks to {len(parts):,} files and {unpacked / 1e6:,.0f} MB, more than a workbook may "
            f"({MAX_PARTS:,} and {MAX_UNPACKED / 1e6:,.0f} MB): save it as CSV."
        )


def main(path: Path) -> int:
    """The child: write the rows of a workbook to standard output."""
    child_process.limit(MEMORY, SECONDS, WRITTEN)
    return child_process.answer(lambda: _write(path))


def _write(path: Path) -> None:
    for row in _rows(path):
        sys.stdout.write(json.dumps(row, ensure_ascii=False, default=_date) + "\n")
    sys.stdout.flush()


def _rows(path: Path) -> Iterator[dict[str, Any] | None]:
    """The rows below the header; None for one with a cell beyond the header. Empty rows at the end are left out."""
    sheet = _first_sheet(path)
    sheet.reset_dimensions()  # what a file declares need not be true
    rows = (tuple(map(_cell, cells)) for cells in sheet.iter_rows(values_only=True, max_row=MAX_ROWS + 1))
    columns = _columns(path.name, next(rows, ()))
    empty = 0
    for number, cells in enumerate(rows, 2):
        if number > MAX_ROWS:
            raise DataError(f"{path.name} has more than {MAX_ROWS:,} rows: save it as CSV.")
        if all(cell is None for cell in cells):
            empty += 1
            continue
        yield from (dict.fromkeys(columns) for _ in range(empty))
        empty = 0
        fits = all(cell is None for cell in cells[len(columns) :])
        yield dict(zip(columns, (*cells, *[None] * len(columns)), strict=False)) if fits else None


def _cell(cell: Any) -> Any:
    """A cell with the characters that a workbook writes as _x000D_, two of them where one needs a pair in UTF-16."""
    if not isinstance(cell, str) or "_x" not in cell:
        return cell
    from openpyxl.utils.escape import unescape

    return unescape(cell).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _first_sheet(path: Path) -> Any:
    import openpyxl

    try:
        sheets = openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets
    except MemoryError:
        raise
    except Exception as error:  # openpyxl raises many kinds for a damaged workbook
        raise DataError(f"{path.name} is damaged or is not a workbook: it cannot be opened.") from error
    if not sheets:
        raise DataError(f"{path.name} has no worksheet.")
    return next((sheet for sheet in sheets if sheet.sheet_state == "visible"), sheets[0])


def _columns(name: str, header: tuple[Any, ...]) -> list[str]:
    """The names in the header; empty cells after the last one are none."""
    columns = ["" if cell is None else str(cell) for cell in header]
    while columns and not columns[-1]:
        columns.pop()
    if not columns:
        raise DataError(f"The first row of {name} does not name its columns.")
    if len(columns) > MAX_COLUMNS:
        raise DataError(f"{name} has {len(columns):,} columns; the limit is {MAX_COLUMNS:,}: save it as CSV.")
    check_names(name, columns)
    return columns


def _date(cell: Any) -> Any:
    """What JSON has no value for: dates keep their kind, times and spans of time become text."""
    if isinstance(cell, date):
        moment = cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)
        return {DATE: moment.isoformat()}
    return str(cell)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
