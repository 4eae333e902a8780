"""Training end to end on a small data set and miniature NLTK corpora: artefacts, seeds, refusals."""

import io
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

from classifier import artifacts
from classifier.inference import Classifier
from classifier.labels import BINARY_LABELS
from classifier.training import train
from tests import small_corpora, small_data

Run = Callable[..., int]


@dataclass(frozen=True)
class Finished:
    """A training run that ended well: its artefacts and what it printed."""

    folder: Path
    shown: str


@contextmanager
def eagerly(wanted: bool) -> Iterator[None]:
    """Run TensorFlow step by step: for one or two steps far quicker than building a graph of 36 losses."""
    tf.config.run_functions_eagerly(wanted)
    try:
        yield
    finally:
        tf.config.run_functions_eagerly(False)


@pytest.fixture(scope="module")
def vectors_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Word vectors in GloVe's text format for every word of the small data set."""
    chance = np.random.default_rng(0)
    words = sorted({word for row in small_data.rows() for word in row["message"].replace(",", "").split()})
    path = tmp_path_factory.mktemp("vectors") / "small.12d.txt"
    lines = [f"{word} {' '.join(f'{x:.4f}' for x in chance.normal(size=12))}" for word in words]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def finished(
    small_dataset: Path, corpora_folder: Path, vectors_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Finished]:
    """Train a recipe for an epoch; the same recipe and attempt is trained once only."""

    @cache
    def train_once(recipe: str, attempt: int = 0) -> Finished:
        folder, shown = tmp_path_factory.mktemp(f"{recipe}-{attempt}") / "assets", io.StringIO()
        words = [
            "--data",
            str(small_dataset),
            "--output",
            str(folder),
            "--recipe",
            recipe,
            "--epochs",
            "1",
            "--seed",
            "5",
        ]
        words += [] if recipe == "article" else ["--embeddings", str(vectors_file)]
        with small_corpora.installed(corpora_folder), redirect_stdout(shown), eagerly(recipe != "default"):
            assert train.main(words) == 0
        return Finished(folder, shown.getvalue())

    return train_once


@pytest.fixture
def run(small_dataset: Path, small_nltk: Path, tmp_path: Path) -> Run:
    """Call the command line on the small data set, writing to tmp_path/assets."""

    def call(*arguments: str, data: Path = small_dataset) -> int:
        return train.main(["--data", str(data), "--output", str(tmp_path / "assets"), "--epochs", "1", *arguments])

    return call


@pytest.mark.parametrize("recipe", ["article", "article-glove", "default"])
def test_a_recipe_writes_whole_artefacts_that_answer(recipe: str, finished: Callable[..., Finished]) -> None:
    folder = finished(recipe).folder
    classifier = Classifier.load(folder)
    assert classifier.manifest.recipe == recipe
    assert classifier.predict(["we need water and tents"]).probabilities.shape == (1, 35)
    assert {path.name for path in folder.iterdir()} == {*artifacts.REQUIRED, artifacts.MANIFEST}


@pytest.mark.parametrize("recipe", ["article", "default"])
def test_training_shows_its_progress_and_ends_with_what_it_reached(
    recipe: str, finished: Callable[..., Finished]
) -> None:
    shown = finished(recipe).shown
    assert "Epoch 1/1" in shown
    assert all(word in shown for word in ("Article total", "mAP", "Macro-F1", "Micro-F1", "test part"))


def test_the_manifest_says_what_was_done_and_nothing_of_the_machine(
    finished: Callable[..., Finished], small_dataset: Path
) -> None:
    folder = finished("article").folder
    text = (folder / artifacts.MANIFEST).read_text(encoding="utf-8")
    raw = json.loads(text)
    assert raw["labels"] == list(BINARY_LABELS)
    assert raw["seed"] == 5
    assert raw["parameters"] == 1_085_902
    assert "--recipe article" in raw["command"]
    assert raw["data"]["rows"] == len(small_data.rows())
    assert {"keras", "tensorflow", "nltk"} <= set(raw["versions"])
    assert str(folder.parent) not in text
    assert str(small_dataset) not in text


def test_the_vectors_are_named_in_the_manifest(finished: Callable[..., Finished], vectors_file: Path) -> None:
    vectors = Classifier.load(finished("article-glove").folder).manifest.raw["vectors"]
    assert vectors["file"] == vectors_file.name
    assert vectors["sha256"] == sha256(vectors_file.read_bytes()).hexdigest()


def test_the_same_seed_gives_the_same_model(finished: Callable[..., Finished]) -> None:
    one, other = (Classifier.load(finished("article", attempt).folder) for attempt in (0, 1))
    assert np.allclose(one.raw(["we need water"]), other.raw(["we need water"]), atol=1e-5)


def test_a_run_that_dies_leaves_the_old_artefacts_whole(
    run: Run, small_assets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(small_assets, tmp_path / "assets")
    before = {path.name: path.read_bytes() for path in (tmp_path / "assets").iterdir()}

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("classifier.training.fit_model.Progress.on_epoch_begin", die)
    with pytest.raises(KeyboardInterrupt):
        run("--recipe", "article")
    assert {path.name: path.read_bytes() for path in (tmp_path / "assets").iterdir()} == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--recipe", "default"], "--embeddings"),
        (["--recipe", "article-glove"], "--embeddings"),
        (["--recipe", "default", "--embeddings", "nothing.txt"], "nothing.txt"),
    ],
)
def test_a_run_without_its_vectors_ends_in_a_sentence(
    run: Run, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 1
    error = capsys.readouterr().err
    assert error.startswith("error: ")
    assert told in error


def test_a_malformed_vector_file_ends_in_a_sentence_with_its_line(
    run: Run, vectors_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.txt"
    path.write_text(vectors_file.read_text(encoding="utf-8") + "short 1 2\n", encoding="utf-8")
    assert run("--recipe", "default", "--embeddings", str(path)) == 1
    assert "bad.txt, line" in capsys.readouterr().err


def test_a_fault_in_the_data_ends_in_a_sentence(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--recipe", "article", data=tmp_path / "nowhere") == 1
    assert "disaster_messages.csv" in capsys.readouterr().err


def test_missing_corpora_end_in_a_sentence(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with small_corpora.installed(tmp_path):
        assert run("--recipe", "article") == 1
    assert "nltk.downloader" in capsys.readouterr().err
