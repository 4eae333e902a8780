"""The linear path: what it learns, and from which rows."""

import numpy as np
import pytest

from classifier.training.fitting import linear_path
from classifier.training.fitting.linear_path import LinearPath

SIZE = 4
MESSAGES, ORIGINALS = 40, 40
WATER = 9


def fitted(class_of_originals: int) -> LinearPath:
    """In this path n-gram 1 stands for water, and n-gram 2 for class 2 in messages but for no class in originals."""
    chance = np.random.default_rng(0)
    present = chance.random((MESSAGES + ORIGINALS, SIZE)) < 0.5
    ngrams = np.where(present, np.arange(1, SIZE + 1), 0).astype(np.int32)
    targets = np.zeros((len(ngrams), 35), np.float32)
    targets[:, WATER] = present[:, 0]
    related = np.where(present[:, 1], 2, 1)
    related[MESSAGES:] = class_of_originals
    return linear_path.fit(ngrams, SIZE, targets, related, MESSAGES, jobs=1)


@pytest.fixture(scope="module")
def path() -> LinearPath:
    """All originals are of class 1."""
    return fitted(1)


def test_an_ngram_that_goes_with_a_label_weighs_most_for_it(path: LinearPath) -> None:
    assert path.weights.shape == (SIZE, 38)
    assert path.weights[:, WATER].argmax() == 0


def test_an_ngram_that_goes_with_a_class_of_related_weighs_most_for_it(path: LinearPath) -> None:
    assert path.weights[:, 37].argmax() == 1


def test_the_classes_of_related_are_learned_from_messages_alone(path: LinearPath) -> None:
    assert (path.weights[:, 35:] == fitted(2).weights[:, 35:]).all()


def test_a_label_without_positives_weighs_nothing(path: LinearPath) -> None:
    assert not path.weights[:, 0].any()
