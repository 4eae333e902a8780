"""How many reviews a label needs: drawn at random, and drawn by its probability.

Estimated before anybody has reviewed anything, from calibrated probabilities or from held-out figures.
"""

import math
from dataclasses import dataclass

import numpy as np

from classifier.report.figures import LabelFigures
from classifier.reviews.estimates import more_of_wilson
from classifier.reviews.sampling import STRATA_BELOW, strata_of


@dataclass(frozen=True)
class Strata:
    """Where a label is flagged, where it is nearly flagged, and the rest: shares of all messages, float (3,), and the
    share of each that carries the label, float (3,)."""

    sizes: np.ndarray
    carrying: np.ndarray


@dataclass(frozen=True)
class Needed:
    """About how many reviews narrow precision and recall to ±5 points; None if no message would ever count."""

    precision: int | None
    recall: int | None


def strata_expected(probabilities: np.ndarray, threshold: float) -> Strata:
    """The strata of messages, by a label's calibrated probabilities, float (n,)."""
    strata = strata_of(probabilities, threshold)
    counts = np.bincount(strata, minlength=3)
    sums = np.bincount(strata, weights=probabilities, minlength=3)
    return Strata(counts / len(probabilities), sums / np.maximum(counts, 1))


def strata_held_out(label: LabelFigures, point: str) -> Strata:
    """The strata of the test messages, by what people labelled, at an operating point."""
    here = label.points[point]
    marked = here.true_positives + here.false_negatives
    messages = marked + here.false_positives + here.true_negatives
    thresholds = [one.threshold for one in label.curve]
    below = here.threshold / STRATA_BELOW
    reached = float(np.interp(below, thresholds, [one.flagged for one in label.curve]))
    found = float(np.interp(below, thresholds, [one.recall or 0 for one in label.curve])) * marked / messages
    hits, flagged = here.true_positives / messages, (here.true_positives + here.false_positives) / messages
    sizes = np.array([flagged, max(0, reached - flagged), 1 - max(reached, flagged)])
    carrying = np.array([hits, max(0, found - hits), marked / messages - max(found, hits)])
    return Strata(sizes, carrying / np.where(sizes > 0, sizes, 1))


def needed_at_random(strata: Strata) -> Needed:
    """How many reviews a random stack needs."""
    return _needed(strata, strata.sizes)


def needed_by_label(strata: Strata) -> Needed:
    """How many a stack drawn by the probability of the label needs: as many of each stratum."""
    there = strata.sizes > 0
    return _needed(strata, there / there.sum())


def _needed(strata: Strata, drawn: np.ndarray) -> Needed:
    """`drawn` are the shares of the stack, float (3,), that each stratum gives.

    The variance of a share that is weighted by 1 / inclusion probability, to first order, is compared with that of
    as many messages counted alike; what those need is known from Wilson's interval.
    """
    weights = np.divide(strata.sizes, drawn, out=np.zeros(3), where=drawn > 0)  # what one of the stack stands for
    flagged, marked = np.array([1.0, 0, 0]) * strata.sizes, strata.carrying * strata.sizes
    if not flagged.any() or not marked.any():
        return Needed(None, None)
    precision = float(strata.carrying[0])
    recall = float(np.clip(marked[0] / marked.sum(), 0.02, 0.98))
    error = np.array([1 - recall, recall, recall]) ** 2
    spread = float((weights * marked * error).sum() / marked.sum() ** 2 / (recall * (1 - recall)))
    counted = float((drawn * strata.carrying).sum())  # a weighted share is worth no more than the messages in it
    return Needed(
        math.ceil(_counted(precision) / float(drawn[0])), math.ceil(_counted(recall) * max(spread, 1 / counted))
    )


def _counted(share: float) -> int:
    """How many messages of equal weight a share needs."""
    return 1 + more_of_wilson(share, 1)
