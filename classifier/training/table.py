"""Figures as a plain-text table for the terminal."""

from collections.abc import Iterable, Mapping
from typing import Any

from classifier.report import METRICS

_WIDTH, _CELL = 50, 24


def print_systems(systems: Iterable[Mapping[str, Any]]) -> None:
    """One line a system: the overall metrics, their 95 % intervals where measured, in brackets at 0.5."""
    print(" " * _WIDTH + "".join(f"{title:>{_CELL}}" for title in METRICS.values()))
    for system in systems:
        cells = [_cell(system["overall"].get(metric), 2 if metric == "article_total" else 3) for metric in METRICS]
        print(f"{system['title']:<{_WIDTH}}" + "".join(f"{cell:>{_CELL}}" for cell in cells))


def _cell(entry: Mapping[str, Any] | None, digits: int) -> str:
    if entry is None:
        return "-"
    text = f"{entry['value']:.{digits}f}"
    if entry.get("interval"):
        text += " ({:.{d}f}-{:.{d}f})".format(*entry["interval"], d=digits)
    return text
