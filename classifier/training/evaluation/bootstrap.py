"""95 % percentile intervals over resampled messages, all resamples at once.

A resample is a column of weights: how often each message was drawn. Every figure is a ratio of weighted counts, so
1,000 resamples cost a few matrix products instead of 1,000 evaluations.
"""

import numpy as np

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
    hits, false_alarms, misses = counts(predictions.targets > 0, predictions.flagged(thresholds), weights)
    correct_rest = weights.sum(axis=0)[:, None] - hits - false_alarms - misses
    positive, negative = _f1(hits, false_alarms, misses), _f1(correct_rest, misses, false_alarms)
    related = mean(_f1(*_related_counts(predictions, weights)))
    return {
        "article_total": np.nanmean([positive, negative], axis=0).sum(axis=1) + related,
        "mean_average_precision": mean(ranking(predictions, weights)["average_precision"]),
        "macro_f1": mean(np.nan_to_num(positive[:, columns])),
        "micro_f1": _f1(hits.sum(axis=1), false_alarms.sum(axis=1), misses.sum(axis=1)),
        "related_macro_f1": related,
    }


def decisions(predictions: Predictions, thresholds: np.ndarray, weights: np.ndarray) -> Samples:
    """Precision, recall and F1 of each label in each resample, float (resamples, 35), NaN where undefined."""
    return _rates(*counts(predictions.targets > 0, predictions.flagged(thresholds), weights))


def related_classes(predictions: Predictions, weights: np.ndarray) -> Samples:
    """Precision, recall and F1 of each class of `related` in each resample, float (resamples, 3)."""
    return _rates(*_related_counts(predictions, weights))


def counts(truth: np.ndarray, predicted: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weighted true positives, false positives and false negatives, float (resamples, labels) each."""
    cases = (truth & predicted, ~truth & predicted, truth & ~predicted)
    hits, false_alarms, misses = ((weights.T @ case.astype(np.float32)).astype(np.float64) for case in cases)
    return hits, false_alarms, misses


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


def _related_counts(predictions: Predictions, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    classes = np.arange(3)
    truth, predicted = predictions.related_targets, predictions.related.argmax(axis=1)
    return counts(truth[:, None] == classes, predicted[:, None] == classes, weights)


def _rates(hits: np.ndarray, false_alarms: np.ndarray, misses: np.ndarray) -> Samples:
    with np.errstate(invalid="ignore"):
        return {
            "precision": hits / (hits + false_alarms),
            "recall": hits / (hits + misses),
            "f1": _f1(hits, false_alarms, misses),
        }


def _f1(hits: np.ndarray, false_alarms: np.ndarray, misses: np.ndarray) -> np.ndarray:
    """NaN where a class neither occurs nor is predicted."""
    with np.errstate(invalid="ignore"):
        return 2 * hits / (2 * hits + false_alarms + misses)
