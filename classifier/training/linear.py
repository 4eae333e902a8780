"""The linear path: balanced logistic regressions on n-grams, fitted by scikit-learn, run inside the network."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from classifier.labels import RELATED_CLASSES
from classifier.ngrams import NgramVocabulary, hash_ngrams

MINIMUM_COUNT = 7
"""Training messages that an n-gram must stand in."""


@dataclass(frozen=True)
class LinearPath:
    """`idf` float32 (ngrams,), `weights` float32 (ngrams, outputs) and `bias` float32 (outputs,): 35 labels, 3 classes."""

    idf: np.ndarray
    weights: np.ndarray
    bias: np.ndarray


def vocabulary(messages: Sequence[str], tokens: np.ndarray) -> NgramVocabulary:
    """The n-grams that stand in enough messages."""
    rows, hashes = hash_ngrams(messages, tokens)
    pairs = np.unique((rows << 24) | hashes)
    counts = np.bincount(pairs & 0xFFFFFF, minlength=1 << 24)
    return NgramVocabulary(tuple(np.flatnonzero(counts >= MINIMUM_COUNT).tolist()))


def fit(ngrams: np.ndarray, size: int, labels: np.ndarray, related: np.ndarray, jobs: int = 2) -> LinearPath:
    """Fit one regression a label and one of three classes for `related`.

    `ngrams` are ids int32 (n, widest), 0 for padding, up to `size`; `labels` 0/1 (n, 35);
    `related` int (n,). A label without positives gets zero weights and a bias of -10.
    """
    counts = _matrix(ngrams, size)
    idf = np.log((1 + len(ngrams)) / (1 + counts.getnnz(axis=0))) + 1
    features = normalize(counts @ diags(idf)).tocsr()
    fitted = Parallel(n_jobs=jobs, max_nbytes=None)(delayed(_binary)(features, labels[:, i]) for i in range(labels.shape[1]))
    coefficients, biases = zip(*fitted, strict=True)
    classes = LogisticRegression(class_weight="balanced", max_iter=300).fit(features, related)
    class_weights, class_bias = _all_classes(classes)
    weights = np.concatenate([np.stack(coefficients, axis=1), class_weights], axis=1)
    return LinearPath(idf.astype(np.float32), weights.astype(np.float32),
                      np.concatenate([biases, class_bias]).astype(np.float32))


def _matrix(ngrams: np.ndarray, size: int) -> csr_matrix:
    rows, columns = np.nonzero(ngrams)
    return csr_matrix((np.ones(len(rows), np.float32), (rows, ngrams[rows, columns] - 1)), shape=(len(ngrams), size))


def _binary(features: csr_matrix, targets: np.ndarray) -> tuple[np.ndarray, float]:
    if not targets.any():
        return np.zeros(features.shape[1]), -10.0
    model = LogisticRegression(class_weight="balanced", solver="liblinear", dual=True).fit(features, targets)
    return model.coef_[0], float(model.intercept_[0])


def _all_classes(model: LogisticRegression) -> tuple[np.ndarray, np.ndarray]:
    """Weights (ngrams, 3) and bias (3,), also where the training part lacks a class."""
    weights, bias = np.zeros((model.coef_.shape[1], len(RELATED_CLASSES))), np.full(len(RELATED_CLASSES), -10.0)
    coefficients, intercepts = model.coef_, model.intercept_
    if len(model.classes_) == 2:  # scikit-learn keeps one row for two classes
        coefficients, intercepts = np.stack([-coefficients[0], coefficients[0]]) / 2, np.array([-1, 1]) * intercepts / 2
    weights[:, model.classes_.astype(int)], bias[model.classes_.astype(int)] = coefficients.T, intercepts
    return weights, bias
