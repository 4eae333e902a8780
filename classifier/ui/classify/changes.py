"""Two messages compared: every output's change, largest first, with the thresholds that are crossed."""

from classifier.charts.what_if import Change
from classifier.report.evidence import ClassEvidence, Evidence, LabelEvidence

SMALLEST = 0.05
"""Percentage points; a smaller change is shown as 0.0."""

_CLASSES = ("Not about a disaster", "About a disaster", "Unclear (not English or cut off)")
"""The classes of `related` as rows of the comparison."""


def compare(first: Evidence, second: Evidence) -> tuple[Change, ...]:
    """One change for each of the 38 outputs, largest first; no crossing unless the model knows both languages."""
    judged = both_known(first, second)
    labels = [_label(*pair, judged) for pair in zip(first.labels, second.labels, strict=True)]
    classes = [_class(*pair, judged) for pair in zip(first.classes, second.classes, strict=True)]
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


def nothing_changes(changes: tuple[Change, ...]) -> bool:
    """Whether no output changes by as much as the smallest number that is shown, or crosses its threshold."""
    return all(abs(change.points) < SMALLEST and not change.crossing for change in changes)


def both_known(first: Evidence, second: Evidence) -> bool:
    """Whether the model knows the languages of both messages."""
    return first.language_known and second.language_known


def _label(before: LabelEvidence, after: LabelEvidence, judged: bool) -> Change:
    crossing = _crossing(before.flagged, after.flagged, "flagged") if judged else ""
    return Change(before.label.title, before.probability, after.probability, before.threshold, crossing)


def _class(before: ClassEvidence, after: ClassEvidence, judged: bool) -> Change:
    crossing = _crossing(before.chosen, after.chosen, "most probable") if judged else ""
    return Change(_CLASSES[before.number], before.probability, after.probability, None, crossing)


def _crossing(before: bool, after: bool, state: str) -> str:
    return "" if before == after else f"now {state}" if after else f"no longer {state}"
