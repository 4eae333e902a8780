"""Which answers this session has been shown, and the message whose answer somebody wants to check."""

import streamlit as st

from classifier.reviews.review import message_sha256
from classifier.ui.shared.scored_file import holds

TO_CHECK, _SHOWN = "review_to_check", "answers_shown"
"""The session's keys of the message to check, and of the hashes of messages whose answers were on a page."""


def note_shown(message: str) -> None:
    """Remember that the answer to a message is on the page: a review of it is not blind any more."""
    st.session_state.setdefault(_SHOWN, set()).add(message_sha256(message))


def was_shown(message: str) -> bool:
    """Whether this session has been shown the answer to a message."""
    return message_sha256(message) in st.session_state.get(_SHOWN, ()) or holds(message)


def draw_check(message: str) -> None:
    """The button that takes a message and its answer to *Review*."""
    if st.button("Check this answer", icon=":material/fact_check:", type="tertiary", key="check_answer"):
        st.session_state[TO_CHECK] = message
        st.switch_page("review/page.py")
