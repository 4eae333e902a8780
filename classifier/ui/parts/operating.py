"""The operating point: one switch for all labels, a slider for one, and what that means per 1,000 messages."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from classifier.labels import BINARY_LABELS, UNLEARNABLE, title
from classifier.record import Record
from classifier.report import FEW, Report
from classifier.ui.parts.evidence import percent
from classifier.ui.parts.thresholds import MEANINGS, POINTS, Thresholds, at_point, move

POINT, LABEL = "operating_point", "operating_label"
_LABELS = [name for name in BINARY_LABELS if name not in UNLEARNABLE]


def thresholds_in_force(shipped: Mapping[str, np.ndarray]) -> Thresholds:
    """The thresholds that the two widgets ask for; `shipped` is `Classifier.thresholds`."""
    point = st.session_state.get(POINT) or "balanced"
    label = st.session_state.get(LABEL)
    chosen = at_point(shipped, point)
    if label is None:
        return chosen
    value = st.session_state.get(_slider_key(point, label))
    return chosen if value is None else move(chosen, label, value)


def draw_switch() -> None:
    """Choose the operating point of all labels."""
    st.segmented_control(
        "Operating point of all labels",
        list(POINTS),
        default="balanced",
        required=True,
        key=POINT,
        format_func=POINTS.__getitem__,
        persist_state="session",
        wrap=True,
        help="; ".join(f"**{POINTS[point]}** {meaning}" for point, meaning in MEANINGS.items()) + ".",
    )


def draw_one_label(table: pd.DataFrame, shipped: Mapping[str, np.ndarray], report: Report) -> None:
    """Choose a label, move its threshold, and read what that would have meant; `table` is `evidence_table`."""
    st.subheader("One label", anchor=False)
    _default_label(table)
    label = st.selectbox("Label", _LABELS, key=LABEL, format_func=title, persist_state="session")
    point = st.session_state.get(POINT) or "balanced"
    own = at_point(shipped, point).values[label]
    value = st.slider(
        "Its threshold",
        0.0,
        1.0,
        own,
        0.005,
        format="%.3f",
        key=_slider_key(point, label),
        help=f"Its own at this operating point is {percent(own)}. What is set here holds on the whole "
        "page until another label or operating point is chosen.",
    )
    row = table.set_index("name").loc[label]
    verdict = "flagged" if row["flagged"] else "not flagged"
    st.markdown(f"**This message**: {percent(row['probability'])}, so it is {verdict}. {row['record']}")
    st.markdown(per_thousand(label, report.record(label, value), report.evidence(label) == FEW))


def per_thousand(label: str, record: Record, few: bool) -> str:
    """What a threshold means, in messages, as Markdown made of label names and numbers only."""
    needs, found = _count(record.found + record.missed), _count(record.found)
    missed = _count(float(needs) - float(found))  # so that what is shown adds up
    sentence = (
        f"Of **1,000 messages** like the test messages about **{needs}** carry {title(label)}. At this "
        f"threshold about **{found} found**, **{missed} missed**, "
        f"**{_count(record.false_alarms)} false alarms**."
    )
    return sentence + (f" With {record.support} test messages this is a guess." if few else "")


def _count(messages: float) -> str:
    return f"{messages:.0f}" if messages >= 9.5 else f"{messages:.1f}".removesuffix(".0")


def _default_label(table: pd.DataFrame) -> None:
    known = table[table["name"].isin(_LABELS)]
    st.session_state.setdefault(LABEL, str(known.loc[known["probability"].idxmax(), "name"]))


def _slider_key(point: str, label: str) -> str:
    return f"threshold_{point}_{label}"
