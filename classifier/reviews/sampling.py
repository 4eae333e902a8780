"""Which of many messages to review: drawn so that the chance of each to be drawn is known."""

from dataclasses import dataclass

import numpy as np

NEAR = 0.25
"""A message is near a threshold from this share of it on."""


@dataclass(frozen=True)
class Drawn:
    """Messages that were drawn: their rows, int64 (k,), and the chance that each had, float64 (k,) in (0, 1]."""

    rows: np.ndarray
    chances: np.ndarray


def at_random(population: int, size: int, generator: np.random.Generator) -> Drawn:
    """A simple random sample of `size` rows; all of them if there are no more."""
    size = min(size, population)
    return Drawn(generator.permutation(population)[:size], np.full(size, size / max(population, 1)))


def by_size(sizes: np.ndarray, size: int, generator: np.random.Generator) -> Drawn:
    """A sample of about `size` rows, each with a chance in proportion to its own size, float (n,) and above 0.

    It is systematic: a comb of one tooth per row to be drawn falls on the rows in random order, so that the chances are
    exact. Rows too large for their share are drawn for certain.
    """
    chances = _chances(np.asarray(sizes, np.float64), min(size, len(sizes)))
    order = generator.permutation(len(sizes))
    ends = np.cumsum(chances[order]) + generator.random()
    hit = np.floor(ends + 1e-9) > np.floor(np.concatenate([ends[:1] - chances[order][:1], ends[:-1]]) + 1e-9)
    rows = generator.permutation(order[hit])
    return Drawn(rows, chances[rows])


def stratified(probabilities: np.ndarray, threshold: float, size: int, generator: np.random.Generator) -> Drawn:
    """A third each of those that reach a label's threshold, of those near it, and of the others.

    `probabilities` is float (n,). A stratum with too few rows is drawn whole, and the others share what is left.
    """
    stratum = np.where(probabilities >= threshold, 2, np.where(probabilities >= NEAR * threshold, 1, 0))
    strata = sorted((np.flatnonzero(stratum == i) for i in range(3)), key=len)
    rows, chances, left = [], [], min(size, len(probabilities))
    for place, members in enumerate(strata):
        count = min(len(members), left // (len(strata) - place))
        left -= count
        rows.append(generator.permutation(members)[:count])
        chances.append(np.full(count, count / max(len(members), 1)))
    order = generator.permutation(sum(map(len, rows)))
    return Drawn(np.concatenate(rows)[order], np.concatenate(chances)[order])


def _chances(sizes: np.ndarray, size: int) -> np.ndarray:
    """The chances of the rows, which sum to `size`: in proportion to their sizes, and none above 1."""
    chances, certain = np.ones(len(sizes)), np.zeros(len(sizes), bool)
    while not certain.all():
        rest = sizes[~certain]
        chances[~certain] = (size - certain.sum()) * rest / rest.sum()
        if not (chances > 1).any():
            break
        certain |= chances > 1
        chances[certain] = 1
    return chances
