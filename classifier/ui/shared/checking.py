"""Which answers this session has been shown, and the message whose answer somebody wants to check."""

import streamlit as st

from classifier.reviews.review import text_sha256
from classifier.ui.shared.scored_file import holds

TO_CHECK, _SHOWN = "review_to_check", "answers_shown"
"""The session's keys of the message to check, and of the hashes of texts whose answers were on a page."""


def note_shown(*messages: str) -> None:
    """Remember that the answers to messages are on the page: a review of them is not blind any more."""
    st.session_state.setdefault(_SHOWN, set()).update(map(text_sha256, messages))


def was_shown(message: str) -> bool:
    """Whether this session has been shown the answer to a message, or to one like it.

    The model and its answers are the same for as long as a session lasts; what other sessions of the same person were
    shown is known from their reviews only.
    """
    return text_sha256(message) in st.session_state.get(_SHOWN, ()) or holds(message)


def draw_check(message: str) -> None:
    """The button that takes a message and its answer to *Review*."""
    if st.button("Check this answer", icon=":material/fact_check:", type="tertiary", key="check_answer"):
        st.session_state[TO_CHECK] = message
        st.switch_page("review/page.py")
