"""Raw network outputs -> calibrated probabilities, and the thresholds chosen on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from classifier.labels import BINARY_LABELS, RELATED_CLASSES
from classifier.network.hierarchy import cap_at_parents
from classifier.operating_points import FITTED_POINTS

_EDGE = 1e-6


@dataclass(frozen=True)
class Calibration:
    """Platt scaling per label, a temperature and biases for `related`, and the thresholds.

    `slope` and `intercept` are float32 (35,); `related_slope` is a float and `related_bias` float32 (3,);
    `thresholds` maps each of FITTED_POINTS to float32 (35,) in (0, 1).
    """

    slope: np.ndarray
    intercept: np.ndarray
    related_slope: float
    related_bias: np.ndarray
    thresholds: Mapping[str, np.ndarray]

    def probabilities(self, raw: np.ndarray) -> np.ndarray:
        """Calibrate raw label probabilities (n, 35) in [0, 1] and apply the hierarchy; float32 (n, 35)."""
        logits = self.slope * log_odds(raw) + self.intercept
        return cap_at_parents(np.exp(-np.logaddexp(0, -logits)).astype(np.float32))

    def related(self, raw: np.ndarray) -> np.ndarray:
        """Calibrate raw class probabilities (n, 3); rows of the float32 result sum to 1."""
        logits = self.related_slope * np.log(np.clip(raw, _EDGE, 1)) + self.related_bias
        scaled = np.exp(logits - logits.max(axis=1, keepdims=True, initial=-np.inf))
        return (scaled / scaled.sum(axis=1, keepdims=True)).astype(np.float32)

    def to_json(self) -> dict[str, Any]:
        """A JSON object with every number under its label's name."""
        labels = {
            name: {"slope": float(self.slope[i]), "intercept": float(self.intercept[i])}
            | {point: float(self.thresholds[point][i]) for point in FITTED_POINTS}
            for i, name in enumerate(BINARY_LABELS)
        }
        bias = dict(zip(RELATED_CLASSES, map(float, self.related_bias), strict=True))
        return {"labels": labels, "related": {"slope": float(self.related_slope), "bias": bias}}

    @classmethod
    def from_json(cls, content: Any) -> "Calibration":
        """Read what `to_json` gave; KeyError, TypeError or ValueError if it is something else."""
        columns = {key: _column(content["labels"], key) for key in ("slope", "intercept", *FITTED_POINTS)}
        related = content["related"]
        bias = np.array([related["bias"][name] for name in RELATED_CLASSES], np.float32)
        thresholds = {point: columns[point] for point in FITTED_POINTS}
        return cls(columns["slope"], columns["intercept"], float(related["slope"]), bias, thresholds)


def log_odds(probabilities: np.ndarray) -> np.ndarray:
    """Log-odds of probabilities, clipped to one in a million at both ends."""
    clipped = np.clip(probabilities, _EDGE, 1 - _EDGE)
    return np.log(clipped) - np.log1p(-clipped)


def _column(labels: Mapping[str, Mapping[str, float]], key: str) -> np.ndarray:
    column = np.array([labels[name][key] for name in BINARY_LABELS], np.float32)
    if not np.isfinite(column).all():
        raise ValueError(f"{key} is not finite")
    column.setflags(write=False)  # shared by all sessions
    return column
