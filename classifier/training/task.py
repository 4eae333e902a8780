"""The data set, cut into its parts, as every system that is measured sees it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from classifier.training import dataset
from classifier.training.dataset import Splits
from classifier.training.metrics import Answers


@dataclass(frozen=True)
class Task:
    """A clean table, its parts, and its targets: 0/1 (rows, 35) and `related` int (rows,)."""

    frame: pd.DataFrame
    splits: Splits
    targets: np.ndarray
    related: np.ndarray

    @classmethod
    def load(cls, directory: Path | str, seed: int) -> "Task":
        """Read the two CSV files and split them; DataError as in `dataset.load`."""
        frame = dataset.load(directory)
        return cls(frame, dataset.split(len(frame), seed), *dataset.targets(frame))

    @property
    def messages(self) -> list[str]:
        """The messages, in the table's order."""
        return self.frame["message"].tolist()

    def answers(self, rows: np.ndarray, probabilities: np.ndarray, related: np.ndarray) -> Answers:
        """A system's probabilities for some rows beside what is true of them."""
        return Answers(self.targets[rows], probabilities, self.related[rows], related)

    def originals(self, translated: bool = False) -> "Task":
        """The messages that have an untranslated original, with it in their place unless `translated`.

        Each stays in its part.
        """
        kept = self.frame["original"].to_numpy() != ""
        place = np.cumsum(kept) - 1
        splits = Splits(
            *(place[rows[kept[rows]]] for rows in (self.splits.train, self.splits.validation, self.splits.test))
        )
        frame = self.frame[kept].reset_index(drop=True)
        if not translated:
            frame["message"] = frame["original"]
        return Task(frame, splits, self.targets[kept], self.related[kept])
