"""What the model read: the message's words as badges, each with what became of it."""

import re
from typing import NamedTuple

import streamlit as st

from classifier.formatting import score
from classifier.report.report import Report
from classifier.text.languages import CREOLE, ENGLISH, LANGUAGES
from classifier.text.tokenizer import MAX_TOKENS, Reading, ReadWord, TokenStatus

MOST_WORDS = 150
"""Words shown; a long text should not push the rest of the page away."""


class Style(NamedTuple):
    """How a status looks: a colour, an icon, so that it can be read without colour too, and its meaning."""

    color: str
    icon: str
    meaning: str


STYLES: dict[TokenStatus, Style] = {
    TokenStatus.KEPT: Style("blue", ":material/check:", "read"),
    TokenStatus.STOP_WORD: Style("gray", ":material/remove:", "stop words, left out"),
    TokenStatus.UNKNOWN: Style("orange", ":material/question_mark:", "unknown to the model"),
    TokenStatus.BEYOND: Style("red", ":material/content_cut:", f"beyond the {MAX_TOKENS} words that it reads"),
}


def draw_words_read(reading: Reading, report: Report) -> None:
    """The words in their order, a legend with counts, the language, and a warning if little was read."""
    st.subheader("What the model saw", anchor=False)
    warning = reading_warning(reading)
    if warning:
        st.warning(warning, icon=":material/visibility_off:")
    words = reading.words
    with st.container(key="words_read"):
        st.markdown(" ".join(map(badge, words[:MOST_WORDS])))
    rest = f" · and {len(words) - MOST_WORDS:,} more words" if len(words) > MOST_WORDS else ""
    st.caption(legend(reading) + rest)
    if reading.language != ENGLISH:
        st.info(language_note(reading.language, report), icon=":material/translate:")


def badge(word: ReadWord) -> str:
    """The word as a badge in Markdown, with its lemma where that differs.

    Words hold only letters, digits and accents (`text.words`); any other character is escaped.
    """
    style = STYLES[word.status]
    differs = word.status == TokenStatus.KEPT and word.lemma != word.word.form
    text = f"{word.text} → {word.lemma}" if differs else word.text
    return f":{style.color}-badge[{style.icon} {escaped(text)}]"


def escaped(text: str) -> str:
    """The text with every character escaped that Markdown could interpret."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def legend(reading: Reading) -> str:
    """Each status that occurs, with icon, count and meaning, in Markdown."""
    found = [(style, reading.count(status)) for status, style in STYLES.items() if reading.count(status)]
    return " · ".join(f"{style.icon} {count} {style.meaning}" for style, count in found)


def reading_warning(reading: Reading) -> str | None:
    """A sentence if the model knows too few of the words; None if it knows at least half."""
    kept, unknown = reading.count(TokenStatus.KEPT), reading.count(TokenStatus.UNKNOWN)
    if kept == 0 and unknown == 0:
        return "This message has only stop words. The model has no word to go on, so the answer means little."
    if kept == 0:
        return "The model has never seen any of these words, so the answer means little."
    if unknown > kept:
        return (
            f"The model does not know {unknown} of the {unknown + kept} words that it read. "
            "Take the answer with caution."
        )
    return None


def language_note(name: str, report: Report) -> str:
    """How a message that is not in English was read, and which language the held-out figures come from."""
    language, creole = LANGUAGES[name], report.languages.creole
    note = (
        f"Read as **{language.title}**, which the model learned from {language.learned_from}: its own stop words were "
        "left out, and its words were not lemmatised. The held-out figures on this page come from English test "
        "messages."
    )
    if name != CREOLE:
        return f"{note} None were measured on {language.title}."
    return (
        f"{note} On {creole.messages:,} test messages left in their original language the mean average precision is "
        f"{score(creole.mean_average_precision.value, 2)}; on the same messages in English it is "
        f"{score(creole.english_same_messages.value, 2)}."
    )
