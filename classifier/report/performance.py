"""Held-out performance: how an output did on the test messages, at any threshold, in rates and per 1,000 messages."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from classifier.report.figures import Estimate, Interval, LabelFigures, RelatedFigures
from classifier.report.support import SupportLevel, level_of
from classifier.report.wilson import wilson_interval

NEARBY_MESSAGES = 50
"""How many test messages a hit rate near a probability rests on, if there are as many near it."""


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


@dataclass(frozen=True)
class NearbyPerformance:
    """Test messages that the model gave between `low` and `high` (shares of 1); `carrying` of them carry the label."""

    low: float
    high: float
    messages: int
    carrying: int

    @property
    def share(self) -> float | None:
        """The share that carries the label; None without messages."""
        return self.carrying / self.messages if self.messages else None

    @property
    def interval(self) -> Interval | None:
        """The 95 % Wilson interval of the share; None without messages."""
        return wilson_interval(self.carrying / self.messages, self.messages) if self.messages else None


@dataclass(frozen=True)
class FlagPerformance:
    """All labels together at an operating point: flags per test message, and the shares that are right and found."""

    flags_per_message: float
    precision: float
    recall: float


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


def near(label: LabelFigures, probability: float, messages: int) -> NearbyPerformance:
    """How often messages that got about this probability, a share of 1, carry the label.

    Starts from the step of the label's curve that holds the probability, and takes in the steps nearest to it until
    they hold NEARBY_MESSAGES. `messages` is the number of test messages.
    """
    edges = [point.threshold for point in label.curve]
    reached = [round(messages * point.flagged) for point in label.curve]
    carrying = [round(label.support.test * (point.recall or 0.0)) for point in label.curve]
    last = len(edges) - 2
    low = min(max(int(np.searchsorted(edges, probability, side="right")) - 1, 0), last)
    high = low + 1
    while reached[low] - reached[high] < NEARBY_MESSAGES:
        below = edges[low - 1] if low > 0 and _is_near(edges[low - 1], probability) else None
        above = edges[high + 1] if high <= last and _is_near(edges[high + 1], probability) else None
        if below is None and above is None:
            break
        if above is None or (below is not None and _distance(below, probability) <= _distance(above, probability)):
            low -= 1
        else:
            high += 1
    return NearbyPerformance(edges[low], edges[high], reached[low] - reached[high], carrying[low] - carrying[high])


def of_flags(labels: Iterable[LabelFigures], point: str, messages: int) -> FlagPerformance:
    """All labels together at an operating point, on this many test messages."""
    figures = [label.points[point] for label in labels]
    right = sum(one.true_positives for one in figures)
    flagged = right + sum(one.false_positives for one in figures)
    carried = right + sum(one.false_negatives for one in figures)
    return FlagPerformance(flagged / messages, right / max(flagged, 1), right / max(carried, 1))


def _is_near(edge: float, probability: float) -> bool:
    """Within 10 points, and not beyond a third or three times of it."""
    return abs(edge - probability) <= 0.1 and probability / 3 <= edge <= 3 * probability


def _distance(one: float, other: float) -> float:
    """How far two probabilities are apart, in log-odds."""

    def log_odds(share: float) -> float:
        kept = min(max(share, 1e-6), 1 - 1e-6)
        return math.log(kept / (1 - kept))

    return abs(log_odds(one) - log_odds(other))


def of_class(related: RelatedFigures, number: int) -> HeldOutPerformance:
    """The performance of one class of `related`."""
    figures, support = related.classes[number], related.support.test[number]
    rates = figures.estimate("precision"), figures.estimate("recall"), figures.estimate("f1")
    return HeldOutPerformance(support, level_of(support), *rates)
