"""The languages that the model reads: codes, names, what it learned each from; and the Creole stop words."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """One language: its ISO 639-1 code, its name, and the messages that taught the model to read it.

    `close` are codes of the identifier for close relatives, which are taken for this language.
    """

    code: str
    title: str
    learned_from: str
    close: tuple[str, ...] = ()

    @property
    def corpus(self) -> str:
        """What NLTK's corpus of stop words calls it."""
        return self.title.lower()


ENGLISH, CREOLE = "en", "ht"
_ORIGINALS = "the originals of messages that were translated into English"

BY_CODE: dict[str, Language] = {
    language.code: language
    for language in (
        Language(ENGLISH, "English", "English messages", ("pcm",)),
        Language(CREOLE, "Haitian Creole", _ORIGINALS, ("gcf", "gcr")),
        Language("fr", "French", _ORIGINALS),
        Language("es", "Spanish", _ORIGINALS),
    )
}
"""All languages by code. Style features have a number for each, in this order."""

LANGUAGES: tuple[str, ...] = tuple(BY_CODE)
"""The codes of the languages that the model reads."""

CREOLE_STOP_WORDS: frozenset[str] = frozenset(
    "m mwen ou li nou yo w l n y a an lan la nan yon youn ki kote pou ak avek ap pa sa se te gen genyen ka kapab e "
    "epi men si ke kom tout anpil tou fe pral ta nap map lap wap yap poum poun pouw poul pam paw pal pan panou sou "
    "anba depi jis gras pandan kijan koman kouman kisa konbyen poukisa eske oswa osinon ni tankou paske lot anko "
    "toujou janm menm oubyen bagay sak kap kip pat kounye kounyea jodi tap".split()
)
"""Haitian Creole function words, accents folded, with the contractions that text messages use.

NLTK has no Creole list; this one is part of the project. The other lists are NLTK's, compiled in training.
"""

NEGATIONS: Mapping[str, frozenset[str]] = {
    ENGLISH: frozenset("no not nor don doesn didn isn aren wasn weren haven hasn".split()),
    CREOLE: frozenset("pa pap pat janm".split()),
    "fr": frozenset("ne pas ni".split()),
    "es": frozenset("no ni sin".split()),
}
"""Words that deny what follows: stop words to NLTK, but not to the default recipe."""

StopWords = Mapping[str, frozenset[str]]
"""Language code -> its stop words, folded."""
