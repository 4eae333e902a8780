"""The languages that the model reads: names, stop words, what it learned each from, how each is recognised."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """One language.

    `name` is what the tokenizer's file and NLTK's stop-word corpus call it, `title` what people read, `learned_from`
    the messages that taught the model to read it.
    """

    name: str
    title: str
    learned_from: str


ENGLISH, CREOLE = "english", "creole"
_ORIGINALS = "the originals of messages that were translated into English"

LANGUAGES: dict[str, Language] = {
    language.name: language
    for language in (
        Language(ENGLISH, "English", "English messages"),
        Language(CREOLE, "Haitian Creole", _ORIGINALS),
        Language("french", "French", _ORIGINALS),
        Language("spanish", "Spanish", _ORIGINALS),
    )
}
"""All languages by name. Style features count stop words in this order."""

CREOLE_STOP_WORDS: frozenset[str] = frozenset(
    "m mwen ou li nou yo w l n y a an lan la nan yon youn ki kote pou ak avek ap pa sa se te gen genyen ka kapab e "
    "epi men si ke kom tout anpil tou fe pral ta nap map lap wap yap poum poun pouw poul pam paw pal pan panou sou "
    "anba depi jis gras pandan kijan koman kouman kisa konbyen poukisa eske oswa osinon ni tankou paske lot anko "
    "toujou janm menm oubyen bagay sak kap kip pat kounye kounyea jodi tap".split()
)
"""Haitian Creole function words, accents folded, with the contractions that text messages use.

NLTK has no Creole list; this one is part of the project. The other lists are NLTK's, compiled in training.
"""

StopWords = Mapping[str, frozenset[str]]
"""Language name -> its stop words, folded."""


def count_stop_words(words: Sequence[str], stop_words: StopWords) -> dict[str, int]:
    """How many of the words are in each language's list."""
    return {name: sum(map(listed.__contains__, words)) for name, listed in stop_words.items()}


def identify(words: Iterable[str], counts: Mapping[str, int], stop_words: StopWords) -> str:
    """The language whose list holds most of the words; English on a tie, or if only single letters match."""
    best = max(counts, key=counts.__getitem__)
    telling = (word in stop_words[best] for word in words if len(word) > 1)
    return best if counts[best] > counts[ENGLISH] and any(telling) else ENGLISH
