"""The networks: sizes, names, shapes, ranges, and that a saved one needs no custom object."""

from pathlib import Path

import numpy as np
import pytest

from classifier import model
from classifier.labels import BINARY_LABELS, RELATED
from classifier.text import MAX_TOKENS

keras = pytest.importorskip("keras")

ROWS = 3
TOKENS = np.zeros((ROWS, MAX_TOKENS), np.int32)
TOKENS[0, :4] = [2, 3, 1, 5]
TOKENS[1, :50] = 4


def vectors(rows: int = 30, dimensions: int = 8) -> np.ndarray:
    """Random word vectors; padding and unknown are zeros."""
    matrix = np.random.default_rng(0).normal(size=(rows, dimensions)).astype(np.float32)
    matrix[:2] = 0
    return matrix


@pytest.fixture(scope="module")
def network() -> model.Network:
    """The default network, small."""
    keras.utils.set_random_seed(0)
    small = {"projection": 8, "filters": 8}
    return model.default(vectors(), (model.TowerConfig(**small, recurrent=0), model.TowerConfig(**small, recurrent=4)))


def test_the_article_network_has_the_published_number_of_parameters() -> None:
    network = model.article().serving
    assert network.count_params() == 1_085_902
    assert [layer.__class__.__name__ for layer in network.layers][:7] == [
        "InputLayer",
        "Embedding",
        "Dropout",
        "Conv1D",
        "MaxPooling1D",
        "LSTM",
        "Dropout",
    ]
    assert sum(layer.__class__.__name__ == "Dense" for layer in network.layers) == 36


def test_the_article_network_on_vectors_keeps_them_frozen() -> None:
    network = model.article(30, 8, vectors()).serving
    embedding = network.get_layer("embedding")
    assert not embedding.trainable
    assert (embedding.get_weights()[0] == vectors()).all()


@pytest.mark.parametrize("recipe", ["article", "default"])
def test_outputs_carry_their_names_and_are_probabilities(recipe: str, network: model.Network) -> None:
    serving = network.serving if recipe == "default" else model.article(30, 8).serving
    answers = serving({"tokens": TOKENS}, training=False)
    assert set(answers) == {RELATED, *BINARY_LABELS}
    assert all(answers[name].shape == (ROWS, 1) for name in BINARY_LABELS)
    related = np.asarray(answers[RELATED])
    assert related.shape == (ROWS, 3)
    assert related.sum(axis=1) == pytest.approx(1, abs=1e-5)
    labels = np.hstack([answers[name] for name in BINARY_LABELS])
    assert ((labels > 0) & (labels < 1)).all()


def test_padding_and_place_in_the_batch_do_not_matter(network: model.Network) -> None:
    whole = network.serving({"tokens": TOKENS}, training=False)
    alone = network.serving({"tokens": TOKENS[:1]}, training=False)
    assert all(np.allclose(whole[name][:1], alone[name], atol=1e-5) for name in whole)


def test_an_empty_message_gets_finite_answers(network: model.Network) -> None:
    answers = network.serving({"tokens": np.zeros((1, MAX_TOKENS), np.int32)}, training=False)
    assert all(np.isfinite(answer).all() for answer in answers.values())


def test_a_saved_network_loads_in_safe_mode_without_custom_objects(network: model.Network, tmp_path: Path) -> None:
    network.serving.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras", compile=False, safe_mode=True)
    before, after = network.serving({"tokens": TOKENS}, training=False), loaded({"tokens": TOKENS}, training=False)
    assert set(after) == set(before)
    assert all(np.allclose(before[name], after[name], atol=1e-6) for name in before)
    assert not {layer.__class__.__name__ for layer in loaded.layers} & {"Lambda"}
