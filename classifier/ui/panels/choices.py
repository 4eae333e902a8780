"""The choices that several sections share, kept while people move between them."""

import streamlit as st

from classifier.labels import BINARY_LABELS, BY_NAME, GROUPS, title
from classifier.ui.parts.thresholds import MEANINGS, POINTS

ALL = "All"


def choose_group(key: str) -> str:
    """Let people choose one group of labels, or all of them."""
    return str(
        st.segmented_control(
            "Labels", [ALL, *GROUPS], default=ALL, required=True, key=key, persist_state="session", wrap=True
        )
    )


def members(group: str) -> list[str]:
    """Names of the binary labels of a group, in the data set's order."""
    return [name for name in BINARY_LABELS if group in (ALL, BY_NAME[name].group)]


def choose_point() -> str:
    """Let people choose the operating point of the thresholded figures."""
    return str(
        st.segmented_control(
            "Operating point",
            list(POINTS),
            default="balanced",
            required=True,
            format_func=POINTS.__getitem__,
            key="metrics_point",
            persist_state="session",
            wrap=True,
        )
    )


def point_in_words(point: str) -> str:
    """What an operating point does, as a sentence."""
    return f"Precision, recall and F1 are at the operating point **{POINTS[point]}**: {MEANINGS[point]}."


def choose_label() -> str:
    """Let people choose one binary label."""
    return str(
        st.selectbox(
            "Label",
            BINARY_LABELS,
            index=BINARY_LABELS.index("water"),
            format_func=title,
            key="metrics_label",
            persist_state="session",
        )
    )
