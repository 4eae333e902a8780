"""A word as a badge with what became of it, and the legend of all badges; both read without colour too."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from classifier.text.reading import ReadWord, TokenStatus


class Style(NamedTuple):
    """How a status looks: a colour, an icon, and its meaning, with `{s}` where a plural ends."""

    color: str
    icon: str
    meaning: str


STYLES: dict[TokenStatus, Style] = {
    TokenStatus.KEPT: Style("blue", ":material/check:", "known"),
    TokenStatus.RESPELLED: Style(
        "violet", ":material/spellcheck:", r"known in another form: → its parts, \~ the word meant"
    ),
    TokenStatus.STOP_WORD: Style("gray", ":material/remove:", "common word{s}, ignored"),
    TokenStatus.UNKNOWN: Style("orange", ":material/question_mark:", "unknown, guessed by letters"),
}


def shown_status(word: ReadWord) -> TokenStatus:
    """The status of a word; one that stands for a stop word, such as 'u', is left out like a stop word."""
    return word.status if word.reaches_the_model else TokenStatus.STOP_WORD


def badge(word: ReadWord) -> str:
    """The word as a badge in Markdown, with what it is read as where that differs.

    Words hold only letters, digits and accents (`text.words`); any other character is escaped.
    """
    style = STYLES[shown_status(word)]
    return f":{style.color}-badge[{style.icon} {escaped(word.text)}{_read_as(word)}]"


def escaped(text: str) -> str:
    """The text with every character escaped that Markdown could interpret."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def legend(words: Sequence[ReadWord]) -> str:
    """Each status that is shown, with icon, count and meaning, in Markdown."""
    counts = Counter(map(shown_status, words))
    return " · ".join(
        f"{style.icon} {counts[status]} {style.meaning.format(s='s' * (counts[status] != 1))}"
        for status, style in STYLES.items()
        if counts[status]
    )


def _read_as(word: ReadWord) -> str:
    """' → tent' after a word with another lemma, ' → nsw + fires' after a compound, ' ~ water' after a word meant."""
    if word.status == TokenStatus.KEPT and word.read_as != (word.word.form,):
        return f" → {escaped(*word.read_as)}"
    if word.status == TokenStatus.RESPELLED and len(word.parts) == 1:
        return rf" \~ {escaped(*word.parts)}"
    return f" → {' + '.join(map(escaped, word.parts))}" if word.parts else ""
