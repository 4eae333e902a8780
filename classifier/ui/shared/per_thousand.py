"""What a threshold means in messages: the counts per 1,000 messages like the test messages."""

from typing import NamedTuple

from classifier.report.performance import ThresholdPerformance
from classifier.report.support import SupportLevel


class Counts(NamedTuple):
    """Messages per 1,000, as shown: those that carry the label are the found and the missed together."""

    carrying: str
    found: str
    missed: str
    false_alarms: str


def counts(performance: ThresholdPerformance) -> Counts:
    """The counts, rounded so that what is shown adds up."""
    carrying, found = _rounded(performance.found + performance.missed), _rounded(performance.found)
    return Counts(carrying, found, _rounded(float(carrying) - float(found)), _rounded(performance.false_alarms))


def in_words(title: str, performance: ThresholdPerformance) -> str:
    """The counts of the label called `title`, as Markdown made of its title and numbers only."""
    shown = counts(performance)
    sentence = (
        f"Of **1,000 messages** like the test messages about **{shown.carrying}** carry {title}. At this threshold "
        f"about **{shown.found} found**, **{shown.missed} missed**, **{shown.false_alarms} false alarms**."
    )
    few = performance.level == SupportLevel.FEW
    return sentence + (f" With {performance.support} test messages this is a guess." if few else "")


def _rounded(messages: float) -> str:
    return f"{messages:.0f}" if messages >= 9.5 else f"{messages:.1f}".removesuffix(".0")
