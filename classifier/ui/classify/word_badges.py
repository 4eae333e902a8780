"""A word as a badge with what became of it, and the legend of all badges; both read without colour too."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from classifier.text.tokenizer import ReadWord, TokenStatus


class Style(NamedTuple):
    """How a status looks: a colour, an icon, and its meaning."""

    color: str
    icon: str
    meaning: str


STYLES: dict[TokenStatus, Style] = {
    TokenStatus.KEPT: Style("blue", ":material/check:", "read"),
    TokenStatus.RESPELLED: Style(
        "violet", ":material/spellcheck:", r"read as other words: → its parts, \~ the word meant"
    ),
    TokenStatus.STOP_WORD: Style("gray", ":material/remove:", "stop words, left out"),
    TokenStatus.UNKNOWN: Style("orange", ":material/question_mark:", "unknown, read by their letters"),
}


def shown_status(word: ReadWord) -> TokenStatus:
    """The status of a word; one that stands for a stop word, such as 'u', is left out like a stop word."""
    return word.status if word.reaches_the_model else TokenStatus.STOP_WORD


def badge(word: ReadWord, lemmas: Mapping[str, str]) -> str:
    """The word as a badge in Markdown, with what it is read as where that differs; `lemmas` maps forms to lemmas.

    Words hold only letters, digits and accents (`text.words`); any other character is escaped.
    """
    style = STYLES[shown_status(word)]
    return f":{style.color}-badge[{style.icon} {escaped(word.text)}{_read_as(word, lemmas)}]"


def escaped(text: str) -> str:
    """The text with every character escaped that Markdown could interpret."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def legend(words: Sequence[ReadWord]) -> str:
    """Each status that is shown, with icon, count and meaning, in Markdown."""
    shown = [shown_status(word) for word in words]
    return " · ".join(
        f"{style.icon} {shown.count(status)} {style.meaning}" for status, style in STYLES.items() if status in shown
    )


def spelled(form: str, read_as: Sequence[str], lemmas: Mapping[str, str]) -> list[str]:
    """The parts of a compound as they stand in it: 'nsw', 'fires' for 'nswfires', read as 'nsw' and 'fire'.

    `read_as` itself if they are not all found, one after the other.
    """
    parts: list[str] = []
    start = 0
    for lemma in read_as:
        places = ((first, end) for first in range(start, len(form)) for end in range(len(form), first, -1))
        place = next((p for p in places if lemmas.get(form[slice(*p)], form[slice(*p)]) == lemma), None)
        if place is None:
            return list(read_as)
        parts.append(form[slice(*place)])
        start = place[1]
    return parts


def _read_as(word: ReadWord, lemmas: Mapping[str, str]) -> str:
    """' → tent' after a word with another lemma, ' → nsw + fires' after a compound, ' ~ water' after a word meant."""
    if word.status == TokenStatus.KEPT and word.read_as != (word.word.form,):
        return f" → {escaped(*word.read_as)}"
    if word.status == TokenStatus.RESPELLED and len(word.read_as) == 1:
        return rf" \~ {escaped(*word.read_as)}"
    if word.status == TokenStatus.RESPELLED and word.read_as:
        return f" → {' + '.join(map(escaped, spelled(word.word.form, word.read_as, lemmas)))}"
    return ""
