"""Validation predictions -> operating points; nothing here ever sees the test part."""

import numpy as np
from scipy.special import expit, logit

RECALL_GOAL, PRECISION_GOAL = 0.90, 0.80
PRIOR_POSITIVES = 10.0
"""A label's own F1-optimal threshold weighs its validation positives, the pooled one this many."""
MINIMUM_FLAGGED = 10
"""A precision is only believed from this many flagged validation messages up."""

_GRID = np.unique(np.concatenate([np.linspace(0.004, 0.1, 49), np.linspace(0.1, 0.9, 161), np.linspace(0.9, 0.996, 49)]))


def choose_thresholds(targets: np.ndarray, probabilities: np.ndarray) -> dict[str, np.ndarray]:
    """Return "balanced", "recall" and "precision" thresholds, each float32 (labels,), in (0, 1).

    `targets` (n, labels) of 0/1 and `probabilities` float (n, labels) are the validation part.
    """
    flagged, hits = _counts(targets, probabilities)
    positives = targets.sum(axis=0)
    balanced = _balanced(flagged, hits, positives)
    return {
        "balanced": balanced.astype(np.float32),
        "recall": _reach_recall(hits, positives, balanced).astype(np.float32),
        "precision": _reach_precision(flagged, hits, balanced).astype(np.float32),
    }


def _counts(targets: np.ndarray, probabilities: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Messages at or above each grid threshold, and the true ones among them: (grid, labels) each."""
    above = probabilities[None] >= _GRID[:, None, None]
    return above.sum(axis=1), (above & (targets[None] > 0)).sum(axis=1)


def _balanced(flagged: np.ndarray, hits: np.ndarray, positives: np.ndarray) -> np.ndarray:
    """F1-optimal thresholds, drawn toward the pooled one in log-odds where positives are few."""
    f1 = 2 * hits / np.maximum(flagged + positives, 1)
    own = logit(_GRID[f1.argmax(axis=0)])
    pooled = logit(_GRID[f1[:, positives > 0].mean(axis=1).argmax()])
    weight = positives / (positives + PRIOR_POSITIVES)
    return expit(weight * own + (1 - weight) * pooled)


def _reach_recall(hits: np.ndarray, positives: np.ndarray, balanced: np.ndarray) -> np.ndarray:
    """The highest threshold with the recall goal; never above the balanced one."""
    reached = hits >= RECALL_GOAL * positives
    highest = _GRID[np.where(reached.any(axis=0), len(_GRID) - 1 - reached[::-1].argmax(axis=0), 0)]
    return np.where(positives > 0, np.minimum(highest, balanced), balanced)


def _reach_precision(flagged: np.ndarray, hits: np.ndarray, balanced: np.ndarray) -> np.ndarray:
    """The lowest threshold with the precision goal, or the one with the highest precision."""
    precision = np.where(flagged >= MINIMUM_FLAGGED, hits / np.maximum(flagged, 1), -1.0)
    reached = precision >= PRECISION_GOAL
    best = np.where(reached.any(axis=0), reached.argmax(axis=0), precision.argmax(axis=0))
    return np.where(precision.max(axis=0) > 0, np.maximum(_GRID[best], balanced), balanced)
