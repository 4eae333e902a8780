"""The thresholds in force: an operating point for all labels, and at most one label's own threshold, set by hand."""

from collections.abc import Mapping

import numpy as np
import streamlit as st

from classifier.operating_points import BALANCED, Thresholds, thresholds_at
from classifier.ui.shared.operating_point import IN_FORCE, choose_operating_point

POINT, LABEL = IN_FORCE, "operating_label"
Fitted = Mapping[str, np.ndarray]
"""`Classifier.thresholds`: operating point -> float32 (35,)."""


def thresholds_in_force(fitted: Fitted) -> Thresholds:
    """The thresholds that the widgets ask for, as the previous run left them."""
    thresholds = thresholds_at(_point(), fitted)
    label = st.session_state.get(LABEL, "")
    value = st.session_state.get(_slider_key(label))
    return thresholds if value is None else thresholds.move(label, value)


def draw_switch() -> None:
    """Choose the operating point of all labels."""
    choose_operating_point("Operating point of all labels", POINT)


def draw_slider(label: str, own: float) -> None:
    """Move one label's threshold; `own` is the one that the operating point gives it."""
    st.slider(
        "Its threshold",
        0.0,
        1.0,
        own,
        0.005,
        format="%.3f",
        key=_slider_key(label),
        help=f"The operating point sets it to {own:.3f}. What is set here holds on the whole page until another "
        "label or operating point is chosen.",
    )


def _point() -> str:
    return st.session_state.get(POINT) or BALANCED


def _slider_key(label: str) -> str:
    return f"threshold_{_point()}_{label}"
