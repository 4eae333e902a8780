"""Messages compared as texts: copies, and literal search."""

import pyarrow as pa
import pytest

from classifier.scoring.texts import Texts, compared


def made(*messages: str) -> Texts:
    """These messages, compared."""
    return compared(pa.array(messages, pa.string()))


def containing(text: str, *messages: str) -> list[int]:
    """Which of the messages contain a text."""
    return made(*messages).containing(text).nonzero()[0].tolist()


def test_messages_that_differ_in_spaces_and_case_only_are_copies():
    texts = made("We need WATER", "thanks", " we  need\n\u00a0water ", "We need water")
    assert texts.copy_of.tolist() == [0, 1, 0, 0]
    assert texts.copies.tolist() == [3, 1]


@pytest.mark.parametrize("other", ["we need water!", "we needwater", "wé need water", "we need"])
def test_messages_that_differ_in_anything_else_are_not_copies(other):
    assert made("we need water", other).copies.tolist() == [1, 1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("WATER", "we need water"),
        ("ecole", "Évacuer l'ÉCOLE"),
        ("école", "ecole"),
        ("need  water", "we need\nwater"),
        ("οδος", "ΟΔΌΣ"),
        ("fire", "\ufb01re"),
        ("shelter", "shel\u00adter"),
        ("\u0928\u092e\u0938\u094d\u0924\u0947", "\u0928\u092e\u0938\u094d\u0924\u0947"),
        ("b\x00c", "ab\x00cd"),
    ],
)
def test_a_text_is_found_whatever_its_case_accents_and_spaces(text, message):
    assert containing(text, message, "nothing of the kind") == [0]


@pytest.mark.parametrize("text", [".*", "[a-z]", "(", "\\", "\\w+", "a|b", "^a", "%", "*"])
def test_a_text_is_never_a_pattern(text):
    assert containing(text, "a b c water", f"with {text} in it") == [1]


def test_what_is_not_there_is_not_found():
    assert containing("food", "water", "foo d") == []


def test_no_messages_have_no_copies_and_contain_nothing():
    assert len(made().copies) == 0
    assert containing("x") == []
