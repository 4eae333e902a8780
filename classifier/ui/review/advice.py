"""Which stack narrows the figures of a label sooner, and by how much."""

from collections.abc import Sequence

import numpy as np

from classifier.formatting import listed
from classifier.labels import BINARY_LABELS, title
from classifier.report.figures import LabelFigures
from classifier.report.report import Report
from classifier.reviews.estimates import Estimate
from classifier.reviews.needed import (
    Needed,
    Strata,
    needed_at_random,
    needed_by_label,
    strata_expected,
    strata_held_out,
)
from classifier.ui.shared.scored_file import readable, scored_file

_DIGITS = 2


def advice(found: Sequence[Estimate], label: str | None, report: Report | None, point: str) -> str:
    """A sentence about a label or, if none is chosen, about the rarest one whose intervals are wide; in Markdown.

    `report` is that of the model of the reviews, None if it is not at hand: then nothing can be estimated.
    """
    waiting = [one for one in found if max(one.precision.more or 0, one.recall.more or 0)]
    if label is None and not waiting:
        return "Every interval is within ±5 points."
    name = label or min(waiting, key=lambda one: one.marked).label
    if report is None or name not in report.labels:
        return ""
    strata, basis = _strata(report.labels[name], point)
    return in_words(name, needed_at_random(strata), needed_by_label(strata), basis)


def in_words(label: str, at_random: Needed, by_label: Needed, basis: str) -> str:
    """What two stacks need, beside each other, and which of them gets there sooner."""
    random, drawn = (at_random.precision, at_random.recall), (by_label.precision, by_label.recall)
    pairs = [(one, other) for one, other in zip(random, drawn, strict=True) if one and other]
    if len(pairs) < len(drawn):
        return f"No stack measures {title(label)}: nearly no message carries it, estimated from {basis}."
    names = [name for name, (one, other) in zip(("precision", "recall"), pairs, strict=True) if other < one]
    sooner = f"sooner for {listed(names)}" if names else "no sooner"
    return (
        f"**{title(label)}** takes about {_about(random)} to ±5 points in a random stack; one of *Many messages* drawn "
        f"by its probability gets there {sooner}, with about {_about(drawn)}, estimated from {basis}."
    )


def _strata(label: LabelFigures, point: str) -> tuple[Strata, str]:
    """Where the label is, in the scored file or else in the test messages."""
    file = scored_file()
    rows = readable(file) if file else ()
    if file and len(rows):
        column = file.scored.probabilities[rows, BINARY_LABELS.index(label.name)].astype(np.float64)
        return strata_expected(column, label.points[point].threshold), "the model's probabilities in the scored file"
    return strata_held_out(label, point), "the held-out figures"


def _about(counts: Sequence[int | None]) -> str:
    precision, recall = (f"**{round(one, _DIGITS - len(str(one))):,}**" for one in counts if one)
    return f"{precision} reviews for precision and {recall} for recall"
