"""The orders of the triage queue: by priority, by a label's probability, by uncertainty, by a label's uncertainty."""

from dataclasses import dataclass

import numpy as np

from classifier.labels import BINARY_LABELS
from classifier.scoring.priority import Weights, counting, points
from classifier.scoring.reasons import Chance, Distance, Part, Priority, Probability, Reason, WrongDecisions
from classifier.scoring.triage import Triage

DOUBTFUL = 3
"""Labels whose decisions are named as the most doubtful."""

_NEAREST = 1e-7
"""How near to 0 and 1 a probability can be in float32: the log-odds are finite."""


@dataclass(frozen=True)
class ByPriority:
    """The highest priority first."""

    weights: Weights

    def places(self, triage: Triage) -> np.ndarray:
        """The priorities, negated."""
        return -points(triage.scored.probabilities, self.weights).sum(axis=1)

    def reason(self, triage: Triage, row: int) -> Reason:
        """The labels that count, with what each adds."""
        probabilities = dict(zip(BINARY_LABELS, triage.scored.probabilities[row].tolist(), strict=True))
        labels = counting(triage.scored.probabilities[row], self.weights)
        return Priority(tuple(Part(name, probabilities[name], self.weights[name]) for name in labels))


@dataclass(frozen=True)
class ByLabel:
    """The highest probability of a label first."""

    label: str

    def places(self, triage: Triage) -> np.ndarray:
        """The probabilities, negated."""
        return -triage.scored.probabilities[:, BINARY_LABELS.index(self.label)]

    def reason(self, triage: Triage, row: int) -> Reason:
        """The probability beside its threshold."""
        return Probability(_chance(triage, row, self.label))


@dataclass(frozen=True)
class ByUncertainty:
    """The largest expected number of wrong decisions first."""

    def places(self, triage: Triage) -> np.ndarray:
        """The expected numbers, negated."""
        return -triage.wrong_decisions

    def reason(self, triage: Triage, row: int) -> Reason:
        """The expected number, and the labels that make most of it."""
        most = np.argsort(-triage.doubts(row), kind="stable")[:DOUBTFUL]
        doubtful = tuple(_chance(triage, row, BINARY_LABELS[column]) for column in most)
        return WrongDecisions(float(triage.wrong_decisions[row]), doubtful)


@dataclass(frozen=True)
class ByDistance:
    """The probability of a label that is nearest to its threshold first, in log-odds."""

    label: str

    def places(self, triage: Triage) -> np.ndarray:
        """The distances."""
        column = triage.scored.probabilities[:, BINARY_LABELS.index(self.label)]
        return distance(column, triage.thresholds[self.label])

    def reason(self, triage: Triage, row: int) -> Reason:
        """The probability beside its threshold, and the distance."""
        chance = _chance(triage, row, self.label)
        return Distance(chance, float(distance(np.array(chance.probability), chance.threshold)))


def distance(probabilities: np.ndarray, threshold: float) -> np.ndarray:
    """How far probabilities are from a threshold in log-odds, float64."""
    return np.abs(log_odds(probabilities) - log_odds(np.array(threshold)))


def log_odds(shares: np.ndarray) -> np.ndarray:
    """The natural logarithm of the odds of shares of 1; finite for 0 and 1 too."""
    kept = np.clip(shares.astype(np.float64), _NEAREST, 1 - _NEAREST)
    return np.log(kept / (1 - kept))


def _chance(triage: Triage, row: int, label: str) -> Chance:
    column = BINARY_LABELS.index(label)
    probability, found = float(triage.scored.probabilities[row, column]), bool(triage.flags[row, column])
    return Chance(label, probability, triage.thresholds[label], found)
