"""Calibrated validation predictions -> the thresholds of the operating points."""

import numpy as np
from scipy.special import expit, logit

from classifier.operating_points import BALANCED, PRECISION, RECALL

RECALL_GOAL, PRECISION_GOAL = 0.90, 0.80

POOLED_SHARE = 0.2
"""How far a balanced threshold is pulled toward the one that suits all labels best, in log-odds."""

MINIMUM_FLAGGED = 10
"""A precision is trusted only if at least this many validation messages are flagged."""

_GRID = np.concatenate([np.arange(0.004, 0.1, 0.002), np.arange(0.1, 0.9, 0.005), np.arange(0.9, 0.996, 0.002)])


def choose(targets: np.ndarray, probabilities: np.ndarray) -> dict[str, np.ndarray]:
    """The thresholds of each of FITTED_POINTS, float32 (labels,), in (0, 1).

    `targets` 0/1 (n, labels) and calibrated `probabilities` float (n, labels) are the validation part. Hits are not
    counted but expected, as sums of probabilities, because a dozen positives say little about a threshold; and the
    balanced ones are pulled toward a common threshold. `threshold_study` measures what both are worth. A label without
    positives gets 0.5 as its balanced threshold.
    """
    flagged, hits = _expected(probabilities)
    positives = probabilities.sum(axis=0)
    own, known = best_expected(probabilities), targets.any(axis=0)
    pooled = _GRID[_f1(flagged, hits, positives)[:, known].mean(axis=1).argmax()] if known.any() else 0.5
    balanced = np.where(known, expit((1 - POOLED_SHARE) * logit(own) + POOLED_SHARE * logit(pooled)), 0.5)
    return {
        BALANCED: balanced.astype(np.float32),
        RECALL: _reach_recall(hits, positives, balanced).astype(np.float32),
        PRECISION: _reach_precision(flagged, hits, balanced).astype(np.float32),
    }


def best_expected(probabilities: np.ndarray) -> np.ndarray:
    """Each label's threshold with the highest expected F1, float (labels,), from probabilities (n, labels)."""
    flagged, hits = _expected(probabilities)
    return _GRID[_f1(flagged, hits, probabilities.sum(axis=0)).argmax(axis=0)]


def _f1(flagged: np.ndarray, hits: np.ndarray, positives: np.ndarray) -> np.ndarray:
    return 2 * hits / np.maximum(flagged + positives, 1e-9)


def _expected(probabilities: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Messages at or above each grid threshold, and the positives expected among them: (grid, labels) each."""
    above = probabilities[None] >= _GRID[:, None, None]
    return above.sum(axis=1), (above * probabilities[None]).sum(axis=1)


def _reach_recall(hits: np.ndarray, positives: np.ndarray, balanced: np.ndarray) -> np.ndarray:
    """The highest threshold that reaches the recall goal; never above the balanced one."""
    reached = hits >= RECALL_GOAL * positives
    highest = _GRID[np.where(reached.any(axis=0), len(_GRID) - 1 - reached[::-1].argmax(axis=0), 0)]
    return np.minimum(highest, balanced)


def _reach_precision(flagged: np.ndarray, hits: np.ndarray, balanced: np.ndarray) -> np.ndarray:
    """The lowest threshold that reaches the precision goal, else the most precise one; never below the balanced one."""
    precision = np.where(flagged >= MINIMUM_FLAGGED, hits / np.maximum(flagged, 1), -1.0)
    reached = precision >= PRECISION_GOAL
    best = np.where(reached.any(axis=0), reached.argmax(axis=0), precision.argmax(axis=0))
    return np.where(precision.max(axis=0) > 0, np.maximum(_GRID[best], balanced), balanced)
