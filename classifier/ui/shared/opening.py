"""The way from any page to a message's answer on Classify."""

import streamlit as st

from classifier.ui.shared.operating_point import MOVED
from classifier.ui.shared.submission import submit


def open_on_classify(message: str) -> None:
    """Put a message into the box on Classify, have it classified, and go there."""
    st.session_state.pop(MOVED, None)  # a threshold set by hand would judge it differently there
    submit(message)
    st.switch_page("classify/page.py")
