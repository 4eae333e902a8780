"""The peers that the shipped model is compared with: same messages, same splits, same metric code.

    python -m classifier.training.baselines --data DIR [--split-seed N]
"""

import argparse
import sys
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from classifier.errors import UserError
from classifier.text import forms
from classifier.tokenizer import ENGLISH
from classifier.training import bootstrap, measure
from classifier.training.calibrate import raw_thresholds
from classifier.training.dataset import DEFAULT_SEED
from classifier.training.fit_text import nltk_lemmas, stop_words
from classifier.training.measure import System
from classifier.training.metrics import Answers
from classifier.training.table import print_systems
from classifier.training.task import Task

PRINTED, ONCE, MEASURED = "printed in the article", "measured once", "measured on these test messages"
CHOSEN = "thresholds from validation, chosen as the shipped model's"
RIVAL = "logistic_regression"
"""The peer that the shipped model is paired with, resample by resample."""

SEED, TREES = 42, 100
Said = list[tuple[np.ndarray, np.ndarray]]
"""For each matrix of features that was asked about: probabilities (n, 35) and `related` (n, 3)."""


@dataclass(frozen=True)
class Peer:
    """A system to compare with: `cited` figures, or `run` to answer the validation and the test messages."""

    name: str
    title: str
    source: str
    note: str
    cited: Mapping[str, float] = field(default_factory=dict)
    run: Callable[[Task], tuple[Answers, Answers]] | None = None


def logistic_regression(task: Task) -> tuple[Answers, Answers]:
    """TF-IDF of one and two words, one balanced logistic regression a label, a multinomial one for `related`."""
    return _run(task, english_tokens(task.messages), _linear)


def random_forest(task: Task) -> tuple[Answers, Answers]:
    """TF-IDF of one and two words and a random forest of 100 trees an output, the usual course project."""
    return _run(task, english_tokens(task.messages), _forests)


def article_network(task: Task) -> tuple[Answers, Answers]:
    """The article's network, trained as published."""
    import keras

    from classifier.training import fit_model, recipes

    keras.utils.set_random_seed(SEED)
    trained = recipes.train(recipes.Request("article", Path()), task.frame, task.splits)

    def answer(rows: np.ndarray) -> Answers:
        inputs = trained.tokenizer.features([task.messages[i] for i in rows])
        return task.answers(rows, *fit_model.predict(trained.model, inputs))

    return answer(task.splits.validation), answer(task.splits.test)


def linear_by_language(task: Task) -> dict[str, dict[str, Any]]:
    """mAP of logistic regressions on the test part's untranslated originals, fitted on originals, and on
    the same messages in English, fitted on those messages in English."""
    originals, english = task.originals(), task.originals(translated=True)
    _, on_originals = _run(originals, [forms(text) for text in originals.messages], _linear)
    _, on_english = _run(english, english_tokens(english.messages), _linear)
    return {"linear_on_originals": measure.mean_precision(on_originals),
            "linear_on_english": measure.mean_precision(on_english)}


PEERS: tuple[Peer, ...] = (
    Peer("article", "The article's notebook, own embedding", PRINTED, "decided at 0.5",
         {"article_total": 21.56, "macro_f1": 0.27, "related_macro_f1": 0.49}),
    Peer("article_glove", "The article's notebook, GloVe", PRINTED, "decided at 0.5",
         {"article_total": 22.08, "macro_f1": 0.31, "related_macro_f1": 0.65}),
    Peer("article_network", "The article's network, retrained here", MEASURED, CHOSEN, run=article_network),
    Peer("random_forest", "TF-IDF + random forest", MEASURED, CHOSEN, run=random_forest),
    Peer(RIVAL, "TF-IDF + logistic regression", MEASURED, CHOSEN, run=logistic_regression),
    Peer("minilm", "Fine-tuned MiniLM transformer (22 M parameters)", ONCE,
         "thresholds from validation; measured once, not repeated here",
         {"article_total": 26.62, "mean_average_precision": 0.480, "macro_f1": 0.493, "micro_f1": 0.625,
          "related_macro_f1": 0.80}),
)


def compare(task: Task, ours: System | None = None, kept: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return the `baselines` section, running the peers that are not in `kept` (name -> entry).

    With `ours`, the logistic regression's entry has the paired differences, ours minus its.
    """
    kept, weights = kept or {}, bootstrap.draw(len(task.splits.test))
    return [kept[peer.name] if peer.name in kept else _entry(peer, task, weights, ours) for peer in PEERS]


def english_tokens(messages: Iterable[str]) -> list[list[str]]:
    """Each message's lemmas without English stop words, by NLTK and its corpora."""
    from nltk.stem import WordNetLemmatizer

    stops, lemmatize = stop_words((ENGLISH,))[ENGLISH], WordNetLemmatizer().lemmatize
    return [nltk_lemmas(message, stops, lemmatize) for message in messages]


def grams(tokens: list[str]) -> list[str]:
    """The tokens and each pair of neighbours."""
    return [*tokens, *(f"{left} {right}" for left, right in pairwise(tokens))]


def _entry(peer: Peer, task: Task, weights: np.ndarray, ours: System | None) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": peer.name, "title": peer.title, "source": peer.source, "note": peer.note}
    if peer.run is None:
        cited = {metric: {"value": value, "interval": None} for metric, value in peer.cited.items()}
        return entry | {"overall": cited, "difference": None}
    validation, test = peer.run(task)
    theirs = System.sampled(test, raw_thresholds(validation.targets, validation.probabilities)["balanced"], weights)
    difference = measure.differences(ours, theirs) if ours is not None and peer.name == RIVAL else None
    return entry | {"overall": measure.overall(theirs), "difference": difference}


def _run(task: Task, tokens: list[list[str]],
         fit: Callable[[csr_matrix, np.ndarray, np.ndarray, Sequence[csr_matrix]], Said]) -> tuple[Answers, Answers]:
    train, validation, test = task.splits.train, task.splits.validation, task.splits.test
    vectorizer = TfidfVectorizer(analyzer=grams, sublinear_tf=True, min_df=2)
    features = vectorizer.fit_transform([tokens[i] for i in train])
    asked = [vectorizer.transform([tokens[i] for i in rows]) for rows in (validation, test)]
    said = fit(features, task.targets[train], task.related[train], asked)
    return task.answers(validation, *said[0]), task.answers(test, *said[1])


def _linear(features: csr_matrix, targets: np.ndarray, related: np.ndarray, asked: Sequence[csr_matrix]) -> Said:
    one = LogisticRegression(class_weight="balanced", solver="liblinear", random_state=SEED)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Label .* is present in all training examples")
        binary = OneVsRestClassifier(one).fit(features, targets)
    multinomial = LogisticRegression(class_weight="balanced", max_iter=1_000).fit(features, related)
    return [(binary.predict_proba(matrix), multinomial.predict_proba(matrix)) for matrix in asked]


def _forests(features: csr_matrix, targets: np.ndarray, related: np.ndarray, asked: Sequence[csr_matrix]) -> Said:
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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the peers on one split and print what they reach; 1 if an input is at fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, help="folder with the two CSV files")
    parser.add_argument("--split-seed", type=int, default=DEFAULT_SEED, help="seed of the test split (default: 42)")
    options = parser.parse_args(arguments)
    try:
        print_systems(compare(Task.load(options.data, options.split_seed)))
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
