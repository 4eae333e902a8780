"""What a system predicted for some messages, beside the truth."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from classifier.inference import Prediction
from classifier.text.reading import Reading
from classifier.training.data.labelled_messages import LabelledMessages


class Model(Protocol):
    """What predicts any messages, as `Classifier` does."""

    def predict(self, messages: Sequence[str]) -> Prediction:
        """Classify any number of messages, even none."""

    def read(self, message: str) -> Reading:
        """The message's words and the windows that it is read in."""


@dataclass(frozen=True)
class Predictions:
    """The truth about n messages and a system's probabilities for them.

    `targets` are 0/1 (n, 35), `probabilities` float (n, 35); `related_targets` are int (n,) in 0..2, `related` float
    (n, 3), rows sum to 1.
    """

    targets: np.ndarray
    probabilities: np.ndarray
    related_targets: np.ndarray
    related: np.ndarray

    @classmethod
    def of(
        cls, data: LabelledMessages, rows: np.ndarray, probabilities: np.ndarray, related: np.ndarray
    ) -> "Predictions":
        """A system's probabilities for some rows of the data beside their labels."""
        return cls(data.targets[rows], probabilities, data.related[rows], related)

    def __getitem__(self, rows: np.ndarray) -> "Predictions":
        """The same for some of the messages (positions or a mask)."""
        columns = (self.targets, self.probabilities, self.related_targets, self.related)
        return Predictions(*(column[rows] for column in columns))

    def __len__(self) -> int:
        """The number of messages."""
        return len(self.targets)

    def flagged(self, thresholds: np.ndarray) -> np.ndarray:
        """Decisions, bool (n, 35), at thresholds float (35,)."""
        return self.probabilities.astype(np.float64) >= thresholds.astype(np.float64)

    def measurable(self, minimum: int = 1) -> np.ndarray:
        """Columns, int (k,), of the labels with at least `minimum` positives and one negative."""
        support = self.targets.sum(axis=0)
        return np.flatnonzero((support >= minimum) & (support < len(self)))


def predict(model: Model, data: LabelledMessages, rows: np.ndarray) -> Predictions:
    """What a model predicts for some rows of the data."""
    prediction = model.predict(data.texts(rows))
    return Predictions.of(data, rows, prediction.probabilities, prediction.related)
