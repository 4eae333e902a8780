"""The networks: sizes, names, shapes, ranges, and what training does to the members of the ensemble."""

from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest
from scipy.special import expit, softmax

from classifier.labels import BINARY_LABELS, RELATED
from classifier.network import article, distinct_words, ensemble, serving
from classifier.network.ensemble import Ensemble, TowerConfig
from classifier.network.outputs import side_by_side
from classifier.text.ngrams import NgramVocabulary
from classifier.text.reading import MAX_TOKENS
from classifier.text.style_features import STYLE_FEATURES
from classifier.text.tokenizer import COMPOSED, NGRAMS, STYLE, TOKENS, UNKNOWN
from classifier.training.fitting import members
from classifier.training.fitting.fit import Examples
from tests import small_artifacts

ROWS, TOWERS = 3, 2
TOKEN_IDS = np.zeros((ROWS, MAX_TOKENS), np.int32)
TOKEN_IDS[0, :4] = [2, 3, 1, 5]
TOKEN_IDS[1, :50] = 4
NGRAM_IDS = np.array([[3, 9, 0, 0], [1, 2, 19, 20], [0, 0, 0, 0]], np.int32)
STYLES = np.linspace(0, 1, ROWS * STYLE_FEATURES, dtype=np.float32).reshape(ROWS, STYLE_FEATURES)
NONE_UNKNOWN = np.zeros((ROWS, 1, 8), np.float32)
INPUTS = {TOKENS: TOKEN_IDS, COMPOSED: NONE_UNKNOWN, NGRAMS: NGRAM_IDS, STYLE: STYLES}
COUNT = len(BINARY_LABELS)


def small() -> Ensemble:
    """A small ensemble with a linear path of its own."""
    return small_artifacts.network(replace(small_artifacts.TOKENIZER, ngrams=NgramVocabulary(tuple(range(20)))))


@pytest.fixture(scope="module")
def built() -> Ensemble:
    return small()


def answers(model: keras.Model, inputs: dict[str, np.ndarray] = INPUTS) -> np.ndarray:
    """All outputs side by side, (n, 38)."""
    return np.asarray(
        side_by_side(model({tensor.name: inputs[tensor.name] for tensor in model.inputs}, training=False))
    )


def test_the_article_network_has_the_published_number_of_parameters() -> None:
    assert article.build(MAX_TOKENS).serving.count_params() == 1_085_902


def test_the_article_network_has_the_published_layers() -> None:
    kinds = [layer.__class__.__name__ for layer in article.build(MAX_TOKENS).serving.layers]
    assert kinds[:7] == ["InputLayer", "Embedding", "Dropout", "Conv1D", "MaxPooling1D", "LSTM", "Dropout"]
    assert kinds[7:] == ["Dense"] * 36


def test_the_article_network_keeps_given_vectors_frozen() -> None:
    vectors = np.random.default_rng(0).normal(size=(30, 8)).astype(np.float32)
    model = article.build(MAX_TOKENS, 30, 8, vectors).serving
    assert [weight.shape for weight in model.non_trainable_weights][:1] == [(30, 8)]
    assert (model.non_trainable_weights[0].numpy() == vectors).all()


@pytest.mark.parametrize(
    "model",
    [lambda: small().network.serving, lambda: article.build(MAX_TOKENS, 30, 8).serving],
    ids=["default", "article"],
)
def test_outputs_carry_their_names_and_are_probabilities(model) -> None:  # type: ignore[no-untyped-def]
    found = answers(model())
    assert found.shape == (ROWS, 38)
    assert ((found > 0) & (found < 1)).all()
    assert found[:, COUNT:].sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_every_tower_answers_all_outputs_in_training(built: Ensemble) -> None:
    inputs = {TOKENS: TOKEN_IDS, COMPOSED: NONE_UNKNOWN, STYLE: STYLES}
    found = built.network.training(inputs, training=False)
    assert {name: found[name].shape for name in BINARY_LABELS} == dict.fromkeys(BINARY_LABELS, (ROWS, TOWERS))
    assert found[RELATED].shape == (ROWS, TOWERS, 3)


def test_padding_and_place_in_the_batch_do_not_matter(built: Ensemble) -> None:
    short = {TOKENS: TOKEN_IDS[:1, :4], COMPOSED: NONE_UNKNOWN[:1, :1], NGRAMS: NGRAM_IDS[:1, :2], STYLE: STYLES[:1]}
    whole, alone = answers(built.network.serving), answers(built.network.serving, short)
    assert np.allclose(whole[:1], alone, atol=1e-5)


def test_an_empty_message_gets_finite_answers(built: Ensemble) -> None:
    nothing = np.zeros((1, 1), np.int32)
    empty = {TOKENS: nothing, COMPOSED: NONE_UNKNOWN[:1], NGRAMS: nothing, STYLE: STYLES[:1] * 0}
    assert np.isfinite(answers(built.network.serving, empty)).all()


def test_an_unknown_word_is_read_by_its_composed_vector() -> None:
    vectors = np.random.default_rng(5).normal(size=(6, 8)).astype(np.float32)
    vectors[:2] = 0
    built = ensemble.build(vectors, np.zeros((6, 2), np.float32), 3, STYLES.shape[1], (TowerConfig(projection=8),))
    known = {TOKENS: np.array([[3, 2, 4]], np.int32), COMPOSED: NONE_UNKNOWN[:1]}
    spelled = {TOKENS: np.array([[UNKNOWN, 2, UNKNOWN]], np.int32), COMPOSED: vectors[None, [3, 4]]}
    rest = {NGRAMS: np.zeros((1, 1), np.int32), STYLE: STYLES[:1]}
    serving = built.network.serving
    assert np.allclose(answers(serving, known | rest), answers(serving, spelled | rest), atol=1e-5)
    other = spelled | {COMPOSED: vectors[None, [4, 3]]}
    assert not np.allclose(answers(serving, spelled | rest), answers(serving, other | rest), atol=1e-5)


def test_training_takes_some_words_for_unknown_ones_and_serving_none() -> None:
    vectors = np.random.default_rng(6).normal(size=(6, 8)).astype(np.float32)
    towers = (TowerConfig(projection=8, word_dropout=0.0, dropout=0.0),)
    far = ensemble.build(vectors, vectors[:, :2], 3, STYLES.shape[1], towers, composed=1000 * vectors[::-1])
    inputs = {TOKENS: TOKEN_IDS[1:2] % 4 + 2, COMPOSED: NONE_UNKNOWN[:1], STYLE: STYLES[:1]}
    certainty = [
        max(np.abs(np.asarray(far.network.training(inputs, training=mode)[name]) - 0.5).max() for name in BINARY_LABELS)
        for mode in (True, False)
    ]
    assert certainty[0] == pytest.approx(0.5, abs=1e-3)
    assert certainty[1] < 0.49


def test_the_linear_path_is_a_logistic_regression_on_vectors_of_length_one(built: Ensemble) -> None:
    found, idf, weighted = (
        members.log_odds(built, INPUTS)[:, 0],
        built.idf.get_weights()[0],
        built.linear.get_weights()[0],
    )
    norms = np.sqrt((idf[NGRAM_IDS] ** 2).sum(axis=1)).clip(1e-3)
    assert np.allclose(found, weighted[NGRAM_IDS].sum(axis=1) / norms, atol=1e-4)


def test_the_second_stage_turns_the_mean_its_probabilities_and_the_style_into_the_answers() -> None:
    built, chance = small(), np.random.default_rng(8)
    kernel, bias = (part.shape for part in built.second_stage.get_weights())
    weights = [chance.normal(size=shape).astype(np.float32) / 10 for shape in (kernel, bias)]
    built.second_stage.set_weights(weights)
    mean = members.log_odds(built, INPUTS).mean(axis=1)
    read = np.hstack([mean, expit(mean[:, :COUNT]), softmax(mean[:, COUNT:], axis=1), STYLES])
    expected = expit((read @ weights[0] + weights[1])[:, :COUNT])
    assert np.allclose(answers(built.network.serving)[:, :COUNT], expected, atol=1e-5)


def test_the_members_are_averaged_in_log_odds(built: Ensemble) -> None:
    mean = members.log_odds(built, INPUTS).mean(axis=1)
    assert np.allclose(answers(built.network.serving)[:, :COUNT], 1 / (1 + np.exp(-mean[:, :COUNT])), atol=1e-5)


def test_scaling_a_member_scales_and_shifts_its_log_odds_in_the_mean() -> None:
    built, chance = small(), np.random.default_rng(2)
    slopes, offsets = chance.normal(size=(2, TOWERS + 1, 38)).astype(np.float32)
    expected = (members.log_odds(built, INPUTS) * slopes + offsets).mean(axis=1)
    members.scale(built, slopes, offsets)
    assert np.allclose(members.log_odds(built, INPUTS).mean(axis=1), expected, atol=1e-4)


def test_weighing_gives_a_member_that_knows_the_answers_more_of_a_share() -> None:
    chance, shares = np.random.default_rng(4), []
    ngrams = chance.integers(1, 21, (300, 3)).astype(np.int32)
    inputs = {
        TOKENS: np.full((300, 4), 3, np.int32),
        COMPOSED: np.zeros((300, 1, 8), np.float32),
        NGRAMS: ngrams,
        STYLE: np.tile(STYLES[:1], (300, 1)),
    }
    for helpful in (True, False):
        built = small()
        truth = members.log_odds(built, inputs)[:, 0] if helpful else chance.normal(size=(300, 38))
        targets, related = (truth[:, :COUNT] > 0).astype(np.float32), truth[:, COUNT:].argmax(axis=1)
        shares.append(members.weigh(built, Examples(inputs, targets, related))[members.LABELS])
    assert shares[0] > shares[1]


@pytest.mark.parametrize("width", [2, 3])
def test_the_convolution_is_the_same_as_that_of_keras(width: int) -> None:
    words = keras.Input((None, 5))
    dense = keras.layers.Dense(4, activation="relu")
    ours = keras.Model(words, dense(ensemble.neighbours(words, width)))
    usual = keras.layers.Conv1D(4, width, padding="same", activation="relu")
    usual.build((None, None, 5))
    kernel, bias = ours.get_weights()
    usual.set_weights([kernel.reshape(width, 5, 4), bias])
    sequence = np.random.default_rng(3).normal(size=(2, 7, 5)).astype(np.float32)
    assert np.allclose(ours(sequence), usual(sequence), atol=1e-5)


def test_the_served_network_answers_as_the_fitted_one_does() -> None:
    built, chance = small(), np.random.default_rng(9)
    for weights in (built.second_stage.weights, *(tower.head.weights for tower in built.towers)):
        for weight in weights:
            weight.assign(chance.normal(size=weight.shape) / 4)
    tokens = np.where(chance.random((40, 9)) < 0.3, UNKNOWN, chance.integers(2, 9, (40, 9))).astype(np.int32)
    tokens[np.arange(9) >= chance.integers(0, 10, (40, 1))] = 0
    inputs = {
        TOKENS: tokens,
        COMPOSED: chance.normal(size=(40, 9, 8)).astype(np.float32),
        NGRAMS: chance.integers(0, 21, (40, 5)).astype(np.int32),
        STYLE: np.tile(STYLES[:1], (40, 1)),
    }
    served = distinct_words.serving(built)
    assert np.allclose(answers(built.network.serving, inputs), answers(served, inputs), atol=1e-5)


def test_a_saved_network_loads_without_custom_objects_and_answers_alike(built: Ensemble, tmp_path: Path) -> None:
    distinct_words.serving(built).save(tmp_path / "model.keras")
    loaded = serving.load(tmp_path / "model.keras")
    assert np.allclose(answers(built.network.serving), answers(loaded), atol=1e-5)


def test_compression_changes_answers_little_and_survives_saving(tmp_path: Path) -> None:
    built = small()
    before = answers(built.network.serving)
    members.compress(built)
    distinct_words.serving(built).save(tmp_path / "model.keras")
    assert np.allclose(before, answers(serving.load(tmp_path / "model.keras")), atol=0.05)
