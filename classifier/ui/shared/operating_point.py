"""The switch between operating points, kept while people move between pages."""

import streamlit as st

from classifier.operating_points import BALANCED, OPERATING_POINTS


def choose_operating_point(words: str, key: str) -> str:
    """Let people choose an operating point, by name; the tooltip says what each does."""
    return str(
        st.segmented_control(
            words,
            list(OPERATING_POINTS),
            default=BALANCED,
            required=True,
            key=key,
            format_func=lambda name: OPERATING_POINTS[name].title,
            persist_state="session",
            wrap=True,
            help="; ".join(f"**{point.title}** {point.meaning}" for point in OPERATING_POINTS.values()) + ".",
        )
    )
