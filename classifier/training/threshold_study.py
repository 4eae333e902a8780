"""Do expected hits and a pooled threshold give better thresholds than counting? Answered by validation alone."""

from collections.abc import Callable

import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import KFold

from classifier.training.calibrate import calibrated, choose_thresholds, expected_thresholds

FOLDS, ROUNDS = 8, 4

_CANDIDATES = np.linspace(0.005, 0.995, 199)


def study(labels: np.ndarray, raw: np.ndarray) -> dict[str, dict[str, float]]:
    """Macro- and micro-F1 of three ways to choose thresholds, cross-validated inside the validation part.

    `labels` are 0/1 (n, 35) and `raw` the network's probabilities float (n, 35). Calibration is fitted
    within each fold, too. "counted" maximises each label's F1 on the messages at hand, "expected" is
    without the pooled threshold, "shipped" is what `choose_thresholds` does.
    """
    ways: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
        "counted": _counted,
        "expected": lambda _, probabilities: expected_thresholds(probabilities),
        "shipped": lambda targets, probabilities: choose_thresholds(targets, probabilities)["balanced"],
    }
    scores = [_round(labels, raw, ways, seed) for seed in range(ROUNDS)]
    return {
        name: {
            metric: round(float(np.mean([score[name][metric] for score in scores])), 4)
            for metric in ("macro_f1", "micro_f1")
        }
        for name in ways
    }


def _round(
    labels: np.ndarray, raw: np.ndarray, ways: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]], seed: int
) -> dict[str, dict[str, float]]:
    flags = {name: np.zeros(labels.shape, bool) for name in ways}
    for known, held_out in KFold(FOLDS, shuffle=True, random_state=seed).split(labels):
        probabilities = calibrated(labels[known], raw[known], raw)
        for name, choose in ways.items():
            flags[name][held_out] = probabilities[held_out] >= choose(labels[known], probabilities[known])
    columns = labels.any(axis=0)
    return {
        name: {
            "macro_f1": f1_score(labels[:, columns], flag[:, columns], average="macro", zero_division=0),
            "micro_f1": f1_score(labels, flag, average="micro", zero_division=0),
        }
        for name, flag in flags.items()
    }


def _counted(labels: np.ndarray, probabilities: np.ndarray) -> np.ndarray:
    """The usual way: each label's threshold with the most F1 on the messages at hand."""
    above = probabilities[None] >= _CANDIDATES[:, None, None]
    hits = (above & (labels[None] > 0)).sum(axis=1)
    f1 = 2 * hits / np.maximum(above.sum(axis=1) + labels.sum(axis=0), 1)
    return _CANDIDATES[f1.argmax(axis=0)]
