"""Tables as CSV for spreadsheets; no cell can start a formula."""

from typing import Any

import pandas as pd

from classifier.scoring import formulas


def to_csv(table: pd.DataFrame) -> bytes:
    """A table as UTF-8 CSV, with the byte-order mark that spreadsheets need to recognise it."""
    return table.map(neutralised).to_csv(index=False).encode("utf-8-sig")


def neutralised(cell: Any) -> Any:
    """The cell; text that a spreadsheet would run as a formula gets an apostrophe, so that it stays text."""
    return formulas.neutralised(cell) if isinstance(cell, str) else cell
