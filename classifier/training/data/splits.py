"""The three parts of the data that every figure in this project rests on."""

from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import train_test_split

from classifier.dataset.held_out import DEFAULT_SEED, TEST_SHARE

VALIDATION_SHARE = 0.12


@dataclass(frozen=True)
class Splits:
    """Row positions (int64 arrays) of the three parts of a table: disjoint, and complete between them."""

    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray

    @property
    def parts(self) -> dict[str, np.ndarray]:
        """The rows of each part by its name."""
        return {"train": self.train, "validation": self.validation, "test": self.test}


def split(rows: int, seed: int = DEFAULT_SEED) -> Splits:
    """Cut `rows` rows into train, validation and test; the test part depends on `seed` alone."""
    development, test = train_test_split(np.arange(rows), test_size=TEST_SHARE, random_state=seed)
    train, validation = train_test_split(development, test_size=VALIDATION_SHARE, random_state=seed)
    return Splits(train, validation, test)
