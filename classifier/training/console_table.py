"""The overall metrics of several systems as a plain-text table for the terminal."""

from collections.abc import Iterable, Mapping

from classifier.formatting import aligned, score, with_interval
from classifier.report.figures import METRICS, Estimate, metric_digits


def print_systems(systems: Iterable[tuple[str, Mapping[str, Estimate]]]) -> None:
    """Print each system's title and metrics, with 95 % intervals where measured, and a second line at 0.5."""
    rows = [["", *METRICS.values()]]
    for title, overall in systems:
        known = {metric: overall.get(metric, Estimate(None)) for metric in METRICS}
        rows.append([title, *(with_interval(e.value, e.interval, metric_digits(m)) for m, e in known.items())])
        if any(estimate.at_half is not None for estimate in known.values()):
            at_half = (score(estimate.at_half, metric_digits(metric)) for metric, estimate in known.items())
            rows.append(["  same cut-off (50 %) for all", *at_half])
    print("\n".join(aligned(rows)))
