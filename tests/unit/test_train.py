"""Training end to end on a small data set and miniature NLTK corpora: artefacts, seeds, refusals."""

import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
import tensorflow as tf

from classifier import artifacts
from classifier.dataset.seen_messages import SeenMessages
from classifier.errors import VectorsError
from classifier.inference import Classifier
from classifier.report.figures import METRICS
from classifier.training import train
from classifier.training.data.labelled_messages import LabelledMessages
from classifier.training.fitting import stacking
from classifier.training.fitting.progress import Progress
from classifier.training.text import word_vectors
from tests import small_corpora, small_data

Run = Callable[..., int]
RECIPES = ("article", "article-glove", "default")


@dataclass(frozen=True)
class Finished:
    """A training run that succeeded: its artefacts and what it printed."""

    folder: Path
    shown: str


@contextmanager
def eagerly(wanted: bool) -> Iterator[None]:
    """Run TensorFlow step by step: for one or two steps far faster than building a graph of 36 losses."""
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
    """Train a recipe for one epoch; the same recipe and attempt is trained only once."""

    @cache
    def train_once(recipe: str, attempt: int = 0) -> Finished:
        folder, shown = tmp_path_factory.mktemp(f"{recipe}-{attempt}") / "assets", io.StringIO()
        words = f"--data {small_dataset} --output {folder} --recipe {recipe} --epochs 1 --seed 5".split()
        words += [] if recipe == "article" else ["--embeddings", str(vectors_file)]
        two_folds = patch.object(stacking, "FOLDS", 2)  # each takes half a minute
        with small_corpora.installed(corpora_folder), redirect_stdout(shown), eagerly(recipe != "default"), two_folds:
            assert train.main(words) == 0
        return Finished(folder, shown.getvalue())

    return train_once


@pytest.fixture
def run(small_dataset: Path, small_nltk: Path, tmp_path: Path) -> Run:
    """Call the command line on the small data set, writing to tmp_path/assets."""

    def call(*arguments: str, data: Path = small_dataset) -> int:
        return train.main(["--data", str(data), "--output", str(tmp_path / "assets"), "--epochs", "1", *arguments])

    return call


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_writes_artefacts_that_answer(recipe: str, finished: Callable[..., Finished]) -> None:
    classifier = Classifier.load(finished(recipe).folder)
    assert classifier.predict(["we need water and tents"]).probabilities.shape == (1, 35)


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_writes_what_the_classifier_needs_and_nothing_else(
    recipe: str, finished: Callable[..., Finished]
) -> None:
    written = {path.name for path in finished(recipe).folder.iterdir()}
    assert written == {*artifacts.REQUIRED, artifacts.SEEN, artifacts.MANIFEST}


def test_the_messages_that_a_model_was_trained_or_validated_on_are_told_from_the_test_messages(
    finished: Callable[..., Finished], small_dataset: Path
) -> None:
    folder = finished("article").folder
    seen = SeenMessages.load(folder, artifacts.read_manifest(folder))
    data = LabelledMessages.load(small_dataset, 42)
    known = seen.among(seen.hash(data.messages))
    assert known[[*data.splits.train, *data.splits.validation]].all()
    assert not known[data.splits.test].all()
    originals = [original for original in data.originals[data.splits.train] if original]
    assert seen.among(seen.hash(originals)).all()


def test_their_hashes_can_be_written_without_training_again(
    finished: Callable[..., Finished], small_dataset: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(finished("article").folder, tmp_path / "assets"))
    before = SeenMessages.load(folder, artifacts.read_manifest(folder))
    (folder / artifacts.SEEN).unlink()
    assert train.main(["--data", str(small_dataset), "--output", str(folder), "--seen-only"]) == 0
    after = SeenMessages.load(folder, artifacts.read_manifest(folder))
    assert len(after.hashes) == len(before.hashes)
    assert Classifier.load(folder)


def test_the_hashes_of_other_messages_are_not_written(
    finished: Callable[..., Finished], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(finished("article").folder, tmp_path / "assets"))
    other = small_data.write(tmp_path / "other", small_data.rows(seed=1))
    assert train.main(["--data", str(other), "--output", str(folder), "--seen-only"]) == 1
    assert "trained on other data" in capsys.readouterr().err


def test_training_shows_its_epochs(finished: Callable[..., Finished]) -> None:
    assert "Epoch 1/1" in finished("default").shown


def test_training_ends_with_figures_of_the_validation_part_alone(finished: Callable[..., Finished]) -> None:
    *_, head, figures = finished("default").shown.splitlines()
    assert head.split() == " ".join(METRICS.values()).split()
    assert figures.startswith("default, validation part")


def test_the_manifest_says_what_was_done(finished: Callable[..., Finished]) -> None:
    manifest = artifacts.read_manifest(finished("article").folder)
    assert (manifest.recipe, manifest.seed, manifest.parameters) == ("article", 5, 1_085_902)
    assert manifest.data is not None
    assert manifest.data.rows == len(small_data.rows())
    assert "--recipe article" in manifest.command
    assert {"keras", "tensorflow", "nltk"} <= set(manifest.versions)


def test_the_manifest_says_nothing_of_the_machine(finished: Callable[..., Finished], small_dataset: Path) -> None:
    folder = finished("article").folder
    text = (folder / artifacts.MANIFEST).read_text(encoding="utf-8")
    assert [path for path in (folder.parent, small_dataset) if str(path) in text] == []


def test_the_manifest_names_the_word_vectors(finished: Callable[..., Finished], vectors_file: Path) -> None:
    vectors = artifacts.read_manifest(finished("article-glove").folder).vectors
    assert vectors is not None
    assert (vectors.file, vectors.sha256) == (vectors_file.name, sha256(vectors_file.read_bytes()).hexdigest())


def test_the_vectors_of_a_trained_model_can_be_used_again(
    finished: Callable[..., Finished], vectors_file: Path
) -> None:
    folder = finished("default").folder
    again, file = word_vectors.from_assets(folder), word_vectors.load(vectors_file)
    expected = file.select(again.words)
    assert len(again.words) > 10
    assert (again.file, again.sha256) == (vectors_file.name, file.sha256)
    assert np.allclose(again.matrix, expected.matrix, atol=np.abs(expected.matrix).max() / 100)


def test_a_command_that_uses_them_again_is_recorded_without_the_folder(tmp_path: Path) -> None:
    options = train._parser().parse_args(f"--data somewhere --output {tmp_path} --embeddings {tmp_path}".split())
    assert train._anonymous(options)[-2:] == ["--embeddings", "assets"]


def test_a_model_without_word_vectors_cannot_lend_them(finished: Callable[..., Finished]) -> None:
    with pytest.raises(VectorsError, match="recipe 'default'"):
        word_vectors.from_assets(finished("article").folder)


def test_the_manifest_says_from_where_each_word_is_known(finished: Callable[..., Finished], vectors_file: Path) -> None:
    vectors = artifacts.read_manifest(finished("default").folder).vectors
    assert vectors is not None
    assert vectors.known_from == {vectors_file.name: vectors.words}


def test_the_same_seed_gives_the_same_model(finished: Callable[..., Finished]) -> None:
    one, other = (Classifier.load(finished("article", attempt).folder) for attempt in (0, 1))
    assert np.allclose(one.raw(["we need water"]), other.raw(["we need water"]), atol=1e-5)


def test_a_run_that_dies_leaves_the_old_artefacts_whole(
    run: Run, small_assets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(small_assets, tmp_path / "assets"))
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Progress, "on_epoch_begin", die)
    with pytest.raises(KeyboardInterrupt):
        run("--recipe", "article")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ("--recipe default", "--embeddings"),
        ("--recipe article-glove", "--embeddings"),
        ("--recipe default --embeddings nothing.txt", "nothing.txt"),
    ],
)
def test_a_run_without_its_vectors_ends_in_a_sentence(
    run: Run, arguments: str, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments.split()) == 1
    error = capsys.readouterr().err
    assert error.startswith("error: ")
    assert named in error


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
