"""Where people and the model disagree, the likeliest label errors first."""

from dataclasses import dataclass

import numpy as np

from classifier.labels import BINARY_LABELS
from classifier.operating_points import Thresholds
from classifier.scoring.evaluation import Judged
from classifier.scoring.gold import UNLABELLED


@dataclass(frozen=True)
class Disagreements:
    """k decisions that people and the model make differently, the most confident first.

    `rows` int64 (k,) are positions in the file and `outputs` int64 (k,) in OUTPUTS; `given` and `found` int8 (k,) are
    what people said and what the model says: 0 or 1, of `related` 0, 1 or 2. `confidence` float (k,) is the share of 1
    that the model gives to people being wrong: the probability of a label that they did not give, or 1 minus the
    probability of the one that they gave.
    """

    rows: np.ndarray
    outputs: np.ndarray
    given: np.ndarray
    found: np.ndarray
    confidence: np.ndarray

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, places: np.ndarray | slice) -> "Disagreements":
        """Some of them (positions, a mask or a slice)."""
        columns = (self.rows, self.outputs, self.given, self.found, self.confidence)
        return Disagreements(*(column[places] for column in columns))


def disagreements(judged: Judged, thresholds: Thresholds) -> Disagreements:
    """All of them, at these thresholds."""
    given = np.column_stack([judged.gold.targets, judged.gold.related])
    limits = np.array([thresholds.values[name] for name in BINARY_LABELS])
    found = np.column_stack([judged.probabilities >= limits, judged.related.argmax(axis=1)]).astype(np.int8)
    rows, outputs = np.nonzero((given != UNLABELLED) & (given != found))
    said = given[rows, outputs]
    is_class = outputs == len(BINARY_LABELS)
    of_label = judged.probabilities[rows, np.minimum(outputs, len(BINARY_LABELS) - 1)]
    agrees = np.where(said > 0, of_label, 1 - of_label)
    agrees[is_class] = judged.related[rows[is_class], said[is_class]]
    order = np.argsort(agrees, kind="stable")
    columns = (judged.rows[rows], outputs, said, found[rows, outputs], 1 - agrees.astype(np.float64))
    return Disagreements(*(column[order] for column in columns))
