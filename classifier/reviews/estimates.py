"""Precision and recall on reviews, with intervals, and how many more reviews would narrow them."""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from classifier.labels import BINARY_LABELS
from classifier.report.wilson import wilson_interval
from classifier.reviews.review import Judgement, Mark, Method, Review

SIMPLE = frozenset({Method.RANDOM, Method.ALL})
"""Ways to choose messages that give each the same chance."""

WANTED_HALF_WIDTH = 0.05
"""An interval of ±5 points is narrow enough."""

RESAMPLES, SEED = 2_000, 20
CALIBRATION_BINS = 5
"""Of equal width: a stack of reviews is too small for more."""


@dataclass(frozen=True)
class Share:
    """A share of messages with its 95 % interval, both None if no message counts.

    `count` messages are counted, weighted where they were not drawn with the same chance. `more` is about how many
    further reviews, drawn the same way, narrow the interval to ±5 points: 0 if it is as narrow, None if not known.
    """

    value: float | None
    interval: tuple[float, float] | None
    count: int
    more: int | None


@dataclass(frozen=True)
class Estimate:
    """What reviews say about a label: over `messages` messages whose reviewers were sure, `marked` of them marked."""

    label: str
    messages: int
    marked: int
    precision: Share
    recall: Share


@dataclass(frozen=True)
class CalibrationBin:
    """Messages whose probability of a label lies from `low` to `high`: its mean, and the share that was marked."""

    low: float
    high: float
    predicted: float
    marked: Share


@dataclass(frozen=True)
class _Verdicts:
    """n messages: what reviewers say and the model flags, bool (n, 35), and what a message stands for, float (n,).

    `sure` is False where no figure can rest on the label of a message.
    """

    truth: np.ndarray
    flagged: np.ndarray
    sure: np.ndarray
    weights: np.ndarray


def in_time(reviews: Sequence[Review]) -> list[Review]:
    """Reviews by when they were first judged; what could not be saved at once was not saved in that order."""
    return sorted(reviews, key=lambda one: one.first.at)


def first_judgement(review: Review) -> Judgement | None:
    """The judgement that figures rest on: the first one, made before the answer was seen."""
    return review.first if review.blind else None


def last_judgement(review: Review) -> Judgement | None:
    """What stands beside it: what the same reviewer said having seen the answer."""
    return review.final if review.blind else None


def estimates(
    reviews: Sequence[Review], judgement: Callable[[Review], Judgement | None] = first_judgement
) -> tuple[Estimate, ...]:
    """Precision and recall of the model for each label, on reviews of one model at one operating point.

    A message counts once: as most of its reviewers said when they first reviewed it, leaving out those who are not
    sure, and not at all where they are divided. Messages whose chance to be chosen is not known do not count. Simple
    random samples get Wilson's interval; all others are weighted by 1 / inclusion probability (Hajek) and get a
    bootstrap interval over messages.
    """
    messages, drawn = _messages(reviews, judgement)
    if not messages:
        return tuple(Estimate(name, 0, 0, _NOTHING, _NOTHING) for name in BINARY_LABELS)
    found = _verdicts(messages, judgement)
    return tuple(_estimate(name, found, drawn) for name in BINARY_LABELS)


def calibration(
    reviews: Sequence[Review], label: str, judgement: Callable[[Review], Judgement | None] = first_judgement
) -> tuple[CalibrationBin, ...]:
    """How often a label is marked where the model gave it a certain probability; bins without messages are left out.

    Messages count, and are weighted, as in `estimates`.
    """
    messages, drawn = _messages(reviews, judgement)
    balance = np.array([_balance(one, label, judgement) for one in messages])
    shares = np.array([one[0].predicted.probabilities[label] for one in messages])
    weights = _weights(messages)
    bins = np.minimum((shares * CALIBRATION_BINS).astype(int), CALIBRATION_BINS - 1)
    found = []
    for i in range(CALIBRATION_BINS):
        counted = (bins == i) & (balance != 0)
        if counted.any():
            marked = share(balance > 0, counted, weights, int((balance != 0).sum()), drawn)
            mean = float(np.average(shares[counted], weights=weights[counted]))
            found.append(CalibrationBin(i / CALIBRATION_BINS, (i + 1) / CALIBRATION_BINS, mean, marked))
    return tuple(found)


def is_simple_random(reviews: Sequence[Review]) -> bool:
    """Whether every message had the same chance to be chosen."""
    chances = {one.sampling.inclusion_probability for one in reviews}
    return len(chances) <= 1 and {one.sampling.method for one in reviews} <= SIMPLE


def draw(messages: int) -> np.ndarray:
    """Weights, float32 (resamples, messages): how often each resample drew each message."""
    rows = np.arange(RESAMPLES)[:, None] * messages
    drawn = np.random.default_rng(SEED).integers(0, messages, (RESAMPLES, messages))
    counts = np.bincount((rows + drawn).ravel(), minlength=RESAMPLES * messages)
    return counts.reshape(RESAMPLES, messages).astype(np.float32)


def _messages(
    reviews: Sequence[Review], judgement: Callable[[Review], Judgement | None]
) -> tuple[list[list[Review]], np.ndarray | None]:
    """The reviews that count, by message, each reviewer's first one; and resamples unless all weigh the same."""
    usable = [one for one in in_time(reviews) if judgement(one) and one.sampling.inclusion_probability]
    by_message: dict[str, dict[tuple[str, str], Review]] = defaultdict(dict)
    for review in usable:
        by_message[review.message_sha256].setdefault(review.reviewer.key, review)
    messages = [list(one.values()) for one in by_message.values()]
    return messages, None if is_simple_random(usable) else draw(len(messages))


def _weights(messages: Sequence[Sequence[Review]]) -> np.ndarray:
    """How many messages each of these stands for."""
    return np.array([1 / (reviews[0].sampling.inclusion_probability or 1) for reviews in messages])


def _verdicts(messages: Sequence[Sequence[Review]], judgement: Callable[[Review], Judgement | None]) -> _Verdicts:
    balance = np.array([[_balance(reviews, name, judgement) for name in BINARY_LABELS] for reviews in messages])
    flagged = np.array([[reviews[0].predicted.flags(name) for name in BINARY_LABELS] for reviews in messages])
    return _Verdicts(balance > 0, flagged, balance != 0, _weights(messages))


def _balance(reviews: Sequence[Review], label: str, judgement: Callable[[Review], Judgement | None]) -> int:
    """How many more reviewers mark a label than say that it does not apply."""
    marks = [judged.labels[label] for one in reviews if (judged := judgement(one))]
    return marks.count(Mark.MARKED) - marks.count(Mark.NOT_MARKED)


def _estimate(label: str, found: _Verdicts, drawn: np.ndarray | None) -> Estimate:
    i = BINARY_LABELS.index(label)
    sure = found.sure[:, i]
    marked, flagged = found.truth[:, i] & sure, found.flagged[:, i] & sure
    reviewed = int(sure.sum())
    return Estimate(
        label,
        reviewed,
        int(marked.sum()),
        share(marked, flagged, found.weights, reviewed, drawn),
        share(flagged, marked, found.weights, reviewed, drawn),
    )


def share(hit: np.ndarray, counted: np.ndarray, weights: np.ndarray, reviewed: int, drawn: np.ndarray | None) -> Share:
    """The share of `hit` among `counted`, bool (n,) each, of which `reviewed` messages could have counted.

    Without resamples `drawn` all messages weigh the same.
    """
    count = int(counted.sum())
    if not count:
        return _NOTHING
    if drawn is None:
        value = float(hit[counted].mean())
        interval = wilson_interval(value, count)
        more = more_of_wilson(sum(interval) / 2, count)  # three that agree by chance would promise too much
        return Share(value, interval, count, math.ceil(more * reviewed / count))
    value = float(np.average(hit[counted], weights=weights[counted]))
    low, high = _bootstrapped(hit & counted, counted, weights, value, drawn)
    ratio = ((high - low) / 2 / WANTED_HALF_WIDTH) ** 2
    return Share(value, (low, high), count, max(0, math.ceil(reviewed * (ratio - 1))))


def more_of_wilson(value: float, count: int) -> int:
    """How many more counted messages make Wilson's interval narrow enough, if their share comes to be `value`."""
    needed = count
    while _half_width(wilson_interval(value, needed)) > WANTED_HALF_WIDTH:
        needed += max(1, needed // 200)
    return needed - count


def _half_width(interval: tuple[float, float]) -> float:
    return (interval[1] - interval[0]) / 2


def _bootstrapped(
    hit: np.ndarray, counted: np.ndarray, weights: np.ndarray, value: float, drawn: np.ndarray
) -> tuple[float, float]:
    """The percentile interval of a weighted share over resampled messages.

    Where every counted message says the same, no resample differs: Wilson's interval for as many messages as the
    weights are worth (Kish's effective sample size) takes its place.
    """
    if hit.sum() in (0, counted.sum()):
        effective = float(weights[counted].sum() ** 2 / (weights[counted] ** 2).sum())
        return wilson_interval(value, max(1, round(effective)))
    with np.errstate(invalid="ignore", divide="ignore"):
        above, below = (drawn @ (weights * which).astype(np.float32) for which in (hit, counted))
        shares = above / below
    low, high = np.nanpercentile(shares, [2.5, 97.5])
    return float(low), float(high)


_NOTHING = Share(None, None, 0, None)
