"""Figures as Markdown: numbers of a fixed width, intervals, tables."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

UNDEFINED = "–"


def number(value: float | None, digits: int = 3) -> str:
    """A figure with a fixed number of decimals; a dash if it is undefined."""
    return UNDEFINED if value is None or pd.isna(value) else f"{value:.{digits}f}"


def percent(share: float) -> str:
    """A share of 1 as a percentage, one decimal below ten."""
    return f"{100 * share:.{0 if share >= 0.1 else 1}f} %"


def count(value: float) -> str:
    """A count with thousands separated."""
    return f"{int(value):,}"


def with_interval(row: Mapping[str, Any], key: str, digits: int = 3) -> str:
    """A figure and, if `<key>_low` and `<key>_high` are defined, its interval in brackets."""
    text = number(row[key], digits)
    low, high = row.get(f"{key}_low"), row.get(f"{key}_high")
    if low is None or pd.isna(low):
        return text
    return f"{text} ({number(low, digits)}–{number(high, digits)})"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table: the first column to the left, the others to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
