"""Word vectors -> vectors of n-grams of characters that compose them (in training only)."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix

from classifier.text.composition import Composer, ngrams

MINIMUM_COUNT = 8
"""An n-gram gets a vector if at least this many words contain it."""

PENALTY, ITERATIONS, FOLDS = 0.5, 15, 4
"""Of the ridge regression: its penalty, the steps of the conjugate gradient method, the folds of `held_out`."""


def fit(words: Sequence[str], vectors: np.ndarray) -> Composer:
    """Fit vectors of n-grams to those of words, float32 (words, dimensions), by ridge regression."""
    counts = Counter(ngram for word in words for ngram in set(ngrams(word)))
    found = tuple(ngram for ngram, number in counts.items() if number >= MINIMUM_COUNT)
    mean = vectors.mean(axis=0)
    return Composer.compressed(found, _ridge(_matrix(words, found), vectors - mean), mean)


def held_out(words: Sequence[str], vectors: np.ndarray) -> np.ndarray:
    """Each word's vector as it would be composed if the word were unknown: by a composer fitted without it."""
    folds = np.random.default_rng(0).integers(0, FOLDS, len(words))
    composed = np.zeros_like(vectors)
    for fold in range(FOLDS):
        inside, outside = np.flatnonzero(folds == fold).tolist(), np.flatnonzero(folds != fold).tolist()
        composer = fit([words[i] for i in outside], vectors[outside])
        composed[inside] = composer.compose([words[i] for i in inside])
    return composed


def _matrix(words: Sequence[str], found: Sequence[str]) -> csr_matrix:
    """How much of each n-gram is in each word: as in `Composer.compose`."""
    row_of = {ngram: row for row, ngram in enumerate(found)}
    rows = [[row for ngram in ngrams(word) if (row := row_of.get(ngram)) is not None] for word in words]
    lengths = np.array([len(row) for row in rows])
    values = np.repeat(1 / np.sqrt(np.maximum(lengths, 1)), lengths)
    columns = np.concatenate([np.array(row, np.int64) for row in rows])
    return csr_matrix((values, columns, np.concatenate([[0], np.cumsum(lengths)])), shape=(len(words), len(found)))


def _ridge(features: csr_matrix, targets: np.ndarray) -> np.ndarray:
    """Coefficients (ngrams, dimensions), all dimensions at once by the conjugate gradient method.

    scikit-learn's own solvers take the dimensions one after the other, which takes ten times as long.
    """
    gram, wanted = (features.T @ features).tocsr(), features.T @ targets
    found, residual = np.zeros_like(wanted), wanted.copy()
    direction, size = residual.copy(), (residual**2).sum(axis=0)
    for _ in range(ITERATIONS):
        image = gram @ direction + PENALTY * direction
        step = size / np.maximum((direction * image).sum(axis=0), 1e-12)
        found += step * direction
        residual -= step * image
        previous, size = size, (residual**2).sum(axis=0)
        direction = residual + size / np.maximum(previous, 1e-12) * direction
    return found
