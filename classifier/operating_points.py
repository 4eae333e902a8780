"""The operating points, and the thresholds that one of them, or a user's own choice, puts in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from classifier.labels import BINARY_LABELS


@dataclass(frozen=True)
class OperatingPoint:
    """One way to choose the thresholds of all labels.

    `name` is what files and code call it, `title` what people read, `meaning` completes "this point ...".
    """

    name: str
    title: str
    meaning: str


BALANCED, RECALL, PRECISION, HALF = "balanced", "recall", "precision", "half"

OPERATING_POINTS: Mapping[str, OperatingPoint] = MappingProxyType(
    {
        point.name: point
        for point in (
            OperatingPoint(
                BALANCED,
                "Balanced",
                "balances precision and recall; it was chosen on validation messages, in favour of F1 over all "
                "decisions (micro-F1) at some cost to the average label (macro-F1)",
            ),
            OperatingPoint(RECALL, "Find most", "finds 90 % of the needs where it can, with more false alarms"),
            OperatingPoint(
                PRECISION, "Few false alarms", "is right 80 % of the time where it can, and misses more needs"
            ),
            OperatingPoint(
                HALF, "Same cut-off (50 %) for all", "is the naive choice, the same threshold for every label"
            ),
        )
    }
)
"""All operating points by name, in the order in which they are offered."""

HALF_THRESHOLD = 0.5
"""Every label's threshold at HALF."""

FITTED_POINTS = (BALANCED, RECALL, PRECISION)
"""Those whose thresholds are chosen on validation messages and shipped in calibration.json."""


@dataclass(frozen=True)
class Thresholds:
    """Thresholds by label name (shares of 1) at an operating point; `moved` is the label set by hand."""

    point: str
    values: Mapping[str, float]
    moved: str | None = None

    def move(self, label: str, value: float) -> "Thresholds":
        """A copy with one label's threshold set by hand; the same object if the value does not change."""
        if abs(value - self.values[label]) < 1e-9:
            return self
        return Thresholds(self.point, {**self.values, label: value}, label)


def thresholds_at(point: str, fitted: Mapping[str, np.ndarray]) -> Thresholds:
    """The thresholds of an operating point; `fitted` maps FITTED_POINTS to float (35,): `Classifier.thresholds`."""
    column = np.full(len(BINARY_LABELS), HALF_THRESHOLD) if point == HALF else fitted[point]
    return Thresholds(point, dict(zip(BINARY_LABELS, column.tolist(), strict=True)))
