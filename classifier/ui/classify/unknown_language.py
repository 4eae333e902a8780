"""The notice above an answer to a message in a language that the model does not know."""

import streamlit as st

from classifier.formatting import listed
from classifier.text.identification import Identified
from classifier.text.language_names import NAMES
from classifier.text.languages import BY_CODE


def draw_unknown_language(identified: Identified) -> None:
    """The notice; nothing where the model knows the language."""
    if identified.language is None:
        st.warning(notice(identified), icon=":material/translate:")


def notice(identified: Identified) -> str:
    """Which language it is, what the numbers are worth, and what to do; Markdown made of names of languages only."""
    known = listed([language.title for language in BY_CODE.values()])
    return (
        f"{unknown_language('This message', identified)} It learned from {known} only, so the numbers below mean "
        "little: they are shown in grey, and **nothing is flagged**. Translate the message into English first, then "
        "classify the translation."
    )


def unknown_language(which: str, identified: Identified) -> str:
    """Which language a message, called `which`, seems to be in, in Markdown."""
    return f"{which} seems to be in **{NAMES[identified.code]}**, a language that **the model does not know**."
