"""Precision, recall, F1, average precision and ROC AUC in NumPy, equal to scikit-learn's, which the app lacks.

What is not defined is NaN; scikit-learn warns there and gives 0, or what its `zero_division` says.
"""

from typing import NamedTuple

import numpy as np


class Counts(NamedTuple):
    """Decisions beside the truth: four arrays of one shape, such as int (labels,), which may be weighted."""

    hits: np.ndarray
    false_alarms: np.ndarray
    misses: np.ndarray
    rest: np.ndarray

    @property
    def precision(self) -> np.ndarray:
        """The share of the flagged that is right; NaN where nothing is flagged."""
        return _share(self.hits, self.hits + self.false_alarms)

    @property
    def recall(self) -> np.ndarray:
        """The share of the positives that is flagged; NaN where there are none."""
        return _share(self.hits, self.hits + self.misses)

    @property
    def f1(self) -> np.ndarray:
        """The harmonic mean of precision and recall; NaN where nothing is positive or flagged."""
        return _share(2 * self.hits, 2 * self.hits + self.false_alarms + self.misses)

    @property
    def negated(self) -> "Counts":
        """The same decisions about the opposite."""
        return Counts(self.rest, self.misses, self.false_alarms, self.hits)

    @property
    def pooled(self) -> "Counts":
        """All labels together: sums over the last axis."""
        return Counts(*(np.sum(case, axis=-1) for case in self))


def counts(truth: np.ndarray, predicted: np.ndarray) -> Counts:
    """Bool (n, ...) decisions beside the truth, counted over their n rows."""
    cases = (truth & predicted, ~truth & predicted, truth & ~predicted, ~truth & ~predicted)
    return Counts(*(np.sum(case, axis=0) for case in cases))


def average_precision(truth: np.ndarray, scores: np.ndarray) -> float:
    """The mean over the positives of the precision at their scores, for bool (n,) and float (n,); NaN without any.

    ValueError if a score is not a finite number, or if there is no row.
    """
    return _average(*_ranked(truth, scores)[:2])


def roc_auc(truth: np.ndarray, scores: np.ndarray) -> float:
    """How often a positive has a higher score than a negative, ties half; NaN without either. Errors as above."""
    hits, flagged, positives, sizes = _ranked(truth, scores)
    negatives = sizes - positives
    outranked = negatives * (hits - positives / 2)
    return float(_share(outranked.sum(), hits[-1] * (flagged[-1] - hits[-1])))


def average_precision_error(truth: np.ndarray, scores: np.ndarray) -> float:
    """The standard error of the average precision; NaN without positives.

    By the infinitesimal jackknife, which is what the bootstrap tends to: the sum of squares of how far each row moves
    the figure. It sorts once, so that a hundred thousand rows take no time.
    """
    hits, flagged, positives, sizes = _ranked(truth, scores)
    if not hits[-1]:
        return float("nan")
    precision = hits / flagged
    for_a_positive = np.cumsum((positives / flagged)[::-1])[::-1]
    for_any = np.cumsum((positives * precision / flagged)[::-1])[::-1]
    moved = precision - _average(hits, flagged) + for_a_positive - for_any
    squares = positives * moved**2 + (sizes - positives) * for_any**2
    return float(np.sqrt(squares.sum()) / hits[-1])


def _average(hits: np.ndarray, flagged: np.ndarray) -> float:
    gained = np.diff(hits, prepend=0.0)
    return float(_share((gained * hits / flagged).sum(), hits[-1]))


def _ranked(truth: np.ndarray, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """At each distinct score, highest first: positives and rows that reach it, and those that have it; float (k,)."""
    if truth.shape != scores.shape or truth.ndim != 1 or not len(truth):
        raise ValueError(f"Truth {truth.shape} and scores {scores.shape} must be one per row, of one row or more.")
    if not np.isfinite(scores).all():
        raise ValueError("A score is NaN or infinite.")
    order = np.argsort(-scores, kind="stable")
    starts = np.flatnonzero(np.append(True, np.diff(scores[order]) != 0))
    positives = np.add.reduceat((truth[order] > 0).astype(float), starts)
    sizes = np.diff(np.append(starts, len(order))).astype(float)
    return np.cumsum(positives), np.cumsum(sizes), positives, sizes


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        return np.true_divide(part, whole)
