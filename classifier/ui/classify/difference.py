"""Two messages with their difference marked."""

import streamlit as st

from classifier.charts.difference import beside


def draw_difference(first: str, second: str) -> None:
    """The two texts side by side; nothing of them is read as HTML or Markdown."""
    with st.container(key="difference"):
        st.html(beside(first, second))
