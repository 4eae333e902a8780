"""Figures as a plain-text table for the terminal."""

from collections.abc import Iterable, Mapping
from typing import Any

from classifier.metrics_rows import METRICS

_WIDTH, _CELL = 50, 22


def print_systems(systems: Iterable[Mapping[str, Any]]) -> None:
    """The overall metrics of each system, with 95 % intervals where measured; a second line at 0.5."""
    print(_line("", METRICS.values()))
    for system in systems:
        print(_line(system["title"], (_figure(system["overall"].get(metric, {}), metric) for metric in METRICS)))
        at_half = {metric: entry["at_half"] for metric, entry in system["overall"].items() if "at_half" in entry}
        if at_half:
            print(_line("  with 0.5 as every threshold", (_rounded(at_half.get(metric), metric) for metric in METRICS)))


def _line(title: str, cells: Iterable[str]) -> str:
    return f"{title:<{_WIDTH}}" + "".join(f"{cell:>{_CELL}}" for cell in cells)


def _figure(entry: Mapping[str, Any], metric: str) -> str:
    text = _rounded(entry.get("value"), metric)
    return f"{text} ({'-'.join(_rounded(end, metric) for end in entry['interval'])})" if entry.get("interval") else text


def _rounded(value: float | None, metric: str) -> str:
    return "-" if value is None else f"{value:.{2 if metric == 'article_total' else 3}f}"
