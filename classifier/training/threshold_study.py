"""Does expecting hits instead of counting them give better thresholds? Answered on the validation part alone."""

import numpy as np
from sklearn.metrics import f1_score

from classifier.training.calibrate import calibrated, choose_thresholds

ROUNDS, FEW = 20, 60
"""Random halvings of the validation part; and the positives below which a label is called rare."""

_CANDIDATES = np.linspace(0.005, 0.995, 199)


def study(labels: np.ndarray, raw: np.ndarray, seed: int = 0) -> dict[str, float]:
    """Mean F1 on one half with thresholds from the other: counted and expected, of all and of rare labels.

    `labels` are 0/1 (n, 35) and `raw` the network's probabilities float (n, 35). Calibration is
    fitted on the first half, too.
    """
    rng = np.random.default_rng(seed)
    columns = np.flatnonzero(labels.any(axis=0))
    rare = labels[:, columns].sum(axis=0) < FEW
    scores: dict[str, list[np.ndarray]] = {"counted": [], "expected": []}
    for _ in range(ROUNDS):
        first, second = np.array_split(rng.permutation(len(labels)), 2)
        both = calibrated(labels[first], raw[first], raw)
        points = {"counted": _counted(labels[first], both[first]),
                  "expected": choose_thresholds(labels[first], both[first])["balanced"]}
        for name, thresholds in points.items():
            flags = both[second] >= thresholds
            scores[name].append(f1_score(labels[second], flags, average=None, zero_division=0)[columns])
    means = {name: np.mean(rounds, axis=0) for name, rounds in scores.items()}
    return {f"{name}_{group}": round(float(mean[chosen].mean()), 4)
            for name, mean in means.items() for group, chosen in (("all", slice(None)), ("rare", rare))}


def _counted(labels: np.ndarray, probabilities: np.ndarray) -> np.ndarray:
    """The usual way: each label's threshold with the most F1 on the messages at hand."""
    above = probabilities[None] >= _CANDIDATES[:, None, None]
    hits = (above & (labels[None] > 0)).sum(axis=1)
    f1 = 2 * hits / np.maximum(above.sum(axis=1) + labels.sum(axis=0), 1)
    return _CANDIDATES[f1.argmax(axis=0)]
