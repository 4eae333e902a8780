"""The peers: all answer the same test messages, learn something, and are reported alike."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from classifier.labels import BINARY_LABELS
from classifier.metrics_rows import METRICS
from classifier.training import baselines, bootstrap, metrics, tfidf
from classifier.training.baselines import PEERS, RIVAL
from classifier.training.dataset import Splits
from classifier.training.measure import HALF, System
from classifier.training.task import Task


@pytest.fixture(scope="module")
def task(small_dataset: Path) -> Task:
    return Task.load(small_dataset, 42)


@pytest.fixture(autouse=True)
def _few_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tfidf, "TREES", 3)


def test_the_parts_of_the_originals_are_the_parts_of_their_translations(task: Task) -> None:
    originals, english = task.originals(), task.originals(translated=True)
    assert (originals.frame["message"] == originals.frame["original"]).all()
    for part in ("train", "validation", "test"):
        rows, all_rows = getattr(originals.splits, part), getattr(task.splits, part)
        ids = task.frame["id"].to_numpy()[all_rows]
        kept = ids[(task.frame["original"] != "").to_numpy()[all_rows]]
        assert (originals.frame["id"].to_numpy()[rows] == kept).all()
        assert english.frame["message"].iloc[rows].tolist() == task.frame.set_index("id")["message"].loc[kept].tolist()


def test_grams_are_the_words_and_their_neighbours() -> None:
    assert tfidf.grams(["need", "clean", "water"]) == ["need", "clean", "water", "need clean", "clean water"]
    assert tfidf.grams([]) == []


@pytest.mark.usefixtures("small_nltk")
def test_tokens_are_lemmas_without_stop_words() -> None:
    (tokens,) = tfidf.english_tokens(["The children need TENTS, see http://example.org"])
    assert "the" not in tokens
    assert "tent" in tokens


@pytest.mark.usefixtures("small_nltk")
@pytest.mark.parametrize("run", [baselines.logistic_regression, baselines.random_forest])
def test_a_peer_answers_every_test_message_and_learns(task: Task, run) -> None:  # type: ignore[no-untyped-def]
    validation, test = run(task)
    assert test.probabilities.shape == (len(task.splits.test), 35)
    assert validation.related.shape == (len(task.splits.validation), 3)
    assert np.allclose(test.related.sum(axis=1), 1)
    assert ((test.probabilities >= 0) & (test.probabilities <= 1)).all()
    assert (test.probabilities[:, BINARY_LABELS.index("child_alone")] < 0.5).all()
    assert metrics.overall(test, HALF)["mean_average_precision"] > 2 * test.targets.mean()


def test_the_articles_network_is_trained_by_its_recipe(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    from classifier import model
    from classifier.training import recipes
    from tests.small_artifacts import TOKENIZER

    def train(request: recipes.Request, frame: pd.DataFrame, splits: Splits) -> recipes.Trained:
        assert (request.recipe, len(frame), splits) == ("article", len(task.frame), task.splits)
        return recipes.Trained(model.article(TOKENIZER.size, 8).serving, TOKENIZER, {}, {})

    monkeypatch.setattr(recipes, "train", train)
    validation, test = baselines.article_network(task)
    assert test.probabilities.shape == (len(task.splits.test), 35)
    assert validation.related.shape == (len(task.splits.validation), 3)


@pytest.mark.usefixtures("small_nltk")
def test_the_lead_is_paired_with_the_logistic_regression_only(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = baselines.logistic_regression(task)
    quick = [replace(peer, run=lambda task: answers) if peer.run else peer for peer in PEERS]
    monkeypatch.setattr(baselines, "PEERS", quick)
    weights = bootstrap.draw(len(task.splits.test))
    section = baselines.compare(task, System.sampled(answers[1], HALF, weights))
    assert [entry["name"] for entry in section] == [peer.name for peer in PEERS]
    assert {entry["name"] for entry in section if entry["difference"]} == {RIVAL}
    assert set(section[-2]["difference"]) == set(METRICS)


def test_kept_peers_are_not_run_again(task: Task) -> None:
    kept = {peer.name: {"name": peer.name} for peer in PEERS}
    assert baselines.compare(task, kept=kept) == list(kept.values())


@pytest.mark.usefixtures("small_nltk")
def test_the_command_prints_every_peer(
    small_dataset: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(baselines, "PEERS", [peer for peer in PEERS if peer.run is None or peer.name == RIVAL])
    baselines.main(["--data", str(small_dataset), "--split-seed", "3"])
    shown = capsys.readouterr().out
    assert all(peer.title in shown for peer in baselines.PEERS)
    assert "21.56" in shown
