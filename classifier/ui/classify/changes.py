"""Two messages compared: every output's change, largest first, with the thresholds that are crossed."""

from typing import TYPE_CHECKING

from classifier.charts.what_if import Change
from classifier.labels import BINARY_LABELS, RELATED_CLASSES, title
from classifier.operating_points import Thresholds

if TYPE_CHECKING:
    from classifier.inference import Answer


def compare(first: "Answer", second: "Answer", thresholds: Thresholds) -> tuple[Change, ...]:
    """One change for each of the 38 outputs, largest first."""
    labels = [_label(name, first, second, thresholds.values[name]) for name in BINARY_LABELS]
    classes = [_class(number, first, second) for number in range(len(RELATED_CLASSES))]
    return tuple(sorted([*labels, *classes], key=lambda change: -abs(change.points)))


def crossings_in_words(changes: tuple[Change, ...]) -> str:
    """Which outputs cross their thresholds, in Markdown made of their names only."""
    crossings = dict.fromkeys(change.crossing for change in changes if change.crossing)
    if not crossings:
        return "No label crosses its threshold."
    return " ".join(
        f"**{crossing.capitalize()}**: {', '.join(c.title for c in changes if c.crossing == crossing)}."
        for crossing in crossings
    )


def _label(name: str, first: "Answer", second: "Answer", threshold: float) -> Change:
    before, after = first.probabilities[name], second.probabilities[name]
    return Change(title(name), before, after, threshold, _crossing(before >= threshold, after >= threshold, "flagged"))


def _class(number: int, first: "Answer", second: "Answer") -> Change:
    crossing = _crossing(first.related_class == number, second.related_class == number, "most probable")
    name = f"Class {number} {RELATED_CLASSES[number]}"
    return Change(name, first.related[number], second.related[number], None, crossing)


def _crossing(before: bool, after: bool, state: str) -> str:
    return "" if before == after else f"now {state}" if after else f"no longer {state}"
