"""Why a message stands where it stands in the queue, and that in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass

from classifier.formatting import SPACE, listed, percent, percents_told_apart
from classifier.labels import title

LEAST = 0.5
"""What a label adds to a priority at least, to be named."""


@dataclass(frozen=True)
class Chance:
    """A label's probability and its threshold, shares of 1, and whether the label is found."""

    label: str
    probability: float
    threshold: float
    found: bool


@dataclass(frozen=True)
class Part:
    """What a label adds to a priority: its probability, a share of 1, times its weight."""

    label: str
    probability: float
    weight: float

    @property
    def points(self) -> float:
        """The product."""
        return self.probability * self.weight


@dataclass(frozen=True)
class Priority:
    """What a priority consists of, the largest part first."""

    parts: tuple[Part, ...]

    @property
    def points(self) -> float:
        """The sum."""
        return sum(part.points for part in self.parts)


@dataclass(frozen=True)
class Probability:
    """The probability of the label that the queue is sorted by."""

    chance: Chance


@dataclass(frozen=True)
class Distance:
    """How far a label is from its threshold, in log-odds."""

    chance: Chance
    log_odds: float


@dataclass(frozen=True)
class WrongDecisions:
    """How many decisions are expected to be wrong, and the most doubtful ones, the most doubtful first."""

    expected: float
    doubtful: tuple[Chance, ...]


@dataclass(frozen=True)
class NotRead:
    """A message in a language that the model does not know."""


@dataclass(frozen=True)
class Blank:
    """A message without text."""


Reason = Priority | Probability | Distance | WrongDecisions | NotRead | Blank


def in_words(reason: Reason) -> str:
    """A reason as plain text, made of titles and numbers only."""
    match reason:
        case Priority(parts):
            return f"Priority {reason.points:.1f}: {_sum(parts)}"
        case Probability(chance):
            return _with_threshold(chance)
        case Distance(chance, log_odds):
            away = f"{log_odds:.2f}" if log_odds >= 0.005 else "less than 0.01"
            return f"{_with_threshold(chance)}. In log-odds it is {away} away"
        case WrongDecisions(expected, doubtful):
            most = listed([_decision(one) for one in doubtful])
            return f"{expected:.1f} wrong decisions expected. Most doubtful: {most}"
        case NotRead():
            return "Probably in a language that the model does not know: it judged nothing"
        case Blank():
            return "Blank: nothing to read"


def _sum(parts: Sequence[Part]) -> str:
    """The parts that matter, and the others together."""
    named = [one for one in parts if one.points >= LEAST]
    terms = [f"{title(one.label)} {percent(one.probability)}{SPACE}×{SPACE}{one.weight:g}" for one in named]
    others = sum(one.points for one in parts if one.points < LEAST)
    return " + ".join(terms + [f"{others:.1f} from others"] * (others >= 0.05)) or "no label that has a weight"


def _with_threshold(chance: Chance) -> str:
    shown, needed = percents_told_apart(chance.probability, chance.threshold)
    return f"{title(chance.label)} {shown}, {'found' if chance.found else 'not found'}: the threshold is {needed}"


def _decision(chance: Chance) -> str:
    return f"{title(chance.label)} ({percent(chance.probability)}, {'found' if chance.found else 'not found'})"
