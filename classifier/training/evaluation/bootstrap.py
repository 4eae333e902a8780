"""95 % percentile intervals over resampled messages, all resamples at once.

A resample is a column of weights: how often each message was drawn. Every figure is a ratio of weighted counts, so
1,000 resamples cost a few matrix products instead of 1,000 evaluations.
"""

import numpy as np

from classifier.report.metrics import Counts
from classifier.training.evaluation.predictions import Predictions

RESAMPLES, SEED = 1_000, 20
Samples = dict[str, np.ndarray]
"""Metric -> its value in each resample, float (resamples,) or (resamples, labels)."""


def draw(messages: int, resamples: int = RESAMPLES, seed: int = SEED) -> np.ndarray:
    """Weights, float32 (messages, resamples): how often each resample drew each message."""
    random = np.random.default_rng(seed)
    drawn = [np.bincount(random.integers(0, messages, messages), minlength=messages) for _ in range(resamples)]
    return np.stack(drawn, axis=1).astype(np.float32)


def interval(samples: np.ndarray) -> tuple[float, float] | None:
    """The 2.5 and 97.5 percentiles of samples float (resamples,); None if all are undefined."""
    if np.isnan(samples).all():
        return None
    low, high = np.nanpercentile(samples, [2.5, 97.5])
    return float(low), float(high)


def overall(predictions: Predictions, thresholds: np.ndarray, weights: np.ndarray) -> Samples:
    """The overall metrics in each resample."""
    columns = predictions.measurable()
    found = counts(predictions.targets > 0, predictions.flagged(thresholds), weights)
    related = mean(_related_counts(predictions, weights).f1)
    return {
        "article_total": np.nanmean([found.f1, found.negated.f1], axis=0).sum(axis=1) + related,
        "mean_average_precision": mean(ranking(predictions, weights)["average_precision"]),
        "macro_f1": mean(np.nan_to_num(found.f1[:, columns])),
        "micro_f1": found.pooled.f1,
        "related_macro_f1": related,
    }


def decisions(predictions: Predictions, thresholds: np.ndarray, weights: np.ndarray) -> Samples:
    """Precision, recall and F1 of each label in each resample, float (resamples, 35), NaN where undefined."""
    return _rates(counts(predictions.targets > 0, predictions.flagged(thresholds), weights))


def related_classes(predictions: Predictions, weights: np.ndarray) -> Samples:
    """Precision, recall and F1 of each class of `related` in each resample, float (resamples, 3)."""
    return _rates(_related_counts(predictions, weights))


def counts(truth: np.ndarray, predicted: np.ndarray, weights: np.ndarray) -> Counts:
    """Decisions in each resample, float (resamples, labels)."""
    cases = (truth & predicted, ~truth & predicted, truth & ~predicted, ~truth & ~predicted)
    return Counts(*((weights.T @ case.astype(np.float32)).astype(np.float64) for case in cases))


def ranking(predictions: Predictions, weights: np.ndarray, minimum: int = 1) -> Samples:
    """Average precision and ROC AUC of each label in each resample, float (resamples, 35).

    NaN for labels with fewer than `minimum` positives, and in resamples without any.
    """
    found = np.full((2, weights.shape[1], predictions.targets.shape[1]), np.nan)
    for i in predictions.measurable(minimum):
        found[:, :, i] = _rank(predictions.targets[:, i] > 0, predictions.probabilities[:, i], weights)
    return {"average_precision": found[0], "roc_auc": found[1]}


def mean(samples: np.ndarray) -> np.ndarray:
    """Each resample's mean over the labels for which it is defined: (resamples, labels) -> (resamples,)."""
    defined = ~np.isnan(samples)
    with np.errstate(invalid="ignore"):
        return np.where(defined, samples, 0).sum(axis=1) / defined.sum(axis=1)


def _rank(truth: np.ndarray, scores: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Average precision and ROC AUC, float (resamples,) each.

    Goes down the ranking once, looking only at the scores that a positive has; messages with the same score count
    together, as in scikit-learn.
    """
    order = np.argsort(-scores, kind="stable")
    starts = np.flatnonzero(np.append(True, np.diff(scores[order]) != 0))
    positives = np.add.reduceat(truth[order].astype(int), starts)
    stops = positives > 0
    above = np.vstack([np.zeros((1, weights.shape[1]), np.float32), np.cumsum(weights[order], axis=0)])
    before, flagged = above[starts[stops]], above[np.append(starts[1:], len(order))[stops]]
    hits = np.cumsum(weights[order[truth[order]]], axis=0)[np.cumsum(positives[stops]) - 1]
    gained = np.diff(hits, axis=0, prepend=0)
    outranked = gained * (before + flagged - 2 * hits + gained) / 2
    with np.errstate(invalid="ignore", divide="ignore"):
        average_precision = (gained * np.nan_to_num(hits / flagged)).sum(axis=0, dtype=np.float64) / hits[-1]
        pairs = hits[-1].astype(np.float64) * (above[-1] - hits[-1])
        return average_precision, 1 - outranked.sum(axis=0, dtype=np.float64) / pairs


def _related_counts(predictions: Predictions, weights: np.ndarray) -> Counts:
    classes = np.arange(3)
    truth, predicted = predictions.related_targets, predictions.related.argmax(axis=1)
    return counts(truth[:, None] == classes, predicted[:, None] == classes, weights)


def _rates(found: Counts) -> Samples:
    return {"precision": found.precision, "recall": found.recall, "f1": found.f1}
