"""TF-IDF of one and two words, and what scikit-learn learns from it: the usual peers of a text network."""

import warnings
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from classifier.tokenizer import ENGLISH
from classifier.training.fit_text import nltk_lemmas, stop_words
from classifier.training.metrics import Answers
from classifier.training.task import Task

SEED, TREES = 42, 100
Said = list[tuple[np.ndarray, np.ndarray]]
"""For each matrix of features that was asked about: probabilities (n, 35) and `related` (n, 3)."""


def english_tokens(messages: Iterable[str]) -> list[list[str]]:
    """Each message's lemmas without English stop words, by NLTK and its corpora."""
    from nltk.stem import WordNetLemmatizer

    stops, lemmatize = stop_words((ENGLISH,))[ENGLISH], WordNetLemmatizer().lemmatize
    return [nltk_lemmas(message, stops, lemmatize) for message in messages]


def grams(tokens: list[str]) -> list[str]:
    """The tokens and each pair of neighbours."""
    return [*tokens, *(f"{left} {right}" for left, right in pairwise(tokens))]


def run(
    task: Task, tokens: list[list[str]], fit: Callable[[csr_matrix, np.ndarray, np.ndarray, Sequence[csr_matrix]], Said]
) -> tuple[Answers, Answers]:
    train, validation, test = task.splits.train, task.splits.validation, task.splits.test
    vectorizer = TfidfVectorizer(analyzer=grams, sublinear_tf=True, min_df=2)
    features = vectorizer.fit_transform([tokens[i] for i in train])
    asked = [vectorizer.transform([tokens[i] for i in rows]) for rows in (validation, test)]
    said = fit(features, task.targets[train], task.related[train], asked)
    return task.answers(validation, *said[0]), task.answers(test, *said[1])


def linear(features: csr_matrix, targets: np.ndarray, related: np.ndarray, asked: Sequence[csr_matrix]) -> Said:
    one = LogisticRegression(class_weight="balanced", solver="liblinear", random_state=SEED)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Label .* is present in all training examples")
        binary = OneVsRestClassifier(one).fit(features, targets)
    multinomial = LogisticRegression(class_weight="balanced", max_iter=1_000).fit(features, related)
    return [(binary.predict_proba(matrix), multinomial.predict_proba(matrix)) for matrix in asked]


def forests(features: csr_matrix, targets: np.ndarray, related: np.ndarray, asked: Sequence[csr_matrix]) -> Said:
    """One forest after the other, since all 36 at once would fill the memory.

    A label's probability is its share of the trees and of one tree more that is undecided, so that none is certain.
    """
    shares = []
    for column in (*targets.T, related):
        forest = RandomForestClassifier(n_estimators=TREES, n_jobs=-1, random_state=SEED).fit(features, column)
        shares.append([forest.predict_proba(matrix) for matrix in asked])
    *binary, classes = (list(answers) for answers in shares)
    votes = [np.column_stack([TREES * (1 - answers[i][:, 0]) for answers in binary]) for i in range(len(asked))]
    return [((count + 0.5) / (TREES + 1), classes[i]) for i, count in enumerate(votes)]
