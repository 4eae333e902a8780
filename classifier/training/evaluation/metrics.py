"""Predictions -> scores, bins and curves; intervals are in `bootstrap`."""

from collections.abc import Callable, Sequence

import numpy as np

from classifier.report.figures import CurvePoint, PointFigures, ReliabilityBin
from classifier.report.metrics import Counts, average_precision, counts, roc_auc
from classifier.training.evaluation.predictions import Predictions

BINS, CURVE_POINTS = 15, 101


def overall(predictions: Predictions, thresholds: np.ndarray, minimum: int = 1) -> dict[str, float]:
    """The five overall metrics at thresholds float (35,).

    mAP and macro-F1 are means over the labels with at least `minimum` positives, NaN if there are none; the article
    total is the sum over the 36 outputs of F1 averaged over the output's classes.
    """
    found = counts(predictions.targets > 0, predictions.flagged(thresholds))
    related = float(np.nanmean(related_counts(predictions).f1))
    columns = predictions.measurable(minimum)
    return {
        "article_total": float(np.nanmean([found.f1, found.negated.f1], axis=0).sum() + related),
        "mean_average_precision": mean(average_precisions(predictions)[columns]),
        "macro_f1": mean(np.nan_to_num(found.f1[columns])),
        "micro_f1": float(np.nan_to_num(found.pooled.f1)),
        "related_macro_f1": related,
    }


def related_counts(predictions: Predictions) -> Counts:
    """The decisions on each class of `related`, int (3,)."""
    classes = np.arange(3)
    truth, predicted = predictions.related_targets, predictions.related.argmax(axis=1)
    return counts(truth[:, None] == classes, predicted[:, None] == classes)


def mean(values: np.ndarray) -> float:
    """The mean of float (k,), NaN of none."""
    return float(values.mean()) if len(values) else float("nan")


def average_precisions(predictions: Predictions) -> np.ndarray:
    """Average precision of each label, float (35,), NaN without positives."""
    return _by_label(predictions, average_precision)


def roc_aucs(predictions: Predictions) -> np.ndarray:
    """ROC AUC of each label, float (35,), NaN without positives."""
    return _by_label(predictions, roc_auc)


def _by_label(predictions: Predictions, score: Callable[[np.ndarray, np.ndarray], float]) -> np.ndarray:
    found = np.full(predictions.targets.shape[1], np.nan)
    for i in predictions.measurable():
        found[i] = score(predictions.targets[:, i], predictions.probabilities[:, i])
    return found


def curve(targets: np.ndarray, probabilities: np.ndarray, marked: np.ndarray) -> tuple[CurvePoint, ...]:
    """The precision-recall curve at no more than 101 thresholds, rising.

    51 of them are even steps from 0 to 1, some the `marked` ones, the rest even steps of recall, so that the curve of
    a rare label, whose probabilities lie near 0, keeps its shape.
    """
    positives = np.sort(probabilities[targets > 0].astype(np.float64))
    ranked, even = np.sort(probabilities.astype(np.float64)), np.linspace(0, 1, 51)
    steps = np.linspace(0, 1, CURVE_POINTS - len(even) - len(marked))
    by_recall = np.quantile(positives, steps, method="lower") if len(positives) else even[:0]
    by_recall = np.floor(1e6 * by_recall) / 1e6  # down, so that the positive itself reaches its threshold
    thresholds = np.unique(np.concatenate([even, np.round(marked.astype(np.float64), 6), by_recall]))
    hits = len(positives) - np.searchsorted(positives, thresholds)
    flagged = len(ranked) - np.searchsorted(ranked, thresholds)
    return tuple(
        CurvePoint(
            threshold=t,
            precision=h / f if f and len(positives) else None,
            recall=h / len(positives) if len(positives) else None,
            flagged=f / len(ranked),
        )
        for t, h, f in zip(thresholds.tolist(), hits.tolist(), flagged.tolist(), strict=True)
    )


def reliability(targets: np.ndarray, probabilities: np.ndarray) -> tuple[ReliabilityBin, ...]:
    """15 equal-mass bins, fewer where probabilities tie."""
    edges = np.unique(np.quantile(probabilities, np.linspace(0, 1, BINS + 1)[1:-1]))
    bins = np.searchsorted(edges, probabilities, side="right")
    counts = np.bincount(bins)
    sums = [np.bincount(bins, weights=values.astype(np.float64)) for values in (probabilities, targets)]
    return tuple(ReliabilityBin(float(p / n), float(t / n), int(n)) for p, t, n in zip(*sums, counts, strict=True) if n)


def calibration_error(targets: np.ndarray, probabilities: np.ndarray) -> float:
    """ECE: the mean distance of probability and observed share over the bins, weighted by their counts."""
    return _mean_distance(reliability(np.ravel(targets), np.ravel(probabilities)))


def pooled_reliability(predictions: Predictions) -> tuple[ReliabilityBin, ...]:
    """The bins of all decisions on the labels that have positives."""
    columns = predictions.measurable()
    return reliability(predictions.targets[:, columns].ravel(), predictions.probabilities[:, columns].ravel())


def pooled_calibration_error(predictions: Predictions) -> float:
    """ECE over all decisions on the labels that have positives."""
    return _mean_distance(pooled_reliability(predictions))


def _mean_distance(bins: Sequence[ReliabilityBin]) -> float:
    return sum(b.count * abs(b.probability - b.observed) for b in bins) / sum(b.count for b in bins)


def point(targets: np.ndarray, flagged: np.ndarray, threshold: float) -> PointFigures:
    """One label at one threshold, without intervals; `flagged` are the decisions, bool (n,).

    Nothing flagged leaves the precision undefined; no positives leave all three rates undefined.
    """
    found = counts(targets > 0, flagged)
    tp, fp, fn, tn = (int(case) for case in found)
    return PointFigures(
        precision=float(found.precision) if tp + fn and tp + fp else None,
        recall=float(found.recall) if tp + fn else None,
        f1=float(found.f1) if tp + fn else None,
        intervals={},
        threshold=float(threshold),
        true_positives=tp,
        false_positives=fp,
        false_negatives=fn,
        true_negatives=tn,
    )
