"""A message on its way into the box on Classify, from any page."""

import streamlit as st

BOX, SUBMITTED, EXAMPLE = "message", "submitted", "example"
"""The session's keys of the text in the box, of the text to classify, and of the example that it came from."""


def submit(text: str) -> None:
    """Put a message into the box and ask for its classification."""
    st.session_state[BOX] = text
    st.session_state[SUBMITTED] = text
