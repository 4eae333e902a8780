"""The thresholds in force: an operating point for all labels, and at most one label moved by hand (no Streamlit)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from classifier.labels import BINARY_LABELS

HALF = "half"

POINTS: dict[str, str] = {
    "balanced": "Balanced",
    "recall": "Find most",
    "precision": "Few false alarms",
    HALF: "0.5 for all",
}
"""Operating points and the names that people read."""

MEANINGS: dict[str, str] = {
    "balanced": "the best balance of precision and recall (F1), judged on validation messages",
    "recall": "finds 90 % of the needs where it can, with more false alarms",
    "precision": "is right 80 % of the time where it can, and misses more",
    HALF: "the naive choice, the same for every label",
}


@dataclass(frozen=True)
class Thresholds:
    """Thresholds by label name (shares of 1) at an operating point; `moved` names the label set by hand."""

    point: str
    values: Mapping[str, float]
    moved: str | None = None


def at_point(shipped: Mapping[str, np.ndarray], point: str) -> Thresholds:
    """The thresholds of an operating point; `shipped` is `Classifier.thresholds`."""
    values = np.full(len(BINARY_LABELS), 0.5) if point == HALF else shipped[point]
    return Thresholds(point, dict(zip(BINARY_LABELS, map(float, values), strict=True)))


def move(thresholds: Thresholds, label: str, value: float) -> Thresholds:
    """The same thresholds with one label's set by hand; unchanged if the value is its own."""
    if abs(value - thresholds.values[label]) < 1e-9:
        return thresholds
    return Thresholds(thresholds.point, {**thresholds.values, label: value}, label)
