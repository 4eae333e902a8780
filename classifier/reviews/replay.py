"""Saved reviews answered by another model: what got better, what broke, and how sure the difference is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from classifier.labels import BINARY_LABELS, RELATED
from classifier.reviews.estimates import draw
from classifier.reviews.review import Judgement, Mark, Review


@dataclass(frozen=True)
class Decision:
    """What one model decided about one output of a message: a label (yes or no) or the class of `related`."""

    output: str
    truth: int
    before: int
    now: int

    @property
    def change(self) -> int:
        """1 if it got better, -1 if it broke, 0 if it is as right or as wrong as before."""
        return int(self.now == self.truth) - int(self.before == self.truth)


@dataclass(frozen=True)
class Replayed:
    """A review with the decisions that its reviewer was sure about."""

    review: Review
    decisions: tuple[Decision, ...]

    @property
    def better(self) -> tuple[Decision, ...]:
        """What is right now and was not."""
        return tuple(one for one in self.decisions if one.change > 0)

    @property
    def broken(self) -> tuple[Decision, ...]:
        """What was right and is not now."""
        return tuple(one for one in self.decisions if one.change < 0)


@dataclass(frozen=True)
class Difference:
    """Shares of right decisions of both models over the same reviews; `interval` is of `now` minus `before`.

    It is a 95 % bootstrap interval over messages, so that all decisions about a message are drawn together.
    """

    messages: int
    decisions: int
    before: float
    now: float
    interval: tuple[float, float]

    @property
    def worse(self) -> bool:
        """Whether the new model is worse: it has fewer right decisions, and the interval does not reach above 0."""
        return self.now < self.before and self.interval[1] <= 0


def final_judgement(review: Review) -> Judgement:
    """The last word of a reviewer: the final judgement, or the first where there is none."""
    return review.final or review.first


def first_blind_judgement(review: Review) -> Judgement | None:
    """The first judgement if the answer had not been shown before it."""
    return review.first if review.blind else None


def replay(
    reviews: Sequence[Review],
    probabilities: np.ndarray,
    related: np.ndarray,
    thresholds: Mapping[str, Mapping[str, float]],
    judgement: Callable[[Review], Judgement | None] = final_judgement,
) -> tuple[Replayed, ...]:
    """Compare another model with the one of each review, on what the reviewers were sure about.

    `probabilities` is float (n, 35) and `related` float (n, 3), the other model's answers to the n messages;
    `thresholds` are its own, by operating point and label: each review is answered at its own operating point.
    """
    return tuple(
        Replayed(review, tuple(_decisions(review, judged, shares, int(classes.argmax()), thresholds)))
        for review, shares, classes in zip(reviews, probabilities, related, strict=True)
        if (judged := judgement(review))
    )


def difference(replayed: Sequence[Replayed]) -> Difference | None:
    """How the share of right decisions changed; None if no decision can be compared."""
    names = sorted({one.review.message_sha256 for one in replayed})
    place = {name: i for i, name in enumerate(names)}
    counts = np.zeros((len(names), 3))
    for one in replayed:
        decisions = one.decisions
        right = sum(each.before == each.truth for each in decisions)
        counts[place[one.review.message_sha256]] += (len(decisions), right, sum(each.change for each in decisions))
    counts = counts[counts[:, 0] > 0]
    if not len(counts):
        return None
    total, right, change = counts.sum(axis=0)
    drawn = draw(len(counts)).astype(np.float64)
    totals, _, changes = (drawn @ counts).T
    low, high = np.percentile(changes / totals, [2.5, 97.5])
    return Difference(len(counts), int(total), right / total, (right + change) / total, (float(low), float(high)))


def _decisions(
    review: Review, judged: Judgement, shares: np.ndarray, related: int, thresholds: Mapping[str, Mapping[str, float]]
) -> Iterator[Decision]:
    if judged.related is not None:
        yield Decision(RELATED, judged.related, review.predicted.related_class, related)
    limits = thresholds[review.predicted.operating_point]
    for i, name in enumerate(BINARY_LABELS):
        if judged.labels[name] != Mark.NOT_SURE:
            truth = int(judged.labels[name] == Mark.MARKED)
            yield Decision(name, truth, int(review.predicted.flags(name)), int(shares[i] >= limits[name]))
