"""The linear path: balanced logistic regressions on n-grams, fitted by scikit-learn, run inside the network."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from classifier.labels import RELATED_CLASSES
from classifier.text.ngrams import NgramVocabulary, hash_ngrams

MINIMUM_COUNT = 7
"""An n-gram is used if at least this many training messages contain it."""


@dataclass(frozen=True)
class LinearPath:
    """`idf` float32 (ngrams,) and `weights` float32 (ngrams, 38): 35 labels, then 3 classes."""

    idf: np.ndarray
    weights: np.ndarray


def vocabulary(messages: Sequence[str], tokens: np.ndarray) -> NgramVocabulary:
    """The n-grams that enough messages contain; `tokens` are the messages' word ids, int32 (n, words)."""
    rows, hashes = hash_ngrams(messages, tokens)
    pairs = np.unique((rows << 24) | hashes)
    counts = np.bincount(pairs & 0xFFFFFF, minlength=1 << 24)
    return NgramVocabulary(tuple(np.flatnonzero(counts >= MINIMUM_COUNT).tolist()))


def fit(
    ngrams: np.ndarray, size: int, targets: np.ndarray, related: np.ndarray, messages: int, jobs: int = 2
) -> LinearPath:
    """Fit one balanced regression per label and one per class of `related`, against the rest.

    `ngrams` are ids int32 (n, widest), 0 for padding, up to `size`; `targets` 0/1 (n, 35); `related` int (n,). The
    first `messages` rows are messages, the others the originals of some: the classes are learned from messages alone,
    because class 2 marks those that are not English, and most originals, of class 1, are not English either. An
    output without positives gets zero weights. Intercepts are left out: `members.weigh` fits them.
    """
    counts = _matrix(ngrams, size)
    idf = np.log((1 + len(ngrams)) / (1 + counts.getnnz(axis=0))) + 1
    features = normalize(counts @ diags(idf)).tocsr()
    classes = np.eye(len(RELATED_CLASSES))[related[:messages]]
    tasks = [(features, target) for target in targets.T] + [(features[:messages], target) for target in classes.T]
    weights = Parallel(n_jobs=jobs, max_nbytes=None)(delayed(_binary)(*task) for task in tasks)
    return LinearPath(idf.astype(np.float32), np.transpose(weights).astype(np.float32))


def _matrix(ngrams: np.ndarray, size: int) -> csr_matrix:
    rows, columns = np.nonzero(ngrams)
    return csr_matrix((np.ones(len(rows), np.float32), (rows, ngrams[rows, columns] - 1)), shape=(len(ngrams), size))


def _binary(features: csr_matrix, targets: np.ndarray) -> np.ndarray:
    if not targets.any():
        return np.zeros(features.shape[1])
    model = LogisticRegression(class_weight="balanced", solver="liblinear", dual=True, random_state=0)
    return np.asarray(model.fit(features, targets).coef_[0])
