"""A message -> its words, with their places: the one way in for training and for serving.

As in the article: lower case, @mentions and URLs dropped, `#` dropped and its word kept,
punctuation dropped. Accents are folded, because the data set's own originals lost theirs.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from nltk.tokenize import RegexpTokenizer

MAX_TOKENS = 50
"""Words that the networks read; later ones are beyond their limit."""

_DROPPED = r"(?i:https?://|www\.)\S+|@\w+"
_TOKENIZER = RegexpTokenizer(rf"{_DROPPED}|[^\W_](?:[^\W_]|[\u0300-\u036f])*")

CREOLE_STOP_WORDS: frozenset[str] = frozenset(
    "m mwen ou li nou yo w l n y a an lan la nan yon youn ki kote pou ak avek ap pa sa se te gen genyen ka kapab e "
    "epi men si ke kom tout anpil tou fe pral ta nap map lap wap yap poum poun pouw poul pam paw pal pan panou sou "
    "anba depi jis gras pandan kijan koman kouman kisa konbyen poukisa eske oswa osinon ni tankou paske lot anko "
    "toujou janm menm oubyen bagay sak kap kip pat kounye kounyea jodi tap".split()
)
"""Haitian Creole function words, accents folded, with the contractions that text messages use.

NLTK has no Creole list; this one is part of the project.
"""


@dataclass(frozen=True)
class Word:
    """One word of a message: its place `message[start:end]` and its folded `form`."""

    form: str
    start: int
    end: int


def fold(token: str) -> str:
    """Lower case without accents: 'Dèlma' -> 'delma'."""
    if token.isascii():
        return token.lower()
    decomposed = unicodedata.normalize("NFKD", token).lower()
    return "".join(character for character in decomposed if character.isalnum())


def forms(message: str) -> list[str]:
    """The folded words of a message, in order; URLs, @mentions and punctuation are gone."""
    folded = (fold(token) for token in _TOKENIZER.tokenize(message) if not _is_dropped(token))
    return [form for form in folded if form]


def words(message: str) -> Iterator[Word]:
    """Like `forms`, with each word's place in the message."""
    for start, end in _TOKENIZER.span_tokenize(message):
        token = message[start:end]
        if not _is_dropped(token) and (form := fold(token)):
            yield Word(form, start, end)


def without(message: str, word: Word) -> str:
    """The message with one word taken out, and with it the space before or after."""
    before, after = message[: word.start], message[word.end :]
    if before.endswith(" ") and (not after or after.startswith(" ")):
        before = before[:-1]
    return before + after


def _is_dropped(token: str) -> bool:
    """Whether a token is a mention or a URL: only those hold anything but letters, digits and accents."""
    return token[0] == "@" or "." in token or ":" in token
