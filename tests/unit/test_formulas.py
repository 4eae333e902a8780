"""Cells that a spreadsheet would run: what gets an apostrophe, and that nothing is lost by it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.scoring.formulas import neutralised, restored

RUN = [
    "=1+1",
    "+1-1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1+1",
    "\n=1",
    "=",
    "-",
    "-cmd|' /C calc'!A0",
    "＝1+1",
    "\ufeff=1",
    "\ufeffid",
    "\ufeff-1",
]
LEFT_ALONE = ["", "water", "007", "-72.3", "+5.0e-3", "1e5", "'tis the season", "a=b", "3-4"]


@pytest.mark.parametrize("cell", RUN)
def test_a_cell_that_a_spreadsheet_would_run_gets_one_apostrophe(cell: str) -> None:
    assert neutralised(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", LEFT_ALONE)
def test_text_and_plain_numbers_stay_as_they_are(cell: str) -> None:
    assert (neutralised(cell), restored(cell)) == (cell, cell)


@pytest.mark.parametrize("cell", ["'=1", "''@x", "'-5", "'-5+1", "'\ufeffid", "\ufeff'=1"])
def test_a_cell_that_has_its_own_apostrophe_comes_back_with_it(cell: str) -> None:
    assert restored(neutralised(cell)) == cell


@given(st.text(alphabet="'=+-@\t\r\n 1.ea\ufeff", max_size=8))
def test_reading_takes_off_exactly_what_writing_added(cell: str) -> None:
    assert restored(neutralised(cell)) == cell


@given(st.text(alphabet="'=+-@\t\r\n 1.ea\ufeff", max_size=8))
def test_writing_puts_back_what_reading_took_off(cell: str) -> None:
    if restored(cell) != cell:
        assert neutralised(restored(cell)) == cell
