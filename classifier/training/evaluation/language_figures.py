"""How well languages are identified: ours as ours, others left alone, and messages cut short."""

from collections.abc import Collection, Sequence
from pathlib import Path

import msgspec
import numpy as np

from classifier.report.figures import CutMessages, Identification, LanguageShare
from classifier.text.identification import LEAD, Identified, identifier
from classifier.text.languages import ENGLISH, LANGUAGES
from classifier.text.normalisation import normalise
from classifier.text.words import forms
from classifier.training.data.labelled_messages import LabelledMessages

MINIMUM_WORDS = 6
"""Shorter messages may be too short to tell; they are measured cut."""

CUTS = (1, 2, 3, 4, 6, 8)
_SENTENCES = Path(__file__).parent / "foreign_sentences.json"


def foreign_sentences() -> dict[str, list[str]]:
    """Sentences written for this project in languages that the model does not read, by language code."""
    return msgspec.json.decode(_SENTENCES.read_bytes(), type=dict[str, list[str]])


def measure(data: LabelledMessages) -> Identification:
    """All of it; English and originals on the test part, the cut messages on the training part."""
    test, others = data.splits.test, foreign_sentences()
    originals = [original for original in data.originals[test] if original]
    return Identification(
        minimum_words=MINIMUM_WORDS,
        lead=LEAD,
        english=_share(data.texts(test), (ENGLISH,)),
        originals=_share(originals, [code for code in LANGUAGES if code != ENGLISH]),
        others=_share([sentence for sentences in others.values() for sentence in sentences], (None,), minimum_words=1),
        languages=len(others),
        cut=tuple(_cut(data.texts(data.splits.train), words) for words in CUTS),
    )


def identify(messages: Sequence[str]) -> list[Identified]:
    """The language of each message."""
    return identifier().identify([normalise(message) for message in messages])


def _share(
    messages: Sequence[str], expected: Collection[str | None], minimum_words: int = MINIMUM_WORDS
) -> LanguageShare:
    """How many of the messages that are long enough are identified as one of the expected languages."""
    long = [message for message in messages if len(forms(message)) >= minimum_words]
    right = [found.language in expected for found in identify(long)]
    return LanguageShare(len(long), float(np.mean(right)) if right else 0.0)


def _cut(messages: Sequence[str], words: int) -> CutMessages:
    cut = [" ".join(message.split()[:words]) for message in messages]
    leads = np.array([found.lead for found in identify(cut)])
    return CutMessages(words, len(cut), float((leads > 0).mean()), float((leads > LEAD).mean()))
