"""Thresholds chosen again on labelled rows, judged on others than they were chosen on; nothing uses them by itself."""

from dataclasses import dataclass, replace

import numpy as np

from classifier.labels import LABELS
from classifier.operating_points import Thresholds
from classifier.report.figures import Estimate
from classifier.report.metrics import counts
from classifier.report.support import SupportLevel, level_of
from classifier.scoring.evaluation import Judged
from classifier.scoring.gold import UNLABELLED
from classifier.scoring.significance import FALSE_DISCOVERIES, Z, benjamini_hochberg, two_sided

FOLDS = 5


@dataclass(frozen=True)
class Suggestion:
    """The threshold with the highest F1 of one label, and what such a choice is worth.

    `suggested` is chosen on all rows. `cross_fitted` is F1 on each of FOLDS parts at the threshold that is best on the
    others, beside F1 at the threshold in force, `f1`; `gain` is their difference on the same rows with its interval,
    and `adjusted` its p-value after Benjamini-Hochberg over the labels. `support` rows carry the label.
    """

    name: str
    title: str
    support: int
    threshold: float
    suggested: float
    f1: float
    cross_fitted: float
    gain: Estimate
    adjusted: float

    @property
    def differs(self) -> bool:
        """Whether choosing anew changes F1 by more than chance."""
        return self.adjusted <= FALSE_DISCOVERIES

    @property
    def is_better(self) -> bool:
        """Whether it is better by more than chance."""
        return self.differs and (self.gain.value or 0.0) > 0


@dataclass(frozen=True)
class Suggestions:
    """A suggestion for each label with enough rows; `gain` is in macro-F1 over them, if all were followed."""

    labels: tuple[Suggestion, ...]
    gain: Estimate


def suggest(judged: Judged, thresholds: Thresholds) -> Suggestions:
    """Choose thresholds again. Rows with the same message are in the same part, so that none is judged on itself."""
    folds = judged.message_ids % FOLDS
    found, moved = [], np.zeros(len(judged))
    for i, label in enumerate(LABELS):
        rows = np.flatnonzero(judged.gold.targets[:, i] != UNLABELLED)
        truth = judged.gold.targets[rows, i] > 0
        if level_of(int(truth.sum())) != SupportLevel.ENOUGH:
            continue
        scores, in_force = judged.probabilities[rows, i].astype(np.float64), thresholds.values[label.name]
        before, after = scores >= in_force, _cross_fitted(truth, scores, folds[rows])
        one, other = float(counts(truth, before).f1), float(counts(truth, after).f1)
        change = _influence(truth, after, other) - _influence(truth, before, one)
        moved[rows] += change
        gain, p = _gain(other - one, change)
        suggested = best_threshold(truth, scores)
        found.append(Suggestion(label.name, label.title, int(truth.sum()), in_force, suggested, one, other, gain, p))
    adjusted = benjamini_hochberg([one.adjusted for one in found])
    mean = _gain(float(np.mean([one.gain.value for one in found])), moved / len(found))[0] if found else Estimate(None)
    return Suggestions(tuple(replace(one, adjusted=p) for one, p in zip(found, adjusted, strict=True)), mean)


def best_threshold(truth: np.ndarray, scores: np.ndarray) -> float:
    """The threshold with the highest F1, for bool (n,) and float (n,): halfway between two scores."""
    order = np.argsort(-scores, kind="stable")
    ranked = scores[order]
    ends = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)
    hits = np.cumsum(truth[order])[ends]
    best = int(np.argmax(2 * hits / (ends + 1 + truth.sum())))
    below = ranked[ends[best] + 1] if best + 1 < len(ends) else 0.0
    return float((ranked[ends[best]] + below) / 2)


def _cross_fitted(truth: np.ndarray, scores: np.ndarray, folds: np.ndarray) -> np.ndarray:
    """Decisions, bool (n,), on each part at the threshold that is best on the others."""
    flagged = np.zeros(len(truth), bool)
    for fold in range(FOLDS):
        inside = folds == fold
        if inside.any() and not inside.all():
            flagged[inside] = scores[inside] >= best_threshold(truth[~inside], scores[~inside])
    return flagged


def _influence(truth: np.ndarray, flagged: np.ndarray, f1: float) -> np.ndarray:
    """How far each row moves F1, float (n,); they sum to 0."""
    right, counted = truth & flagged, truth.astype(float) + flagged
    return (2 * right - f1 * counted) / max(counted.sum(), 1)


def _gain(difference: float, change: np.ndarray) -> tuple[Estimate, float]:
    """A paired difference with its interval and p-value, from how far each row moves it."""
    error = float(np.sqrt(np.sum(change**2)))
    return Estimate(difference, (difference - Z * error, difference + Z * error)), two_sided(difference, error)
