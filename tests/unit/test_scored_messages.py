"""Messages that the model found, missed, or flagged by mistake, and how one of them is described."""

import numpy as np
import pytest

from classifier.dataset.labelled import Labelled
from classifier.inference import Prediction
from classifier.labels import BINARY_LABELS
from classifier.ui.test_messages.choice import Choice
from classifier.ui.test_messages.one_message import comparison, in_words
from classifier.ui.test_messages.scored import CHUNK, Kind, Origin, ScoredMessages, score

WATER = BINARY_LABELS.index("water")
PROBABILITIES = (0.9, 0.5, 0.2, 0.5, 0.6, 0.1, 0.3, 0.05)
GIVEN = (1, 1, 1, 0, 0, 1, 0, 0)


def made(labels: tuple[str, ...] = ("water", "food"), **columns: tuple[float, ...]) -> ScoredMessages:
    """Messages with these probabilities by label, and people's labels as `given_...`."""
    targets, probabilities = np.zeros((8, 35), np.float32), np.full((8, 35), 0.01, np.float32)
    targets[:, WATER], probabilities[:, WATER] = GIVEN, PROBABILITIES
    for name, column in columns.items():
        array = targets if name.startswith("given_") else probabilities
        array[:, BINARY_LABELS.index(name.removeprefix("given_"))] = column
    return ScoredMessages(Labelled(tuple("abcdefgh"), targets, labels), probabilities, Origin.OWN)


def choice(kind: Kind = Kind.FOUND, **thresholds: float) -> Choice:
    """A choice of water, every threshold 0.5 but those named."""
    return Choice("water", "half", dict.fromkeys(BINARY_LABELS, 0.5) | thresholds, kind)


def test_every_message_is_of_one_kind() -> None:
    assert dict(made().counts("water", 0.5)) == {Kind.FALSE_ALARM: 2, Kind.MISS: 2, Kind.FOUND: 2, Kind.NOT_FLAGGED: 2}


def test_a_probability_at_the_threshold_is_flagged() -> None:
    assert 1 in made().ranked(Kind.FOUND, "water", 0.5)


@pytest.mark.parametrize(
    ("kind", "rows"),
    [(Kind.FALSE_ALARM, [4, 3]), (Kind.FOUND, [0, 1]), (Kind.MISS, [5, 2]), (Kind.NOT_FLAGGED, [7, 6])],
)
def test_the_most_confident_come_first(kind: Kind, rows: list[int]) -> None:
    assert made().ranked(kind, "water", 0.5).tolist() == rows


def test_no_message_of_a_kind_is_an_empty_list() -> None:
    assert made().ranked(Kind.FALSE_ALARM, "water", 0.95).tolist() == []


def test_messages_are_scored_in_chunks_and_the_share_done_is_told() -> None:
    class Model:
        sizes: list[int] = []  # noqa: RUF012

        def predict(self, messages):
            self.sizes.append(len(messages))
            lengths = np.array([[len(message)] * 35 for message in messages], np.float32)
            return Prediction(lengths, np.zeros((len(messages), 3), np.float32))

    texts, shares = tuple("x" * i for i in reversed(range(CHUNK + 10))), []
    found = score(Model(), Labelled(texts, np.zeros((CHUNK + 10, 35), np.float32)), Origin.OWN, shares.append)
    assert Model.sizes == [CHUNK, 10]
    assert found.probabilities[:, 0].tolist() == [len(text) for text in texts]
    assert shares == [CHUNK / (CHUNK + 10), 1.0]


def test_labels_are_grouped_by_who_gave_them() -> None:
    scored = made(given_food=(1,) * 8, fire=(0.8,) * 8, labels=("water", "food", "fire"))
    lines = comparison(scored, 0, choice())
    assert [line.split("**")[1] for line in lines] == ["People and the model", "People only", "The model only"]
    assert ["Water" in lines[0], "Food" in lines[1], "Fire" in lines[2]] == [True] * 3


def test_labels_that_people_were_not_asked_for_are_left_out() -> None:
    assert "Fire" not in "".join(comparison(made(fire=(0.8,) * 8), 0, choice()))


def test_each_label_has_a_threshold_of_its_own() -> None:
    assert "Food" in "".join(comparison(made(), 0, choice(food=0.005)))


def test_a_message_without_a_label_is_said_to_have_none() -> None:
    assert comparison(made(), 7, choice()) == ["Neither people nor the model gave it any label."]


def test_a_probability_that_just_misses_its_threshold_does_not_read_like_it() -> None:
    assert (
        in_words(made(water=(0.496,) * 8), 0, choice())
        .replace("\u00a0", " ")
        .startswith("**Water: 49.6 %**, flagged from 50.0 %.")
    )
