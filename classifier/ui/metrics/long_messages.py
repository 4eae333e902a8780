"""Long messages: what reading them whole is worth, and which rule combines their windows."""

import pandas as pd
import streamlit as st

from classifier.report.figures import METRICS, LongMessages, PointAverages
from classifier.report.report import Report
from classifier.ui.metrics.figure import draw_table


@st.fragment
def draw(report: Report) -> None:
    """Draw how long messages are read."""
    found = report.long_messages
    st.subheader("Does it read long messages to the end?")
    st.markdown(
        f"The model reads {found.limit} words at once, not counting stop words. It reads a longer message sentence "
        "by sentence; for each label the highest answer of any part counts. All figures here are at the balanced "
        "thresholds."
    )
    _whole(found, report.rows.test)
    _rules(found)


def _whole(found: LongMessages, tested: int) -> None:
    if not found.test:
        st.markdown("No test message is that long, so what this is worth was not measured on real messages.")
        return
    st.markdown(
        f"**{found.test:,}** of the {tested:,} test messages are that long, so small differences mean little. Macro-F1 "
        "is over the labels that they carry:"
    )
    rows = [
        {"Test messages read": "whole", **_averages(found.whole)},
        {"Test messages read": f"only the first {found.limit} words", **_averages(found.to_the_limit)},
    ]
    draw_table(pd.DataFrame(rows), "metrics_long_table", "Long messages, read whole and in part")


def _rules(found: LongMessages) -> None:
    if not found.joined:
        return
    st.markdown(
        f"The rules were compared on {found.joined:,} long messages, each made of {found.members} validation messages "
        "joined together, with every label that one of them carries:"
    )
    rows = [
        {"Rule": one.rule, METRICS["macro_f1"]: one.macro_f1, METRICS["micro_f1"]: one.micro_f1} for one in found.rules
    ]
    draw_table(pd.DataFrame(rows), "metrics_rules_table", "Rules that combine the windows of long messages")


def _averages(averages: PointAverages) -> dict[str, object]:
    return {METRICS["macro_f1"]: averages.macro_f1, METRICS["micro_f1"]: averages.micro_f1}
