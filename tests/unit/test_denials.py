"""Denials: training messages rewritten so that they deny a hazard or a need."""

import numpy as np
import pytest

from classifier.labels import BINARY_LABELS
from classifier.training.fitting import denials

REPORTS = [
    ("The flood took our house near the bridge", {"weather_related", "floods"}),
    ("A storm and a fire in the hills", {"weather_related", "storm", "fire"}),
    ("We need water and tents", {"request", "aid_related", "water", "shelter", "direct_report"}),
    ("They are in need of food, two people died", {"request", "aid_related", "food", "death"}),
    ("Thank you for the music", set()),
    ("A flood " + "far away " * 30, {"weather_related", "floods"}),
]
MESSAGES = [message for message, _ in REPORTS]
TARGETS = np.array([[name in labels for name in BINARY_LABELS] for _, labels in REPORTS], np.float32)


@pytest.fixture(scope="module")
def denied() -> dict[str, set[str]]:
    """The labels of each rewritten message."""
    made = denials.make(MESSAGES, TARGETS, np.arange(len(MESSAGES)))
    labels = [{name for name, value in zip(BINARY_LABELS, row, strict=True) if value} for row in made.targets]
    assert len(made.messages) == len(made.related)
    return dict(zip(made.messages, labels, strict=True))


def test_a_denied_hazard_loses_its_label_and_a_parent_that_nothing_else_implies(denied: dict[str, set[str]]) -> None:
    assert denied["no flood took our house near the bridge"] == set()


def test_a_parent_that_another_hazard_implies_stays(denied: dict[str, set[str]]) -> None:
    assert denied["no storm and a fire in the hills"] == {"weather_related", "fire"}


def test_a_denied_need_takes_every_need_and_the_request_with_it(denied: dict[str, set[str]]) -> None:
    (text,) = {text for text in denied if text.endswith("water and tents")} & set(denied)
    assert denied[text] == {"direct_report"}


def test_what_is_not_denied_stays(denied: dict[str, set[str]]) -> None:
    (text,) = {text for text in denied if text.endswith("food, two people died")}
    assert denied[text] == {"aid_related", "death"}


def test_long_messages_and_those_without_a_label_are_left_alone(denied: dict[str, set[str]]) -> None:
    assert not [text for text in denied if "far away" in text or "music" in text]


def test_the_same_messages_are_rewritten_in_the_same_way() -> None:
    one, other = (denials.make(MESSAGES, TARGETS, np.zeros(len(MESSAGES), int)) for _ in range(2))
    assert one.messages == other.messages
    assert (one.targets == other.targets).all()


def test_nothing_to_deny_makes_nothing() -> None:
    made = denials.make(["Thank you"], np.zeros((1, 35)), np.zeros(1, np.int64))
    assert (made.messages, made.targets.shape) == ([], (0, 35))


def test_each_denial_names_the_message_that_it_is_made_from() -> None:
    made = denials.make(MESSAGES, TARGETS, np.arange(len(MESSAGES)))
    for text, source in zip(made.messages, made.sources, strict=True):
        assert text.split()[-1] == MESSAGES[source].split()[-1]
