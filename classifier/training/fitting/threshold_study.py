"""How the way of choosing balanced thresholds compares with simpler ways, on validation messages alone."""

from collections.abc import Callable, Mapping

import numpy as np
from sklearn.model_selection import KFold

from classifier.operating_points import BALANCED
from classifier.report.metrics import Counts, counts
from classifier.training.fitting import thresholds
from classifier.training.fitting.calibration import calibrated

FOLDS, ROUNDS = 8, 4
COUNTED, EXPECTED, SHIPPED = "counted", "expected", "shipped"
"""Ways to choose: by the highest F1 on the messages at hand, by the highest expected F1, by `thresholds.choose`."""

_CANDIDATES = np.linspace(0.005, 0.995, 199)
_WAYS: Mapping[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    COUNTED: lambda targets, probabilities: _count(targets, probabilities),
    EXPECTED: lambda _, probabilities: thresholds.best_expected(probabilities),
    SHIPPED: lambda targets, probabilities: thresholds.choose(targets, probabilities)[BALANCED],
}


def study(targets: np.ndarray, raw: np.ndarray) -> dict[str, dict[str, float]]:
    """Macro-F1 and micro-F1 of each way to choose thresholds, cross-validated inside the validation part.

    `targets` are 0/1 (n, 35) and `raw` the network's probabilities float (n, 35). Calibration is fitted within each
    fold, too.
    """
    scores = [_cross_validate(targets, raw, seed) for seed in range(ROUNDS)]
    return {
        way: {metric: round(float(np.mean([score[way][metric] for score in scores])), 4) for metric in scores[0][way]}
        for way in _WAYS
    }


def _cross_validate(targets: np.ndarray, raw: np.ndarray, seed: int) -> dict[str, dict[str, float]]:
    flagged = {way: np.zeros(targets.shape, bool) for way in _WAYS}
    for known, held_out in KFold(FOLDS, shuffle=True, random_state=seed).split(targets):
        probabilities = calibrated(targets[known], raw[known], raw)
        for way, choose in _WAYS.items():
            flagged[way][held_out] = probabilities[held_out] >= choose(targets[known], probabilities[known])
    found = {way: counts(targets > 0, flags) for way, flags in flagged.items()}
    return {way: _averages(one, np.flatnonzero(targets.any(axis=0))) for way, one in found.items()}


def _averages(found: Counts, columns: np.ndarray) -> dict[str, float]:
    return {
        "macro_f1": float(np.nan_to_num(found.f1[columns]).mean()),
        "micro_f1": float(np.nan_to_num(found.pooled.f1)),
    }


def _count(targets: np.ndarray, probabilities: np.ndarray) -> np.ndarray:
    """Each label's threshold with the highest F1 on the messages at hand, the usual way."""
    above = probabilities[None] >= _CANDIDATES[:, None, None]
    hits = (above & (targets[None] > 0)).sum(axis=1)
    f1 = 2 * hits / np.maximum(above.sum(axis=1) + targets.sum(axis=0), 1)
    return _CANDIDATES[f1.argmax(axis=0)]
