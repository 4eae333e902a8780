"""Raw network outputs -> probabilities that mean what they say, and the operating points."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from classifier.artifacts import broken, parse
from classifier.errors import ArtifactError
from classifier.labels import BINARY_LABELS, PARENTS, RELATED_CLASSES

OPERATING_POINTS = ("balanced", "recall", "precision")
_EDGE = 1e-6
_CHILDREN = [BINARY_LABELS.index(child) for child in PARENTS]
_PARENTS = [BINARY_LABELS.index(parent) for parent in PARENTS.values()]


@dataclass(frozen=True)
class Calibration:
    """Platt scaling a label, temperature and bias for `related`, and the thresholds.

    `slope` and `intercept` are float32 (35,); `related_slope` is a float and `related_bias`
    float32 (3,); `thresholds` maps each operating point to float32 (35,) in (0, 1).
    """

    slope: np.ndarray
    intercept: np.ndarray
    related_slope: float
    related_bias: np.ndarray
    thresholds: Mapping[str, np.ndarray]

    def probabilities(self, raw: np.ndarray) -> np.ndarray:
        """Calibrate raw label probabilities (n, 35) in [0, 1]; the result is float32 (n, 35).

        A label is never more probable than the one that it implies (`labels.PARENTS`).
        """
        logits = self.slope * log_odds(raw) + self.intercept
        calibrated = np.exp(-np.logaddexp(0, -logits)).astype(np.float32)
        calibrated[:, _CHILDREN] = np.minimum(calibrated[:, _CHILDREN], calibrated[:, _PARENTS])
        return calibrated

    def related(self, raw: np.ndarray) -> np.ndarray:
        """Calibrate raw class probabilities (n, 3); rows of the float32 result sum to 1."""
        logits = self.related_slope * np.log(np.clip(raw, _EDGE, 1)) + self.related_bias
        scaled = np.exp(logits - logits.max(axis=1, keepdims=True, initial=-np.inf))
        return (scaled / scaled.sum(axis=1, keepdims=True)).astype(np.float32)

    def to_json(self) -> dict[str, Any]:
        """A JSON object with every number under its label's name."""
        labels = {
            name: {"slope": float(self.slope[i]), "intercept": float(self.intercept[i])}
            | {point: float(self.thresholds[point][i]) for point in OPERATING_POINTS}
            for i, name in enumerate(BINARY_LABELS)
        }
        bias = dict(zip(RELATED_CLASSES, map(float, self.related_bias), strict=True))
        return {"labels": labels, "related": {"slope": float(self.related_slope), "bias": bias}}

    @classmethod
    def load(cls, path: Path) -> "Calibration":
        """Read calibration.json; ArtifactError if it is missing, damaged or lacks an entry."""
        content = parse(path)
        try:
            columns = {key: _column(content, key) for key in ("slope", "intercept", *OPERATING_POINTS)}
            related = content["related"]
            bias = np.array([related["bias"][name] for name in RELATED_CLASSES], np.float32)
            thresholds = {point: columns[point] for point in OPERATING_POINTS}
            return cls(columns["slope"], columns["intercept"], float(related["slope"]), bias, thresholds)
        except (KeyError, TypeError, ValueError) as error:
            raise broken(path, f"lacks a usable entry ({error})") from error


def log_odds(probabilities: np.ndarray) -> np.ndarray:
    """Logits of probabilities, clipped to one in a million at both ends."""
    clipped = np.clip(probabilities, _EDGE, 1 - _EDGE)
    return np.log(clipped) - np.log1p(-clipped)


def _column(content: dict[str, Any], key: str) -> np.ndarray:
    column = np.array([content["labels"][name][key] for name in BINARY_LABELS], np.float32)
    if not np.isfinite(column).all():
        raise ValueError(f"{key} is not finite")
    column.setflags(write=False)  # shared by all sessions
    return column


__all__ = ["OPERATING_POINTS", "ArtifactError", "Calibration", "log_odds"]
