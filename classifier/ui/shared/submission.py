"""A message on its way into the box on Classify, from any page."""

import streamlit as st

BOX, SUBMITTED, EXAMPLE, OWN = "message", "submitted", "example", "own_message"
"""The session's keys of the text in the box, of the text to classify, of the example that it came from, and of the last
text that came from none."""


def submit(text: str, example: str | None = None) -> None:
    """Put a message, that of an example or another, into the box and ask for its classification."""
    st.session_state[BOX] = st.session_state[SUBMITTED] = text
    st.session_state[EXAMPLE] = example
    if example is None:
        st.session_state[OWN] = text
