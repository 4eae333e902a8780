"""The overall metrics of several systems as a plain-text table for the terminal."""

from collections.abc import Iterable, Mapping

from classifier.formatting import score, with_interval
from classifier.report.figures import METRICS, Estimate, metric_digits

_WIDTH, _CELL = 50, 22


def print_systems(systems: Iterable[tuple[str, Mapping[str, Estimate]]]) -> None:
    """Print each system's title and metrics, with 95 % intervals where measured, and a second line at 0.5."""
    print(_line("", METRICS.values()))
    for title, overall in systems:
        known = {metric: overall.get(metric, Estimate(None)) for metric in METRICS}
        print(_line(title, (with_interval(e.value, e.interval, metric_digits(metric)) for metric, e in known.items())))
        if any(estimate.at_half is not None for estimate in known.values()):
            at_half = (score(estimate.at_half, metric_digits(metric)) for metric, estimate in known.items())
            print(_line("  same cut-off (50 %) for all", at_half))


def _line(title: str, cells: Iterable[str]) -> str:
    return f"{title:<{_WIDTH}}" + "".join(f"{cell:>{_CELL}}" for cell in cells)
