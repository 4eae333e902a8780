"""A system's answers on the test messages -> the sections of metrics.json, with intervals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from classifier.labels import BINARY_LABELS
from classifier.training import bootstrap, metrics
from classifier.training.bootstrap import Samples, interval
from classifier.training.metrics import MINIMUM_SUPPORT, Answers

HALF = np.full(len(BINARY_LABELS), 0.5)
_THRESHOLDED = ("article_total", "macro_f1", "micro_f1")
_RANKED, _RATES = ("average_precision", "roc_auc"), ("precision", "recall", "f1")


@dataclass(frozen=True)
class System:
    """A system's test answers, its balanced thresholds float (35,), and its overall metrics in each resample."""

    answers: Answers
    thresholds: np.ndarray
    samples: Samples

    @classmethod
    def sampled(cls, answers: Answers, thresholds: np.ndarray, weights: np.ndarray) -> "System":
        """Resample the overall metrics with weights (n, resamples)."""
        return cls(answers, thresholds, bootstrap.overall(answers, thresholds, weights))


def overall(system: System) -> dict[str, dict[str, Any]]:
    """The overall metrics with intervals, and their values at 0.5 where a threshold matters."""
    at_half = metrics.overall(system.answers, HALF)
    found = {}
    for metric, value in metrics.overall(system.answers, system.thresholds).items():
        found[metric] = {"value": value, "interval": interval(system.samples[metric])}
        if metric in _THRESHOLDED:
            found[metric]["at_half"] = at_half[metric]
    return found


def summary(seed: int, answers: Answers, thresholds: np.ndarray) -> dict[str, float]:
    """The overall metrics of a model of another split, as `evaluate --other-split` reads them: seed, metric: value."""
    return {"seed": seed, **{metric: round(value, 6) for metric, value in metrics.overall(answers, thresholds).items()}}


def differences(ours: System, theirs: System) -> dict[str, dict[str, Any]]:
    """Ours minus theirs, with the interval of the difference on the same resamples (paired bootstrap)."""
    our, their = (metrics.overall(system.answers, system.thresholds) for system in (ours, theirs))
    return {
        metric: {
            "value": our[metric] - their[metric],
            "interval": interval(ours.samples[metric] - theirs.samples[metric]),
        }
        for metric in our
    }


def pooled_error(answers: Answers) -> dict[str, float]:
    """ECE over all decisions on the labels that have positives."""
    columns = answers.measurable()
    return {"value": metrics.calibration_error(answers.targets[:, columns], answers.probabilities[:, columns])}


def labels(answers: Answers, points: Mapping[str, np.ndarray], weights: np.ndarray) -> dict[str, dict[str, Any]]:
    """Each label's figures, intervals, operating points, curve and reliability."""
    columns = answers.measurable()
    ranked = bootstrap.ranking(answers, columns, weights)
    place = {int(column): i for i, column in enumerate(columns)}
    at = {point: _decided(answers, thresholds, weights) for point, thresholds in points.items()}
    found = {}
    for i, name in enumerate(BINARY_LABELS):
        truth, scores = answers.targets[:, i], answers.probabilities[:, i]
        marked = np.array([thresholds[i] for thresholds in points.values()])
        intervals = {key: interval(ranked[key][:, place[i]]) if i in place else None for key in _RANKED}
        found[name] = metrics.label(truth, scores) | {
            "intervals": intervals,
            "points": {point: at[point][i] for point in points},
            "curve": metrics.curve(truth, scores, marked),
            "reliability": metrics.reliability(truth, scores),
        }
    return found


def related(answers: Answers, weights: np.ndarray) -> dict[str, Any]:
    """The confusion matrix of `related` and its classes' figures with intervals."""
    section = metrics.related(answers)
    samples = bootstrap.related_classes(answers, weights)
    for i, entry in enumerate(section["classes"]):
        entry["intervals"] = {key: interval(samples[key][:, i]) for key in _RATES}
    return section


def part(answers: Answers, thresholds: np.ndarray) -> dict[str, float]:
    """The overall metrics (without the article total) on part of the messages: a genre, a topic.

    mAP and macro-F1 count the labels with at least 15 positives in the part; `labels` says how many.
    """
    figures = metrics.overall(answers, thresholds, MINIMUM_SUPPORT)
    del figures["article_total"]
    return {"labels": len(answers.measurable(MINIMUM_SUPPORT)), **figures}


def originals(answers: Answers, english: Answers, thresholds: np.ndarray) -> dict[str, Any]:
    """The model on untranslated originals beside the same messages in English, labels with 15 positives or more."""
    columns = answers.measurable(MINIMUM_SUPPORT)
    ours, translated = metrics.average_precisions(answers), metrics.average_precisions(english)
    support = answers.targets.sum(axis=0)
    figures = part(answers, thresholds)
    return {
        "messages": len(answers.targets),
        "minimum_support": MINIMUM_SUPPORT,
        "labels": [
            {
                "name": BINARY_LABELS[i],
                "support": int(support[i]),
                "average_precision": float(ours[i]),
                "english": float(translated[i]),
            }
            for i in columns
        ],
        "mean_average_precision": mean_precision(answers),
        "english_same_messages": mean_precision(english),
        "points": {"balanced": {key: figures[key] for key in ("macro_f1", "micro_f1")}},
    }


def mean_precision(answers: Answers) -> dict[str, Any]:
    """mAP over the labels with 15 positives or more, and its interval."""
    columns = answers.measurable(MINIMUM_SUPPORT)
    samples = bootstrap.ranking(answers, columns, bootstrap.draw(len(answers.targets)))["average_precision"]
    return {
        "value": metrics.mean(metrics.average_precisions(answers)[columns]),
        "interval": interval(bootstrap.mean(samples)),
    }


def _decided(answers: Answers, thresholds: np.ndarray, weights: np.ndarray) -> list[dict[str, Any]]:
    samples, said = bootstrap.decisions(answers, thresholds, weights), answers.flagged(thresholds)
    entries = []
    for i in range(len(BINARY_LABELS)):
        entry = metrics.point(answers.targets[:, i], said[:, i], thresholds[i])
        entry["intervals"] = {key: interval(samples[key][:, i]) if entry[key] is not None else None for key in _RATES}
        entries.append(entry)
    return entries
