"""The baselines: all predict the same test messages, learn something, and are reported alike."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

from classifier.labels import BINARY_LABELS
from classifier.report.figures import METRICS, SystemFigures
from classifier.training import baselines as command
from classifier.training.data.labelled_messages import LabelledMessages
from classifier.training.evaluation import article_network, baselines, bootstrap, metrics, noise_figures, tfidf
from classifier.training.evaluation.baselines import BASELINES, PAIRED
from classifier.training.evaluation.predictions import Predictions
from classifier.training.evaluation.system_figures import ALL_AT_HALF, System

NEVER = BINARY_LABELS.index("child_alone")
Run = Callable[[LabelledMessages], tuple[Predictions, Predictions]]


@pytest.fixture(scope="module")
def data(small_dataset: Path) -> LabelledMessages:
    return LabelledMessages.load(small_dataset, 42)


@pytest.fixture(autouse=True)
def _few_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tfidf, "TREES", 3)


def test_grams_are_the_words_and_their_neighbours() -> None:
    assert tfidf.grams(["need", "clean", "water"]) == ["need", "clean", "water", "need clean", "clean water"]


@pytest.mark.usefixtures("small_nltk")
@pytest.mark.parametrize("run", [baselines.logistic_regression, baselines.random_forest])
def test_a_baseline_predicts_the_validation_and_the_test_part(data: LabelledMessages, run: Run) -> None:
    for predictions, rows in zip(run(data), (data.splits.validation, data.splits.test), strict=True):
        assert predictions.probabilities.shape == (len(rows), 35)
        assert np.allclose(predictions.related.sum(axis=1), 1)
        assert (predictions.targets == data.targets[rows]).all()


@pytest.mark.usefixtures("small_nltk")
@pytest.mark.parametrize("run", [baselines.logistic_regression, baselines.random_forest])
def test_a_baseline_learns(data: LabelledMessages, run: Run) -> None:
    _, test = run(data)
    assert metrics.overall(test, ALL_AT_HALF)["mean_average_precision"] > 2 * test.targets.mean()


@pytest.mark.usefixtures("small_nltk")
def test_the_forest_is_never_certain(data: LabelledMessages) -> None:
    _, test = baselines.random_forest(data)
    assert ((test.probabilities > 0) & (test.probabilities < 1)).all()
    assert (test.probabilities[:, NEVER] < 0.5).all()


@pytest.mark.usefixtures("small_nltk")
def test_the_articles_network_predicts_both_parts(data: LabelledMessages) -> None:
    tf.config.run_functions_eagerly(True)
    try:
        validation, test = article_network.train(data, epochs=1)
    finally:
        tf.config.run_functions_eagerly(False)
    assert test.probabilities.shape == (len(data.splits.test), 35)
    assert validation.related.shape == (len(data.splits.validation), 3)


@pytest.fixture
def systems(data: LabelledMessages, small_nltk: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[SystemFigures, ...]:
    """The figures of all baselines beside a shipped model, each run being that of the logistic regression."""
    monkeypatch.setattr(bootstrap, "draw", partial(bootstrap.draw, resamples=20))
    predictions = baselines.logistic_regression(noise_figures.with_noise(data))
    quick = [replace(one, run=lambda data: predictions) if one.run else one for one in BASELINES]
    monkeypatch.setattr(baselines, "BASELINES", quick)
    test, _ = noise_figures.by_kind(predictions[1])
    shipped = System.sampled(test, ALL_AT_HALF, bootstrap.draw(len(test)))
    return baselines.compare(data, shipped)


def test_every_baseline_is_reported_in_its_order(systems: tuple[SystemFigures, ...]) -> None:
    assert [system.name for system in systems] == [one.name for one in BASELINES]


def test_the_lead_is_paired_with_the_logistic_regression_alone(systems: tuple[SystemFigures, ...]) -> None:
    assert {system.name: set(system.difference) for system in systems if system.difference} == {PAIRED: set(METRICS)}


def test_every_baseline_that_is_run_reads_noisy_messages_too(systems: tuple[SystemFigures, ...]) -> None:
    assert [bool(system.noise) for system in systems] == [bool(one.run) for one in BASELINES]


def test_kept_baselines_are_not_run_again(systems: tuple[SystemFigures, ...], data: LabelledMessages) -> None:
    assert baselines.compare(data, kept=systems) == systems


@pytest.mark.usefixtures("small_nltk")
def test_the_command_prints_every_baseline(
    small_dataset: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    some = [one for one in BASELINES if one.run is None or one.name == PAIRED]
    monkeypatch.setattr(baselines, "BASELINES", some)
    assert command.main(["--data", str(small_dataset), "--split-seed", "3"]) == 0
    shown = capsys.readouterr().out
    assert [one.title for one in some if one.title not in shown] == []
    assert "21.56" in shown
