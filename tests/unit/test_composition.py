"""Vectors composed from letters: shape, storage, and that they resemble those of similar words."""

import json

import numpy as np
import pytest

from classifier.text.composition import LONGEST, SHORTEST, Composer, ngrams
from classifier.training.text import composition_fitting

WORDS = [f"{stem}{ending}" for stem in ("flood", "storm", "water", "food", "camp") for ending in ("", "s", "ed", "ing")]
WORDS += [f"{front}{word}" for front in ("re", "un") for word in WORDS]
STEMS = {stem: i for i, stem in enumerate(("flood", "storm", "water", "food", "camp"))}
VECTORS = np.array([np.eye(5)[next(i for stem, i in STEMS.items() if stem in word)] for word in WORDS], np.float32)


@pytest.fixture(scope="module")
def composer() -> Composer:
    return composition_fitting.fit(WORDS, VECTORS)


def test_ngrams_have_the_ends_marked_and_all_lengths() -> None:
    found = list(ngrams("cat"))
    assert {"<c", "<cat", "<cat>", "at>", "ca"} <= set(found)
    assert {len(ngram) for ngram in found} == set(range(SHORTEST, LONGEST + 1))


def test_a_word_gets_a_vector_like_those_of_words_with_the_same_letters(composer: Composer) -> None:
    vectors = composer.compose(["floodz", "stormy", "waters", "foodie"])
    assert vectors.shape == (4, 5)
    assert vectors.argmax(axis=1).tolist() == [STEMS[stem] for stem in ("flood", "storm", "water", "food")]


def test_a_word_without_any_known_ngram_gets_the_mean(composer: Composer) -> None:
    assert composer.compose(["\u4e2d"])[0] == pytest.approx(VECTORS.mean(axis=0), abs=1e-6)


def test_no_words_give_no_rows(composer: Composer) -> None:
    assert composer.compose([]).shape == (0, 5)


def test_stored_and_read_it_composes_the_same(composer: Composer) -> None:
    loaded = Composer.from_json(json.loads(json.dumps(composer.to_json())))
    assert (loaded.compose(["floodz"]) == composer.compose(["floodz"])).all()


@pytest.mark.parametrize("content", [None, {}, {"ngrams": ["a"], "values": "!", "scales": "", "mean": ""}])
def test_something_else_is_refused(content: object) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        Composer.from_json(content)


def test_held_out_vectors_are_composed_without_the_word_itself() -> None:
    vectors = np.random.default_rng(0).normal(size=(len(WORDS), 5)).astype(np.float32)
    composed = composition_fitting.held_out(WORDS, vectors)
    inside = composition_fitting.fit(WORDS, vectors).compose(WORDS)
    assert ((composed - vectors) ** 2).mean() > ((inside - vectors) ** 2).mean()
