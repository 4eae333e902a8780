"""What the model saw: the message's words as chips, each with what became of it."""

import re
from typing import Literal, NamedTuple

import streamlit as st

from classifier.report import Report
from classifier.tokenizer import BEYOND, KEPT, STOP_WORD, UNKNOWN_WORD, Reading, ReadWord
from classifier.ui.parts.result import Result, reading_warning

MOST_CHIPS = 150
"""Words shown; the model reads fifty, and a long text should not push the page away."""


class Style(NamedTuple):
    """How a fate looks: colour and icon, so that it reads without colour too."""

    color: Literal["blue", "gray", "orange", "red"]
    icon: str
    meaning: str


STYLES: dict[str, Style] = {
    KEPT: Style("blue", ":material/check:", "read"),
    STOP_WORD: Style("gray", ":material/remove:", "stop words, left out"),
    UNKNOWN_WORD: Style("orange", ":material/question_mark:", "unknown to the model"),
    BEYOND: Style("red", ":material/content_cut:", "beyond the 50 words that it reads"),
}


def draw_chips(result: Result, report: Report) -> None:
    """The words as chips in their order, a legend with counts, the language, and a warning if little was read."""
    st.subheader("What the model saw", anchor=False)
    warning = reading_warning(result.reading)
    if warning:
        st.warning(warning, icon=":material/visibility_off:")
    words = result.reading.words
    with st.container(horizontal=True, gap="xxsmall", key="chips"):
        for word in words[:MOST_CHIPS]:
            style = STYLES[word.fate]
            st.badge(chip_text(word), color=style.color, icon=style.icon)
    if len(words) > MOST_CHIPS:
        st.caption(f"and {len(words) - MOST_CHIPS:,} more words")
    st.caption(legend(result.reading))
    if not result.is_english:
        st.info(language_note(result.reading.language, report), icon=":material/translate:")


def chip_text(word: ReadWord) -> str:
    """The word, and its lemma where it differs, with nothing in it that Markdown could read as a sign.

    Words hold letters, digits and accents only (`classifier.text`); whatever else is escaped.
    """
    text = word.text if word.fate != KEPT or word.lemma == word.word.form else f"{word.text} → {word.lemma}"
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def legend(reading: Reading) -> str:
    """The fates that occur, with counts and icons, in Markdown."""
    found = [(style, reading.count(fate)) for fate, style in STYLES.items() if reading.count(fate)]
    return " · ".join(f"{style.icon} {count} {style.meaning}" for style, count in found)


def language_note(language: str, report: Report) -> str:
    """How a message that is not in English was read, and which language the held-out figures speak of."""
    name = "Haitian Creole" if language == "creole" else language.capitalize()
    note = (
        f"Read as **{name}**: its own stop words were left out and words were not brought to a base form. The "
        "held-out figures on this page are of English test messages."
    )
    if language != "creole":
        return note + f" None were measured on {name}."
    creole = report.raw["languages"]["creole"]
    own, english = creole["mean_average_precision"]["value"], creole["english_same_messages"]["value"]
    return note + (
        f" On {creole['messages']:,} test messages left in their original language the mean average "
        f"precision is {own:.2f}; on the same messages in English it is {english:.2f}."
    )
