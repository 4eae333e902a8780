"""Held-out performance: how an output did on the test messages, at any threshold, in rates and per 1,000 messages."""

from dataclasses import dataclass

import numpy as np

from classifier.report.figures import Estimate, LabelFigures, RelatedFigures
from classifier.report.support import SupportLevel, level_of


@dataclass(frozen=True)
class HeldOutPerformance:
    """An output on the test messages; `support` of them carry it."""

    support: int
    level: SupportLevel
    precision: Estimate
    recall: Estimate
    f1: Estimate


@dataclass(frozen=True)
class ThresholdPerformance(HeldOutPerformance):
    """A label at one threshold: shares of test messages that carry it (`prevalence`) and reach it (`flagged`)."""

    threshold: float
    prevalence: float
    flagged: float

    @property
    def found(self) -> float:
        """Of 1,000 messages like the test messages: those that carry the label and are flagged."""
        return 1_000 * self.prevalence * (self.recall.value or 0.0)

    @property
    def missed(self) -> float:
        """Of 1,000 messages: those that carry the label and are not flagged."""
        return 1_000 * self.prevalence - self.found

    @property
    def false_alarms(self) -> float:
        """Of 1,000 messages: those that are flagged and do not carry the label."""
        return max(0.0, 1_000 * self.flagged - self.found)


def at_point(label: LabelFigures, point: str) -> ThresholdPerformance:
    """A label's performance at an operating point, as measured, with intervals."""
    figures = label.points[point]
    carrying = figures.true_positives + figures.false_negatives
    flagged = figures.true_positives + figures.false_positives
    messages = flagged + figures.false_negatives + figures.true_negatives
    return ThresholdPerformance(
        support=label.support.test,
        level=label.level,
        precision=figures.estimate("precision"),
        recall=figures.estimate("recall"),
        f1=figures.estimate("f1"),
        threshold=figures.threshold,
        prevalence=carrying / messages,
        flagged=flagged / messages,
    )


def at_threshold(label: LabelFigures, threshold: float, messages: int) -> ThresholdPerformance:
    """A label's performance at a threshold in 0..1, interpolated along its curve; without intervals.

    `messages` is the number of test messages.
    """
    thresholds = [point.threshold for point in label.curve]
    flagged = float(np.interp(threshold, thresholds, [point.flagged for point in label.curve]))
    prevalence = label.support.test / messages
    precision = recall = f1 = None
    if prevalence:
        recall = float(np.interp(threshold, thresholds, [point.recall or 0.0 for point in label.curve]))
        precision = min(1.0, prevalence * recall / flagged) if flagged > 0 else None
        f1 = 2 * prevalence * recall / (flagged + prevalence)
    rates = Estimate(precision), Estimate(recall), Estimate(f1)
    return ThresholdPerformance(label.support.test, label.level, *rates, threshold, prevalence, flagged)


def of_class(related: RelatedFigures, number: int) -> HeldOutPerformance:
    """The performance of one class of `related`."""
    figures, support = related.classes[number], related.support.test[number]
    rates = figures.estimate("precision"), figures.estimate("recall"), figures.estimate("f1")
    return HeldOutPerformance(support, level_of(support), *rates)
