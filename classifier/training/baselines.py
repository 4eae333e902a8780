"""The peers that the shipped model is compared with: same messages, same splits, same metric code.

python -m classifier.training.baselines --data DIR [--split-seed N]
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from classifier.text import forms
from classifier.training import bootstrap, measure, tfidf
from classifier.training.calibrate import raw_thresholds
from classifier.training.command import exit_status
from classifier.training.dataset import DEFAULT_SEED
from classifier.training.measure import System
from classifier.training.metrics import Answers
from classifier.training.table import print_systems
from classifier.training.task import Task

PRINTED, ONCE, MEASURED = "printed in the article", "measured once", "measured on these test messages"
CHOSEN = "thresholds from validation, chosen as the shipped model's"
RIVAL = "logistic_regression"
"""The peer that the shipped model is paired with, resample by resample."""


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
    return tfidf.run(task, tfidf.english_tokens(task.messages), tfidf.linear)


def random_forest(task: Task) -> tuple[Answers, Answers]:
    """TF-IDF of one and two words and a random forest of 100 trees an output, the usual course project."""
    return tfidf.run(task, tfidf.english_tokens(task.messages), tfidf.forests)


def article_network(task: Task) -> tuple[Answers, Answers]:
    """The article's network, trained as published."""
    import keras

    from classifier.training import fit_model, recipes

    keras.utils.set_random_seed(tfidf.SEED)
    trained = recipes.train(recipes.Request("article", Path()), task.frame, task.splits)

    def answer(rows: np.ndarray) -> Answers:
        inputs = trained.tokenizer.features([task.messages[i] for i in rows])
        return task.answers(rows, *fit_model.predict(trained.model, inputs))

    return answer(task.splits.validation), answer(task.splits.test)


def linear_by_language(task: Task) -> dict[str, dict[str, Any]]:
    """mAP of logistic regressions on the test part's untranslated originals, fitted on originals, and on
    the same messages in English, fitted on those messages in English."""
    originals, english = task.originals(), task.originals(translated=True)
    _, on_originals = tfidf.run(originals, [forms(text) for text in originals.messages], tfidf.linear)
    _, on_english = tfidf.run(english, tfidf.english_tokens(english.messages), tfidf.linear)
    return {
        "linear_on_originals": measure.mean_precision(on_originals),
        "linear_on_english": measure.mean_precision(on_english),
    }


PEERS: tuple[Peer, ...] = (
    Peer(
        "article",
        "The article's notebook, own embedding",
        PRINTED,
        "decided at 0.5",
        {"article_total": 21.56, "macro_f1": 0.27, "related_macro_f1": 0.49},
    ),
    Peer(
        "article_glove",
        "The article's notebook, GloVe",
        PRINTED,
        "decided at 0.5",
        {"article_total": 22.08, "macro_f1": 0.31, "related_macro_f1": 0.65},
    ),
    Peer("article_network", "The article's network, retrained here", MEASURED, CHOSEN, run=article_network),
    Peer("random_forest", "TF-IDF + random forest", MEASURED, CHOSEN, run=random_forest),
    Peer(RIVAL, "TF-IDF + logistic regression", MEASURED, CHOSEN, run=logistic_regression),
    Peer(
        "minilm",
        "Fine-tuned MiniLM transformer (22 M parameters)",
        ONCE,
        "thresholds from validation; measured once, not repeated here",
        {
            "article_total": 26.62,
            "mean_average_precision": 0.480,
            "macro_f1": 0.493,
            "micro_f1": 0.625,
            "related_macro_f1": 0.80,
        },
    ),
)


def compare(task: Task, ours: System | None = None, kept: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return the `baselines` section, running the peers that are not in `kept` (name -> entry).

    With `ours`, the logistic regression's entry has the paired differences, ours minus its.
    """
    kept, weights = kept or {}, bootstrap.draw(len(task.splits.test))
    return [kept[peer.name] if peer.name in kept else _entry(peer, task, weights, ours) for peer in PEERS]


def _entry(peer: Peer, task: Task, weights: np.ndarray, ours: System | None) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": peer.name, "title": peer.title, "source": peer.source, "note": peer.note}
    if peer.run is None:
        cited = {metric: {"value": value, "interval": None} for metric, value in peer.cited.items()}
        return entry | {"overall": cited, "difference": None}
    validation, test = peer.run(task)
    theirs = System.sampled(test, raw_thresholds(validation.targets, validation.probabilities)["balanced"], weights)
    difference = measure.differences(ours, theirs) if ours is not None and peer.name == RIVAL else None
    return entry | {"overall": measure.overall(theirs), "difference": difference}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the peers on one split and print what they reach; 1 if an input is at fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, help="folder with the two CSV files")
    parser.add_argument("--split-seed", type=int, default=DEFAULT_SEED, help="seed of the test split (default: 42)")
    options = parser.parse_args(arguments)
    return exit_status(lambda: print_systems(compare(Task.load(options.data, options.split_seed))))


if __name__ == "__main__":
    sys.exit(main())
