"""The operating point of a scored file, chosen beside what it changes."""

import streamlit as st

from classifier.operating_points import OPERATING_POINTS
from classifier.ui.shared.operating_point import IN_FORCE, meanings


def choose_operating_point(point: str) -> None:
    """Let people choose another operating point than the one in force, inside a fragment.

    The whole page is drawn again then: its downloads are at the operating point, too.
    """
    chosen = st.selectbox(
        "How cautious should it be?",
        list(OPERATING_POINTS),
        format_func=lambda name: OPERATING_POINTS[name].title,
        key=IN_FORCE,
        persist_state="session",
        help=meanings(),
        width=230,
    )
    if chosen != point:
        st.rerun()
