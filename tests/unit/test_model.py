"""The networks: sizes, names, shapes, ranges, and that a saved one needs no custom object."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from classifier import model
from classifier.labels import BINARY_LABELS, RELATED
from classifier.surface import WIDTH
from classifier.text import MAX_TOKENS

keras = pytest.importorskip("keras")

ROWS = 3
TOKENS = np.zeros((ROWS, MAX_TOKENS), np.int32)
TOKENS[0, :4] = [2, 3, 1, 5]
TOKENS[1, :50] = 4
NGRAMS = 20
NGRAM_IDS = np.array([[3, 9, 0, 0], [1, 2, 19, 20], [0, 0, 0, 0]], np.int32)
LOOKS = np.linspace(0, 1, ROWS * WIDTH, dtype=np.float32).reshape(ROWS, WIDTH)
INPUTS = {"tokens": TOKENS, "ngrams": NGRAM_IDS, "surface": LOOKS}


def vectors(rows: int = 30, dimensions: int = 8) -> np.ndarray:
    """Random word vectors; padding and unknown are zeros."""
    matrix = np.random.default_rng(0).normal(size=(rows, dimensions)).astype(np.float32)
    matrix[:2] = 0
    return matrix


@pytest.fixture(scope="module")
def network() -> model.Network:
    """The default network, small."""
    return small_network()


def small_network() -> model.Network:
    """A small default network with a linear path of its own."""
    keras.utils.set_random_seed(0)
    small = model.TowerConfig(projection=8, filters=8)
    made = model.default(vectors(), vectors(dimensions=3), NGRAMS, (small, replace(small, recurrent=4)))
    chance = np.random.default_rng(1)
    made.set_linear(*(chance.normal(size=shape).astype(np.float32) for shape in ((NGRAMS,), (NGRAMS, 38))))
    return made


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


def check(answers: dict[str, np.ndarray]) -> None:
    """Whether a network's answers carry their names and are probabilities."""
    assert set(answers) == {RELATED, *BINARY_LABELS}
    assert all(answers[name].shape == (ROWS, 1) for name in BINARY_LABELS)
    related = np.asarray(answers[RELATED])
    assert related.shape == (ROWS, 3)
    assert related.sum(axis=1) == pytest.approx(1, abs=1e-5)
    labels = np.hstack([answers[name] for name in BINARY_LABELS])
    assert ((labels > 0) & (labels < 1)).all()


def test_outputs_carry_their_names_and_are_probabilities(network: model.Network) -> None:
    check(network.serving(INPUTS, training=False))
    check(model.article(30, 8).serving({"tokens": TOKENS}, training=False))


def test_every_tower_of_the_training_network_answers_for_itself(network: model.Network) -> None:
    answers = network.training({"tokens": TOKENS, "surface": LOOKS}, training=False)
    assert answers["water"].shape == (ROWS, network.towers)
    assert answers[RELATED].shape == (ROWS, network.towers, 3)


def test_padding_and_place_in_the_batch_do_not_matter(network: model.Network) -> None:
    whole = network.serving(INPUTS, training=False)
    short = {"tokens": TOKENS[:1, :4], "ngrams": NGRAM_IDS[:1, :2], "surface": LOOKS[:1]}
    alone = network.serving(short, training=False)
    assert all(np.allclose(whole[name][:1], alone[name], atol=1e-5) for name in whole)


def test_an_empty_message_gets_finite_answers(network: model.Network) -> None:
    empty = {"tokens": np.zeros((1, 1), np.int32), "ngrams": np.zeros((1, 1), np.int32), "surface": LOOKS[:1] * 0}
    assert all(np.isfinite(answer).all() for answer in network.serving(empty, training=False).values())


def test_the_linear_path_is_a_logistic_regression_on_vectors_of_length_one(network: model.Network) -> None:
    members = np.asarray(network.members(INPUTS, training=False))
    assert members.shape == (ROWS, network.towers + 1, 38)
    idf = np.asarray(network.serving.get_layer("idf").get_weights()[0])[:, 0]
    weighted = np.asarray(network.serving.get_layer("linear").get_weights()[0])
    for row, ids in enumerate(NGRAM_IDS):
        expected = weighted[ids].sum(axis=0) / max(np.sqrt((idf[ids] ** 2).sum()), 1e-3)
        assert np.allclose(members[row, 0], expected, atol=1e-4)


def test_scaling_a_voice_scales_and_shifts_its_log_odds_in_the_mean() -> None:
    network = small_network()
    chance = np.random.default_rng(2)
    slopes, offsets = chance.normal(size=(2, network.towers + 1, 38)).astype(np.float32)
    expected = (np.asarray(network.members(INPUTS, training=False)) * slopes + offsets).mean(axis=1)
    network.scale(slopes, offsets)
    answers = network.serving(INPUTS, training=False)
    labels = np.hstack([answers[name] for name in BINARY_LABELS])
    assert np.allclose(labels, 1 / (1 + np.exp(-expected[:, : len(BINARY_LABELS)])), atol=1e-5)


@pytest.mark.parametrize("width", [2, 3])
def test_the_convolution_is_the_same_as_that_of_keras(width: int) -> None:
    words = keras.Input((None, 5))
    ours = keras.Model(words, model._convolve(words, 4, width, "convolution"))
    usual = keras.layers.Conv1D(4, width, padding="same", activation="relu")
    usual.build((None, None, 5))
    kernel, bias = ours.get_layer("convolution").get_weights()
    usual.set_weights([kernel.reshape(width, 5, 4), bias])
    sequence = np.random.default_rng(3).normal(size=(2, 7, 5)).astype(np.float32)
    assert np.allclose(ours(sequence), usual(sequence), atol=1e-5)


def test_a_saved_network_loads_in_safe_mode_without_custom_objects(network: model.Network, tmp_path: Path) -> None:
    network.serving.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras", compile=False, safe_mode=True)
    before, after = network.serving(INPUTS, training=False), loaded(INPUTS, training=False)
    assert set(after) == set(before)
    assert all(np.allclose(before[name], after[name], atol=1e-6) for name in before)
    assert not {layer.__class__.__name__ for layer in loaded.layers} & {"Lambda"}


def test_eight_bits_a_number_change_answers_little_and_survive_saving(tmp_path: Path) -> None:
    network = small_network()
    before = network.serving(INPUTS, training=False)
    network.compress()
    network.serving.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras", compile=False, safe_mode=True)
    after = loaded(INPUTS, training=False)
    assert all(np.allclose(before[name], after[name], atol=0.05) for name in before)
