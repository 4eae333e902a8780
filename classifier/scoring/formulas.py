"""Cells that a spreadsheet would run as formulas: one apostrophe before them in CSV, taken off again by our readers."""

import re

_RUNS = re.compile(r"(?P<apostrophes>'*)([ \n]*[=+\-@\t\r＝＋－＠]|\ufeff)")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def neutralised(cell: str) -> str:
    """The cell; one that a spreadsheet would run gets an apostrophe, so that it stays text.

    So does one that would be run without the apostrophes it has: then `restored` gives every cell back as it was.
    Plain numbers are not run, and stay as they are. At the beginning of a file U+FEFF is the mark of an encoding, which
    programs drop: a cell that begins with it gets an apostrophe too.
    """
    return f"'{cell}" if _runs(cell) else cell


def restored(cell: str) -> str:
    """The cell before `neutralised`."""
    return cell[1:] if cell.startswith("'") and _runs(cell) else cell


def _runs(cell: str) -> bool:
    found = _RUNS.match(cell)
    return found is not None and not _NUMBER.fullmatch(cell, found.end("apostrophes"))
