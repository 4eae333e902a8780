"""A system's overall metrics, with intervals, and how far one system leads another on the same messages."""

from dataclasses import dataclass

import numpy as np

from classifier.labels import BINARY_LABELS
from classifier.operating_points import HALF_THRESHOLD
from classifier.report.figures import Estimate
from classifier.training.evaluation import bootstrap, metrics
from classifier.training.evaluation.bootstrap import Samples, interval
from classifier.training.evaluation.predictions import Predictions

ALL_AT_HALF = np.full(len(BINARY_LABELS), HALF_THRESHOLD)
"""The thresholds of the operating point `half`."""

_THRESHOLDED = ("article_total", "macro_f1", "micro_f1")


@dataclass(frozen=True)
class System:
    """A system's predictions for the test part, its balanced thresholds float (35,), its metrics by resample."""

    predictions: Predictions
    thresholds: np.ndarray
    samples: Samples

    @classmethod
    def sampled(cls, predictions: Predictions, thresholds: np.ndarray, weights: np.ndarray) -> "System":
        """Resample the overall metrics with weights (n, resamples)."""
        return cls(predictions, thresholds, bootstrap.overall(predictions, thresholds, weights))

    @property
    def metrics(self) -> dict[str, float]:
        """The overall metrics at the balanced thresholds."""
        return metrics.overall(self.predictions, self.thresholds)


def overall(system: System) -> dict[str, Estimate]:
    """The overall metrics with intervals, and their values at 0.5 where a threshold matters."""
    at_half = metrics.overall(system.predictions, ALL_AT_HALF)
    return {
        metric: Estimate(value, interval(system.samples[metric]), at_half[metric] if metric in _THRESHOLDED else None)
        for metric, value in system.metrics.items()
    }


def differences(ours: System, theirs: System) -> dict[str, Estimate]:
    """Ours minus theirs, with the interval of the difference on the same resamples (paired bootstrap)."""
    our, their = ours.metrics, theirs.metrics
    return {
        metric: Estimate(our[metric] - their[metric], interval(ours.samples[metric] - theirs.samples[metric]))
        for metric in our
    }
