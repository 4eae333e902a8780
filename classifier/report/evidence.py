"""The evidence beside each number of an answer: its threshold, how common it is, and its held-out performance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classifier.formatting import counted, percent, percent_range
from classifier.labels import LABELS, RELATED_CLASSES, RELATED_MEANINGS, RELATED_TITLES, Label
from classifier.operating_points import Thresholds
from classifier.report.performance import (
    HeldOutPerformance,
    NearbyPerformance,
    ThresholdPerformance,
    at_point,
    at_threshold,
    of_class,
)
from classifier.report.report import Report
from classifier.report.support import FEW_TEST_MESSAGES, SupportLevel

SMALL_SUPPORT = 100
"""Below this many test messages, the sentence gives the 95 % interval of the precision."""


@dataclass(frozen=True)
class LabelEvidence:
    """One label of an answer: `probability`, `threshold` and `prevalence` (of all messages) are shares of 1.

    `flagged` says whether the probability reaches the threshold in a message whose language the model knows.
    """

    label: Label
    probability: float
    threshold: float
    prevalence: float
    performance: ThresholdPerformance
    flagged: bool


@dataclass(frozen=True)
class ClassEvidence:
    """One class of `related` in an answer; `chosen` is the most probable one, if the model knows the language."""

    number: int
    name: str
    meaning: str
    probability: float
    chosen: bool
    performance: HeldOutPerformance

    @property
    def title(self) -> str:
        """Number and name: '1 related'."""
        return RELATED_TITLES[self.number]


@dataclass(frozen=True)
class Evidence:
    """The evidence beside all 38 probabilities: labels in BINARY_LABELS order, then the classes of `related`."""

    labels: tuple[LabelEvidence, ...]
    classes: tuple[ClassEvidence, ...]

    @property
    def chosen(self) -> ClassEvidence | None:
        """The most probable class of `related`; None if the model does not know the message's language."""
        return next((one for one in self.classes if one.chosen), None)

    @property
    def language_known(self) -> bool:
        """Whether the model knows the message's language; if not, nothing is flagged or chosen."""
        return self.chosen is not None

    @property
    def highest_first(self) -> tuple[LabelEvidence, ...]:
        """The labels, most probable first; of two equal ones, the label that is implied comes first."""
        return tuple(sorted(self.labels, key=lambda one: -one.probability))

    @property
    def flagged(self) -> tuple[LabelEvidence, ...]:
        """The flagged labels, most probable first."""
        return tuple(one for one in self.highest_first if one.flagged)

    @property
    def close(self) -> tuple[LabelEvidence, ...]:
        """The labels at half of their threshold or above, most probable first; at least three."""
        near = tuple(one for one in self.highest_first if 2 * one.probability >= one.threshold)
        return near if len(near) >= 3 else self.highest_first[:3]

    def of(self, name: str) -> LabelEvidence:
        """The evidence of one label."""
        return next(one for one in self.labels if one.label.name == name)


def gather(
    probabilities: Mapping[str, float],
    related: Sequence[float],
    thresholds: Thresholds,
    report: Report,
    *,
    language_known: bool,
) -> Evidence:
    """The evidence beside an answer: 35 probabilities by label, 3 of `related`, at the thresholds in force.

    Where the model does not know the language of the message, no label is flagged and no class chosen.
    """
    labels = tuple(_label(label, probabilities[label.name], thresholds, report, language_known) for label in LABELS)
    chosen = related.index(max(related)) if language_known else None
    classes = tuple(
        ClassEvidence(i, name, RELATED_MEANINGS[i], related[i], i == chosen, of_class(report.related, i))
        for i, name in enumerate(RELATED_CLASSES)
    )
    return Evidence(labels, classes)


def _label(
    label: Label, probability: float, thresholds: Thresholds, report: Report, language_known: bool
) -> LabelEvidence:
    figures, threshold = report.labels[label.name], thresholds.values[label.name]
    if label.name == thresholds.moved:
        performance = at_threshold(figures, threshold, report.rows.test)
    else:
        performance = at_point(figures, thresholds.point)
    flagged = language_known and probability >= threshold
    return LabelEvidence(label, probability, threshold, figures.prevalence, performance, flagged)


def in_words(name: str, performance: HeldOutPerformance) -> str:
    """The held-out performance of the output called `name`, in a sentence."""
    if performance.level == SupportLevel.NONE:
        return "No example in the data: nothing could be learned or measured."
    tests = counted(performance.support, "test message")
    precision, recall = performance.precision, performance.recall
    if precision.value is None:
        return f"It predicted {name} for none of the test messages; {tests} carry the label."
    sentence = f"When it predicts {name}, it is right {percent(precision.value)} of the time"
    if performance.support < SMALL_SUPPORT and precision.interval:
        sentence += f" (95 % interval {percent_range(precision.interval)})"
    sentence += f", and it finds {percent(recall.value)} of such messages; {tests}."
    if performance.level == SupportLevel.FEW:
        return f"Too few test messages to trust: {sentence[0].lower()}{sentence[1:]}"
    return sentence


def nearby_in_words(probability: float, nearby: NearbyPerformance) -> str:
    """The hit rate near a probability, in a sentence."""
    about = f"given about {percent(probability)} ({percent(nearby.low)} to {percent(nearby.high)})"
    if not nearby.interval:
        return f"No test message was {about}, so nothing is known about how often that is right."
    tests = counted(nearby.messages, "test message")
    if nearby.messages < FEW_TEST_MESSAGES:
        return f"Of only {tests} {about}, {nearby.carrying:,} carried it: too few to trust."
    return f"Of {tests} {about}, {percent(nearby.share)} carried it (95 % interval {percent_range(nearby.interval)})."
