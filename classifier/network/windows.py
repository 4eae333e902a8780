"""The answers to the windows of a long message -> the answer to the message."""

import numpy as np

from classifier.labels import RELATED_CLASS


def combine_labels(probabilities: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """The highest probability of each label in any window, float32 (n, 35).

    `probabilities` is float32 (windows, 35), calibrated; `starts` int (n,) is where each message's windows begin. No
    label exceeds its parent: the window that gives the highest child gives a parent at least as high.
    """
    return np.maximum.reduceat(probabilities, starts, axis=0) if len(starts) else probabilities


def combine_related(related: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """A message is as related as its most related window, float32 (n, 3); rows sum to 1.

    `related` is float32 (windows, 3). The two other classes share what is left in the proportion of their means.
    """
    if not len(starts):
        return related
    best = np.maximum.reduceat(related[:, RELATED_CLASS], starts)
    others = np.add.reduceat(related, starts, axis=0)
    others[:, RELATED_CLASS] = 0
    others *= ((1 - best) / np.maximum(others.sum(axis=1), 1e-9))[:, None]
    others[:, RELATED_CLASS] = best
    return others
