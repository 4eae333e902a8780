"""The hierarchy of `labels.PARENTS` applied to probabilities: no label is more probable than the one it implies."""

import numpy as np

from classifier.labels import BINARY_LABELS, PARENTS

_CHILDREN = [BINARY_LABELS.index(child) for child in PARENTS]
_PARENTS = [BINARY_LABELS.index(parent) for parent in PARENTS.values()]


def cap_at_parents(probabilities: np.ndarray) -> np.ndarray:
    """Lower each label of probabilities (n, 35) to its parent's where it exceeds it; a new array of the same dtype."""
    held = probabilities.copy()
    held[:, _CHILDREN] = np.minimum(held[:, _CHILDREN], held[:, _PARENTS])
    return held
