"""Labelled messages beside what the model makes of them: which are found, missed, or flagged by mistake."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from classifier.dataset.labelled import Labelled
from classifier.labels import BINARY_LABELS

if TYPE_CHECKING:
    from classifier.inference import Classifier

CHUNK = 256
"""Messages that are scored at once, so that the answers of other sessions are not delayed."""

Progress = Callable[[float], object]
"""Takes the share of the messages that are scored."""


class Kind(StrEnum):
    """How what people said about one label and what the model said go together."""

    FALSE_ALARM = "false_alarm"
    MISS = "miss"
    FOUND = "found"
    NOT_FLAGGED = "not_flagged"

    @property
    def flagged(self) -> bool:
        """Whether the model flags the label."""
        return self in (Kind.FALSE_ALARM, Kind.FOUND)

    @property
    def labelled(self) -> bool:
        """Whether people gave the label."""
        return self in (Kind.MISS, Kind.FOUND)


class Origin(StrEnum):
    """Where messages come from, which decides what they can show."""

    HELD_OUT = "held out"
    """The test part of the very files that the model was trained and measured on."""
    OTHER_PUBLIC = "other public files"
    """The test part of two files in their format; it may hold messages that the model was trained on."""
    OWN = "own file"
    """All messages of a labelled file."""


@dataclass(frozen=True)
class ScoredMessages:
    """n labelled messages and their probabilities, float32 (n, 35) in BINARY_LABELS order."""

    labelled: Labelled
    probabilities: np.ndarray
    origin: Origin

    def counts(self, label: str, threshold: float) -> Mapping[Kind, int]:
        """How many messages there are of each kind, for a label and its threshold."""
        return {kind: int(self._are(kind, label, threshold).sum()) for kind in Kind}

    def ranked(self, kind: Kind, label: str, threshold: float) -> np.ndarray:
        """The rows, int64 (k,), of one kind, those first of which the model is most certain."""
        rows = np.flatnonzero(self._are(kind, label, threshold))
        column = self.probabilities[rows, BINARY_LABELS.index(label)]
        return rows[np.argsort(-column if kind.flagged else column, kind="stable")]

    def _are(self, kind: Kind, label: str, threshold: float) -> np.ndarray:
        column = BINARY_LABELS.index(label)
        labelled = self.labelled.targets[:, column] > 0
        flagged = self.probabilities[:, column].astype(np.float64) >= threshold
        return (labelled == kind.labelled) & (flagged == kind.flagged)


def score(classifier: "Classifier", labelled: Labelled, origin: Origin, progress: Progress) -> ScoredMessages:
    """What the model makes of labelled messages."""
    probabilities = np.zeros((len(labelled), len(BINARY_LABELS)), np.float32)
    by_length = np.argsort(list(map(len, labelled.messages)), kind="stable")  # alike in length, they are read sooner
    for start in range(0, len(labelled), CHUNK):
        rows = by_length[start : start + CHUNK]
        probabilities[rows] = classifier.predict([labelled.messages[row] for row in rows]).probabilities
        progress(min(1.0, (start + CHUNK) / len(labelled)))
    return ScoredMessages(labelled, probabilities, origin)
