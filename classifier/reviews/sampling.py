"""Which of many messages are to be checked, and with which probability each could have been.

Every message has a chance, so that the figures of any sample can be weighted back to all messages.
"""

import numpy as np

STRATA_BELOW = 4
"""A label is near its threshold down to a quarter of it; the strata are: flagged, near, the rest."""

_FLOOR = 0.05
"""A message about which the model is certain is chosen this much less often than one at a threshold."""


def simple_random(messages: int, size: int) -> np.ndarray:
    """The inclusion probability, float (messages,), of a simple random sample."""
    return np.full(messages, min(1.0, size / messages))


def by_uncertainty(probabilities: np.ndarray, thresholds: np.ndarray, size: int) -> np.ndarray:
    """Higher the nearer any label is to its threshold: float (n,), of float (n, 35) and float (35,)."""
    odds = _log_odds(probabilities) - _log_odds(thresholds)
    return _proportional(np.maximum(np.exp(-np.abs(odds)).max(axis=1), _FLOOR), size)


def by_label(probabilities: np.ndarray, threshold: float, size: int) -> np.ndarray:
    """Equally many from where one label is flagged, where it is nearly flagged, and from the rest.

    `probabilities` of that label is float (n,). A stratum with fewer messages is taken whole, and the others share
    what is left; within a stratum every message has the same chance.
    """
    strata = strata_of(probabilities, threshold)
    return _proportional(1 / np.bincount(strata, minlength=3)[strata], size)


def strata_of(probabilities: np.ndarray, threshold: float) -> np.ndarray:
    """The stratum of each message, int (n,): 0 where a label is flagged, 1 where it nearly is, 2 for the rest."""
    return (probabilities < threshold).astype(int) + (probabilities < threshold / STRATA_BELOW)


def draw_rows(inclusion: np.ndarray, seed: int) -> np.ndarray:
    """The rows of a sample with these inclusion probabilities, int (k,), in random order (Madow's systematic sampling).

    Messages with the same chance are taken together, so that each stratum gives its share.
    """
    random = np.random.default_rng(seed)
    order = random.permutation(len(inclusion))
    order = order[np.argsort(inclusion[order], kind="stable")]
    ends = np.cumsum(inclusion[order])
    picks = np.searchsorted(ends, random.random() + np.arange(round(ends[-1])), side="right")
    rows = order[np.unique(np.minimum(picks, len(order) - 1))]
    return random.permutation(rows)


def expected_marked(probabilities: np.ndarray, inclusion: np.ndarray) -> float:
    """How many messages of a sample a label is expected to apply to: tells which stack finds a rare label sooner."""
    return float((probabilities * inclusion).sum())


def _proportional(weights: np.ndarray, size: int) -> np.ndarray:
    """Inclusion probabilities proportional to weights, none above 1, whose sum is the size of the sample."""
    inclusion = np.ones(len(weights))
    if size >= len(weights):
        return inclusion
    free = np.ones(len(weights), bool)
    while True:
        inclusion[free] = weights[free] / weights[free].sum() * (size - (~free).sum())
        above = free & (inclusion > 1)
        if not above.any():
            return inclusion
        inclusion[above], free = 1.0, free & ~above


def _log_odds(shares: np.ndarray) -> np.ndarray:
    kept = np.clip(shares, 1e-6, 1 - 1e-6)
    return np.log(kept / (1 - kept))
