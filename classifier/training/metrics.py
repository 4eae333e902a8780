"""Predictions -> the figures of metrics.json, by scikit-learn; intervals are in `bootstrap`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn import metrics as sk

from classifier.labels import BINARY_LABELS, RELATED_CLASSES

BINS, CURVE_POINTS = 15, 101
MINIMUM_SUPPORT = 15
"""Figures of a part of the messages (a genre, a language) count only labels with so many positives there."""


@dataclass(frozen=True)
class Answers:
    """What is true of n messages and what a system said.

    targets: 0/1 (n, 35); probabilities: float (n, 35); related_targets: int (n,) in 0..2;
    related: float (n, 3), rows sum to 1.
    """

    targets: np.ndarray
    probabilities: np.ndarray
    related_targets: np.ndarray
    related: np.ndarray

    def __getitem__(self, rows: np.ndarray) -> "Answers":
        """The same for some of the messages (positions or a mask)."""
        return Answers(self.targets[rows], self.probabilities[rows], self.related_targets[rows], self.related[rows])

    def flagged(self, thresholds: np.ndarray) -> np.ndarray:
        """Decisions, bool (n, 35), at thresholds float (35,)."""
        return self.probabilities.astype(np.float64) >= thresholds.astype(np.float64)

    def measurable(self, minimum: int = 1) -> np.ndarray:
        """Columns, int (k,), of the labels with at least `minimum` positives and one negative."""
        support = self.targets.sum(axis=0)
        return np.flatnonzero((support >= minimum) & (support < len(self.targets)))


def overall(answers: Answers, thresholds: np.ndarray, minimum: int = 1) -> dict[str, float]:
    """The five overall metrics at thresholds float (35,).

    mAP and macro-F1 are means over the labels with at least `minimum` positives, NaN if there are
    none; the article total is the sum over all 36 outputs of F1 averaged over the output's classes.
    """
    truth, said = answers.targets > 0, answers.flagged(thresholds)
    columns = answers.measurable(minimum)
    related = sk.f1_score(answers.related_targets, answers.related.argmax(axis=1), average="macro", zero_division=0)
    halves = [sk.f1_score(truth[:, i], said[:, i], average="macro", zero_division=0) for i in range(truth.shape[1])]
    return {
        "article_total": float(np.sum(halves) + related),
        "mean_average_precision": mean(average_precisions(answers)[columns]),
        "macro_f1": mean(sk.f1_score(truth, said, average=None, zero_division=0)[columns]),
        "micro_f1": float(sk.f1_score(truth, said, average="micro", zero_division=0)),
        "related_macro_f1": float(related),
    }


def mean(values: np.ndarray) -> float:
    """The mean of float (k,), NaN of none."""
    return float(values.mean()) if len(values) else float("nan")


def average_precisions(answers: Answers) -> np.ndarray:
    """Average precision of each label, float (35,), NaN without positives."""
    found = np.full(answers.targets.shape[1], np.nan)
    for i in answers.measurable():
        found[i] = sk.average_precision_score(answers.targets[:, i], answers.probabilities[:, i])
    return found


def label(targets: np.ndarray, probabilities: np.ndarray) -> dict[str, float | None]:
    """Threshold-free figures of one label; None where there are no positives (or no negatives)."""
    measurable = 0 < targets.sum() < len(targets)
    return {
        "average_precision": float(sk.average_precision_score(targets, probabilities)) if measurable else None,
        "roc_auc": float(sk.roc_auc_score(targets, probabilities)) if measurable else None,
        "brier": float(np.mean((probabilities - targets) ** 2)),
        "ece": calibration_error(targets, probabilities),
    }


def point(targets: np.ndarray, said: np.ndarray, threshold: float) -> dict[str, Any]:
    """One label at one threshold: precision, recall, F1 and the four counts.

    Nothing flagged leaves precision None; no positives leave all three None.
    """
    (tn, fp), (fn, tp) = sk.confusion_matrix(targets > 0, said, labels=[False, True]).tolist()
    return {
        "threshold": float(threshold),
        "precision": tp / (tp + fp) if tp + fn and tp + fp else None,
        "recall": tp / (tp + fn) if tp + fn else None,
        "f1": 2 * tp / (2 * tp + fp + fn) if tp + fn else None,
        "true_positives": tp,
        "false_positives": fp,
        "false_negatives": fn,
        "true_negatives": tn,
    }


def curve(targets: np.ndarray, probabilities: np.ndarray, marked: np.ndarray) -> list[dict[str, float | None]]:
    """The precision-recall curve at no more than 101 thresholds, rising.

    51 of them are even steps from 0 to 1, some the `marked` ones, the rest even steps of recall,
    so that a rare label's curve, which lives near 0, keeps its shape.
    """
    positives = np.sort(probabilities[targets > 0].astype(np.float64))
    ranked, even = np.sort(probabilities.astype(np.float64)), np.linspace(0, 1, 51)
    steps = np.linspace(0, 1, CURVE_POINTS - len(even) - len(marked))
    by_recall = np.quantile(positives, steps, method="lower") if len(positives) else even[:0]
    thresholds = np.unique(np.round(np.concatenate([even, marked.astype(np.float64), by_recall]), 6))
    hits = len(positives) - np.searchsorted(positives, thresholds)
    flagged = len(ranked) - np.searchsorted(ranked, thresholds)
    return [
        {
            "threshold": float(t),
            "precision": h / f if f and len(positives) else None,
            "recall": h / len(positives) if len(positives) else None,
            "flagged": f / len(ranked),
        }
        for t, h, f in zip(thresholds.tolist(), hits.tolist(), flagged.tolist(), strict=True)
    ]


def reliability(targets: np.ndarray, probabilities: np.ndarray) -> list[dict[str, float | int]]:
    """15 equal-mass bins, fewer where values tie: mean probability, observed share, count."""
    edges = np.unique(np.quantile(probabilities, np.linspace(0, 1, BINS + 1)[1:-1]))
    bins = np.searchsorted(edges, probabilities, side="right")
    counts = np.bincount(bins)
    sums = [np.bincount(bins, weights=values.astype(np.float64)) for values in (probabilities, targets)]
    return [
        {"probability": float(p / n), "observed": float(t / n), "count": int(n)}
        for p, t, n in zip(*sums, counts, strict=True)
        if n
    ]


def calibration_error(targets: np.ndarray, probabilities: np.ndarray) -> float:
    """ECE: the mean distance of probability and observed share over the bins, weighted by their counts."""
    bins = reliability(np.ravel(targets), np.ravel(probabilities))
    return float(sum(b["count"] * abs(b["probability"] - b["observed"]) for b in bins) / np.size(targets))


def related(answers: Answers) -> dict[str, Any]:
    """The 3x3 confusion matrix (rows: truth) and each class's precision, recall and F1."""
    truth, said = answers.related_targets, answers.related.argmax(axis=1)
    precision, recall, f1, _ = sk.precision_recall_fscore_support(truth, said, labels=[0, 1, 2], zero_division=0)
    return {
        "confusion": sk.confusion_matrix(truth, said, labels=[0, 1, 2]).tolist(),
        "macro_f1": float(f1.mean()),
        "ece": calibration_error(np.eye(3)[truth], answers.related),
        "classes": [
            {"name": name, "precision": float(precision[i]), "recall": float(recall[i]), "f1": float(f1[i])}
            for i, name in enumerate(RELATED_CLASSES)
        ],
    }


def confusions(answers: Answers, thresholds: np.ndarray, most: int = 10) -> dict[str, Mapping[str, Any]]:
    """What is raised instead: of the messages that carry a label and miss it, how many are flagged
    with which labels that they do not carry; the `most` frequent ones first."""
    truth, said = answers.targets > 0, answers.flagged(thresholds)
    missed = truth & ~said
    counts = missed.T.astype(np.int64) @ (said & ~truth)
    order = np.argsort(-counts, axis=1, kind="stable")[:, :most]
    return {
        name: {
            "missed": int(missed[:, i].sum()),
            "instead": [{"label": BINARY_LABELS[j], "count": int(counts[i, j])} for j in order[i] if counts[i, j]],
        }
        for i, name in enumerate(BINARY_LABELS)
    }
