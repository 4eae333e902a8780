"""The language of a message: ours, or another one that is clearly ahead."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from classifier.text.identification import LEAD, identifier
from classifier.text.languages import LANGUAGES
from tests.sentences import FOREIGN, OURS


def language(message: str) -> str | None:
    """The language of one message."""
    return identifier().identify([message])[0].language


@pytest.mark.parametrize(("code", "message"), OURS)
def test_our_languages_are_read_as_themselves(code: str, message: str) -> None:
    assert language(message) == code


def test_nine_of_ten_sentences_in_other_languages_are_left_alone() -> None:
    found = [one.language is None for one in identifier().identify([message for _, message in FOREIGN])]
    assert np.mean(found) >= 0.9


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("help", "en"),
        ("we need water", "en"),
        ("nou grangou", "ht"),
        ("water", "en"),
        ("", "en"),
        ("12345", "en"),
        ("\U0001f525", "en"),
        ("WE NEED WATER AND FOOD", "en"),
    ],
)
def test_a_message_too_short_to_tell_counts_as_the_best_of_ours(message: str, code: str) -> None:
    assert language(message) in LANGUAGES
    if len(message.split()) > 1:
        assert language(message) == code


def test_another_language_is_named() -> None:
    (found,) = identifier().identify(["Wir brauchen Wasser und Essen, die Kinder sind krank"])
    assert (found.language, found.code) == (None, "de")
    assert found.lead > LEAD


def test_no_message_gives_no_language() -> None:
    assert identifier().identify([]) == []


def test_scores_are_those_of_py3langid() -> None:
    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    messages = [message for _, message in (*FOREIGN, *OURS)]
    for message, found in zip(messages, identifier().scores(messages), strict=True):
        ranked = dict(model.rank(message))
        places = {code: i for i, code in reversed(list(enumerate(model.nb_classes)))}
        best = max(ranked, key=ranked.__getitem__)
        same = [i for i, code in enumerate(model.nb_classes) if code == best]
        assert found[same].max() == pytest.approx(ranked[best], rel=1e-3)
        assert found[places["en"]] == pytest.approx(ranked["en"], rel=1e-3)


@given(st.lists(st.text(st.characters(codec=None), max_size=40), max_size=5))
def test_a_message_has_the_same_language_alone_and_among_others(messages: list[str]) -> None:
    together = identifier().identify(messages)
    alone = [identifier().identify([message])[0] for message in messages]
    assert [one.code for one in together] == [one.code for one in alone]
    assert [one.lead for one in together] == pytest.approx([one.lead for one in alone], rel=1e-4, abs=1e-3)


@pytest.mark.parametrize("message", ["123456", "7", "+1 (555) 010-42", "2010-01-12 16:53"])
def test_numbers_alone_count_as_english(message):
    assert identifier().identify([message])[0].language == "en"
