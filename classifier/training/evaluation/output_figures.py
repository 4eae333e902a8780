"""The figures of each output on the test messages: the 35 labels, `related`, and what is raised instead of a label."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from classifier.labels import BINARY_LABELS, RELATED_CLASSES
from classifier.report.figures import (
    ClassFigures,
    LabelFigures,
    PointFigures,
    RaisedInstead,
    RaisedLabel,
    RelatedFigures,
)
from classifier.training.data import description
from classifier.training.data.labelled_messages import LabelledMessages
from classifier.training.evaluation import bootstrap, metrics
from classifier.training.evaluation.bootstrap import Samples, interval
from classifier.training.evaluation.predictions import Predictions

_RANKED, _RATES = ("average_precision", "roc_auc"), ("precision", "recall", "f1")
_MOST_RAISED = 10


def labels(
    data: LabelledMessages, predictions: Predictions, points: Mapping[str, np.ndarray], weights: np.ndarray
) -> dict[str, LabelFigures]:
    """The figures of each label; `points` are the thresholds float (35,) of each operating point."""
    samples = bootstrap.ranking(predictions, weights)
    decided = {point: _decided(predictions, thresholds, weights) for point, thresholds in points.items()}
    supports, prevalence = description.supports(data), data.targets.mean(axis=0)
    marked = np.stack(list(points.values()))
    ranked = metrics.average_precisions(predictions), metrics.roc_aucs(predictions)
    found = {}
    for i, name in enumerate(BINARY_LABELS):
        truth, probabilities = predictions.targets[:, i], predictions.probabilities[:, i]
        average_precision, roc_auc = (None if np.isnan(values[i]) else float(values[i]) for values in ranked)
        found[name] = LabelFigures(
            name=name,
            support=supports[name],
            prevalence=float(prevalence[i]),
            average_precision=average_precision,
            roc_auc=roc_auc,
            brier=float(np.mean((probabilities - truth) ** 2)),
            ece=metrics.calibration_error(truth, probabilities),
            intervals={score: interval(samples[score][:, i]) for score in _RANKED},
            points={point: decided[point][i] for point in points},
            curve=metrics.curve(truth, probabilities, marked[:, i]),
            reliability=metrics.reliability(truth, probabilities),
        )
    return found


def related(data: LabelledMessages, predictions: Predictions, weights: np.ndarray) -> RelatedFigures:
    """The confusion matrix of `related` and the figures of its classes."""
    truth, predicted = predictions.related_targets, predictions.related.argmax(axis=1)
    rates = metrics.related_counts(predictions)
    precision, recall, f1 = (np.nan_to_num(rate) for rate in (rates.precision, rates.recall, rates.f1))
    confusion = np.bincount(3 * truth + predicted, minlength=9).reshape(3, 3)
    samples = bootstrap.related_classes(predictions, weights)
    zero, one, two = (
        ClassFigures(float(precision[i]), float(recall[i]), float(f1[i]), _intervals(samples, i), name)
        for i, name in enumerate(RELATED_CLASSES)
    )
    return RelatedFigures(
        support=description.related_supports(data),
        confusion=(_three(confusion[0]), _three(confusion[1]), _three(confusion[2])),
        macro_f1=float(f1.mean()),
        ece=metrics.calibration_error(np.eye(3)[truth], predictions.related),
        classes=(zero, one, two),
    )


def raised_instead(predictions: Predictions, thresholds: np.ndarray) -> dict[str, RaisedInstead]:
    """For each label, the messages on which it is missed: how many, and which labels are wrongly raised on them."""
    truth, predicted = predictions.targets > 0, predictions.flagged(thresholds)
    missed = truth & ~predicted
    counts = missed.T.astype(np.int64) @ (predicted & ~truth)
    order = np.argsort(-counts, axis=1, kind="stable")[:, :_MOST_RAISED]
    return {
        name: RaisedInstead(
            missed=int(missed[:, i].sum()),
            instead=tuple(RaisedLabel(BINARY_LABELS[j], int(counts[i, j])) for j in order[i] if counts[i, j]),
        )
        for i, name in enumerate(BINARY_LABELS)
    }


def _decided(predictions: Predictions, thresholds: np.ndarray, weights: np.ndarray) -> Sequence[PointFigures]:
    """Each label at its threshold, with intervals for the rates that are defined."""
    samples, flagged = bootstrap.decisions(predictions, thresholds, weights), predictions.flagged(thresholds)
    found = []
    for i in range(len(BINARY_LABELS)):
        figures = metrics.point(predictions.targets[:, i], flagged[:, i], thresholds[i])
        intervals = {
            rate: None if getattr(figures, rate) is None else span for rate, span in _intervals(samples, i).items()
        }
        found.append(replace(figures, intervals=intervals))
    return found


def _intervals(samples: Samples, column: int) -> dict[str, tuple[float, float] | None]:
    return {rate: interval(samples[rate][:, column]) for rate in _RATES}


def _three(counts: np.ndarray) -> tuple[int, int, int]:
    zero, one, two = counts.tolist()
    return zero, one, two
