"""The choice of a group of labels, which several sections share."""

from collections.abc import Callable

from classifier.labels import BINARY_LABELS, BY_NAME, GROUPS
from classifier.report.figures import LabelFigures
from classifier.report.report import Report
from classifier.ui.metrics.address import ALL
from classifier.ui.shared.choice import as_they_are, choose


def choose_group(key: str, on_change: Callable[[], None] | None = None) -> str:
    """Let people choose one group of labels, or all of them."""
    return choose("Labels", as_they_are(ALL, *GROUPS), key, ALL, on_change=on_change)


def members(group: str) -> list[str]:
    """Names of the labels of a group, in the data set's order."""
    return [name for name in BINARY_LABELS if group in (ALL, BY_NAME[name].group)]


def figures_of(report: Report, group: str) -> list[LabelFigures]:
    """The figures of the labels of a group, in the data set's order."""
    return [report.labels[name] for name in members(group)]
