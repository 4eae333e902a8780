"""TF-IDF of one and two words, and what scikit-learn learns from it: the usual baselines for a text network."""

import warnings
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from classifier.training.data.labelled_messages import LabelledMessages
from classifier.training.evaluation.predictions import Predictions

SEED, TREES = 42, 100

Probabilities = list[tuple[np.ndarray, np.ndarray]]
"""For each feature matrix to predict: probabilities (n, 35) and those of `related` (n, 3)."""

Learner = Callable[[csr_matrix, np.ndarray, np.ndarray, Sequence[csr_matrix]], Probabilities]
"""Training features, targets (n, 35), `related` (n,), and the feature matrices to predict -> their probabilities."""


def grams(tokens: list[str]) -> list[str]:
    """The tokens and each pair of neighbours."""
    return [*tokens, *(f"{left} {right}" for left, right in pairwise(tokens))]


def run(data: LabelledMessages, tokens: list[list[str]], learner: Learner) -> tuple[Predictions, Predictions]:
    """Fit on the training part and predict the validation and the test part; `tokens` are those of each message."""
    train, *parts = data.splits.parts.values()
    vectorizer = TfidfVectorizer(analyzer=grams, sublinear_tf=True, min_df=2)
    features = vectorizer.fit_transform([tokens[i] for i in train])
    matrices = [vectorizer.transform([tokens[i] for i in rows]) for rows in parts]
    found = learner(features, data.targets[train], data.related[train], matrices)
    validation, test = (Predictions.of(data, rows, *pair) for rows, pair in zip(parts, found, strict=True))
    return validation, test


def linear(
    features: csr_matrix, targets: np.ndarray, related: np.ndarray, matrices: Sequence[csr_matrix]
) -> Probabilities:
    """A balanced logistic regression for each label, a multinomial one for `related`."""
    one = LogisticRegression(class_weight="balanced", solver="liblinear", random_state=SEED)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Label .* is present in all training examples")
        binary = OneVsRestClassifier(one).fit(features, targets)
    multinomial = LogisticRegression(class_weight="balanced", max_iter=1_000).fit(features, related)
    return [(binary.predict_proba(matrix), multinomial.predict_proba(matrix)) for matrix in matrices]


def forests(
    features: csr_matrix, targets: np.ndarray, related: np.ndarray, matrices: Sequence[csr_matrix]
) -> Probabilities:
    """A forest for each output, one after the other, since all 36 at once would fill up memory.

    A label's probability is its share of the trees' votes, with half a vote added on either side, so that none is
    certain.
    """
    shares = []
    for column in (*targets.T, related):
        forest = RandomForestClassifier(n_estimators=TREES, n_jobs=-1, random_state=SEED).fit(features, column)
        shares.append([forest.predict_proba(matrix) for matrix in matrices])
    *binary, classes = shares
    votes = [np.column_stack([TREES * (1 - share[i][:, 0]) for share in binary]) for i in range(len(matrices))]
    return [((count + 0.5) / (TREES + 1), classes[i]) for i, count in enumerate(votes)]
