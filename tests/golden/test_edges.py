"""The shipped model at its edges: long messages, other languages, hurried typing, invisible characters, denials."""

import numpy as np
import pytest

from classifier.inference import Classifier
from classifier.labels import BINARY_LABELS
from classifier.operating_points import BALANCED
from classifier.text.reading import TokenStatus
from tests.golden.test_shipped_model import SENTENCES, probability

FILLER = "Dear colleagues, this is the daily report. " * 12
CLOSINGS = [
    "Three people are trapped under a collapsed building and need urgent rescue.",
    "We need water and food for two hundred families.",
    "The river has flooded the market and the road is under water.",
    "A fire is burning in the forest behind the school.",
    "The earthquake destroyed the houses of our street.",
    "Please send tents and blankets, the children sleep outside.",
    "The hospital has no medicine and the injured are waiting.",
    "Many bodies were found after the hurricane.",
    "Power lines are down and there is no electricity.",
    "Soldiers and helicopters have arrived in the valley.",
    "Thousands of refugees live in the camp near the border.",
    "Snow and freezing cold have hit the mountain villages.",
]


def flagged(classifier: Classifier, message: str) -> set[str]:
    """The labels at or above their balanced thresholds."""
    (probabilities,) = classifier.predict([message]).probabilities
    decisions = probabilities >= classifier.thresholds[BALANCED]
    return {name for name, decided in zip(BINARY_LABELS, decisions, strict=True) if decided}


def test_a_long_message_keeps_what_its_last_sentence_says(classifier: Classifier) -> None:
    alone = [flagged(classifier, closing) for closing in CLOSINGS]
    kept = [own & flagged(classifier, FILLER + closing) for own, closing in zip(alone, CLOSINGS, strict=True)]
    assert sum(map(len, alone)) >= 30
    assert sum(map(len, kept)) >= 0.75 * sum(map(len, alone))


@pytest.mark.parametrize("closing", CLOSINGS[:4])
def test_in_a_long_message_the_fillers_matter_little_and_the_last_sentence_much(
    classifier: Classifier, closing: str
) -> None:
    explanation = classifier.explain(FILLER + closing)
    (probabilities,) = classifier.predict([FILLER + closing]).probabilities
    column = int(np.argmax(probabilities * (np.array(BINARY_LABELS) != "aid_related")))
    effects = np.abs(explanation.effects[:, column])
    is_filler = np.array([word.word.start < len(FILLER) for word in explanation.words])
    assert effects[~is_filler].max() > 2 * effects[is_filler].max()


@pytest.mark.parametrize(
    ("message", "status"),
    [
        ("Stay safe everybody #nswfires", TokenStatus.RESPELLED),
        ("Stay safe everybody #highparkfire", TokenStatus.RESPELLED),
        ("Stay safe everybody #yycflood", TokenStatus.RESPELLED),
        ("The police confirms it", TokenStatus.KEPT),
        ("The train derails near the river", TokenStatus.KEPT),
        ("The storm injures ten people", TokenStatus.KEPT),
    ],
)
def test_hashtags_and_verb_forms_are_read(classifier: Classifier, message: str, status: TokenStatus) -> None:
    longest = max(
        classifier.read(message).words, key=lambda word: ("fl" in word.text or "fire" in word.text, word.text)
    )
    words = {word.text: word for word in classifier.read(message).words}
    told = next((words[text] for text in ("confirms", "derails", "injures") if text in words), longest)
    assert told.status == status
    assert told.read_as


@pytest.mark.parametrize(
    ("tag", "other", "label"),
    [
        ("#nswfires", "#nswsunset", "fire"),
        ("#highparkfire", "#highparkmusic", "fire"),
        ("#yycflood", "#yycfood", "floods"),
        ("#nepalquake", "#nepaltour", "earthquake"),
    ],
)
def test_a_hashtag_raises_what_it_names(classifier: Classifier, tag: str, other: str, label: str) -> None:
    message = "Thinking of everybody there tonight "
    assert probability(classifier, message + tag, label) > 2 * probability(classifier, message + other, label)


@pytest.mark.parametrize("form", ["pls", "plz", "thx", "u", "wtr", "heeelp", "watter"])
def test_short_forms_and_slips_of_the_keyboard_are_read_as_their_words(classifier: Classifier, form: str) -> None:
    (word,) = classifier.read(form).words
    assert word.status == TokenStatus.RESPELLED


@pytest.mark.parametrize(
    "message", "water,gas leak,tsunami warning,trapped,rescue,insulin,urgent,help,medicine,fires".split(",")
)
def test_a_few_english_words_are_read_as_english(classifier: Classifier, message: str) -> None:
    assert classifier.read(message).language == "en"


@pytest.mark.parametrize("message", ["nou grangou", "dlo", "tanpri", "mwen grangou"])
def test_a_few_creole_words_are_read_as_creole(classifier: Classifier, message: str) -> None:
    assert classifier.read(message).language == "ht"


def test_us_stays_us(classifier: Classifier) -> None:
    assert classifier.read("Please help us").words[-1].read_as == ("us",)


@pytest.mark.parametrize("message", [message for message, _, _ in SENTENCES])
def test_what_cannot_be_seen_changes_nothing(classifier: Classifier, message: str) -> None:
    hidden = "\u200b".join(message[i : i + 3] for i in range(0, len(message), 3)).replace("e", "e\u00ad")
    wide = "".join(chr(ord(c) + 0xFEE0) if "a" <= c <= "z" else c for c in message)
    plain, invisible, fullwidth = classifier.predict([message, hidden, wide]).probabilities
    assert invisible == pytest.approx(plain, abs=1e-5)
    assert fullwidth == pytest.approx(plain, abs=1e-5)


@pytest.mark.parametrize("message", [message for message, _, _ in SENTENCES])
def test_shouting_changes_no_decision(classifier: Classifier, message: str) -> None:
    assert flagged(classifier, message.upper()) == flagged(classifier, message.lower())


@pytest.mark.parametrize(
    ("denied", "told", "label"),
    [
        ("There is no flood in our village", "There is a flood in our village", "floods"),
        ("There is no fire near the school", "There is a fire near the school", "fire"),
        ("We have enough water in the camp", "We have no water in the camp", "water"),
        ("We do not need food any more", "We do need more food", "food"),
    ],
)
def test_what_a_message_denies_is_less_probable(classifier: Classifier, denied: str, told: str, label: str) -> None:
    assert probability(classifier, denied, label) < probability(classifier, told, label)
