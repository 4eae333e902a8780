"""The thresholds in force: an operating point for all labels, and at most one label's own threshold, set by hand."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import streamlit as st

from classifier.formatting import percent
from classifier.labels import title
from classifier.operating_points import OPERATING_POINTS, Thresholds, thresholds_at
from classifier.report.performance import FlagPerformance, of_flags
from classifier.report.report import Report
from classifier.ui.classify.settings import POINT, write
from classifier.ui.shared.operating_point import IN_FORCE, MOVED

Fitted = Mapping[str, np.ndarray]
"""`Classifier.thresholds`: operating point -> float32 (35,)."""

_GRID = (*(n / 1000 for n in range(1, 10)), *(n / 100 for n in range(1, 100)), 0.995, 0.999, 1.0)


@dataclass(frozen=True)
class Moved:
    """A label's threshold, set by hand, a share of 1."""

    label: str
    threshold: float


def thresholds_in_force(fitted: Fitted) -> Thresholds:
    """The thresholds that the widgets ask for, as the previous run left them."""
    thresholds, moved = thresholds_at(POINT.chosen, fitted), _moved()
    return thresholds.move(moved.label, moved.threshold) if moved else thresholds


def draw_switch(report: Report) -> None:
    """Choose the operating point of all labels; each says in plain figures what it does."""
    points = [of_flags(report.labels.values(), name, report.rows.test) for name in OPERATING_POINTS]
    meanings = "; ".join(f"**{point.title}** {point.meaning}" for point in OPERATING_POINTS.values())
    st.session_state[IN_FORCE] = POINT.chosen
    st.radio(
        "How cautious should it be?",
        list(OPERATING_POINTS),
        key=IN_FORCE,
        format_func=lambda name: OPERATING_POINTS[name].title,
        captions=list(map(in_plain_figures, points)),
        on_change=_choose_point,
        persist_state="session",
        help=f"Measured on {report.rows.test:,} messages that the model had not seen. {meanings}.",
    )


def in_plain_figures(flags: FlagPerformance) -> str:
    """What an operating point does, in a line."""
    return (
        f"{flags.flags_per_message:.1f} flags a message; {100 * flags.precision:.0f} of 100 are right; "
        f"{100 * flags.recall:.0f} of 100 topics are found"
    )


def draw_moved(fitted: Fitted) -> None:
    """Say which threshold was moved, with a button that puts it back; nothing if none was."""
    moved = _moved()
    if moved:
        with st.container(horizontal=True, vertical_alignment="center", key="moved"):
            st.markdown(
                f"**{title(moved.label)}** is flagged from **{percent(moved.threshold)}** instead of "
                f"{percent(_own(moved.label, fitted))}.",
                width="content",
            )
            _draw_reset("reset_beside_switch")


def draw_slider(label: str, own: float) -> None:
    """Move one label's threshold; `own` is the one that the operating point gives it."""
    moved = _moved()
    key = f"threshold_{POINT.chosen}_{label}"
    st.session_state[key] = moved.threshold if moved and moved.label == label else own
    st.select_slider("Flag it from", steps(own), key=key, format_func=percent, on_change=_move, args=(label, own, key))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f"Default: {percent(own)}. Your change lasts until you pick another label or setting.", width="content"
        )
        if moved:
            _draw_reset("reset_threshold")


def steps(own: float) -> list[float]:
    """Where a threshold can be moved to, in order: percentages, finer near the ends, and its own value exactly."""
    return sorted([own, *(step for step in _GRID if percent(step) != percent(own))])


def forget_moved(unless: str = "") -> None:
    """Put a threshold that was moved back to its own value, unless it is this label's."""
    moved = _moved()
    if moved and moved.label != unless:
        del st.session_state[MOVED]


def _choose_point() -> None:
    forget_moved()
    write()


def _draw_reset(key: str) -> None:
    st.button("Reset", icon=":material/restart_alt:", type="tertiary", key=key, on_click=forget_moved)


def _move(label: str, own: float, key: str) -> None:
    value = st.session_state[key]
    if value == own:
        forget_moved()
    else:
        st.session_state[MOVED] = Moved(label, value)


def _moved() -> Moved | None:
    found: Moved | None = st.session_state.get(MOVED)
    return found


def _own(label: str, fitted: Fitted) -> float:
    return thresholds_at(POINT.chosen, fitted).values[label]
