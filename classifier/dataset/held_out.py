"""Which messages are held out for the test, so that the app finds them without scikit-learn."""

import math

import numpy as np

TEST_SHARE, DEFAULT_SEED = 0.15, 42


def held_out_rows(rows: int, seed: int = DEFAULT_SEED) -> np.ndarray:
    """The positions, int64 (k,), of the test part of a table with `rows` rows.

    They are those that `train_test_split` of scikit-learn holds out: the first of a shuffle.
    """
    shuffled = np.random.RandomState(seed).permutation(rows)  # the generator that scikit-learn uses
    return shuffled[: math.ceil(TEST_SHARE * rows)]
