"""CSV that is safe to open in a spreadsheet."""

import pandas as pd

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def to_csv(table: pd.DataFrame) -> str:
    """The table as CSV without its index; text cells that a spreadsheet would run get an apostrophe in front."""
    return table.map(_tame).rename(columns=_tame).to_csv(index=False)


def _tame(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
