"""Threshold explorer: a slider moves precision, recall, F1 and the counts of 1,000 messages along a label's curve."""

import streamlit as st

from classifier import report_charts
from classifier.labels import title
from classifier.record import Record
from classifier.report import FEW, Report
from classifier.ui.panels.figure import figure, panel


@panel
def explore(report: Report, label: str) -> None:
    """Draw the explorer; moving the slider reruns nothing else."""
    st.subheader("What would another threshold mean?")
    balanced = round(float(report.raw["labels"][label]["points"]["balanced"]["threshold"]), 3)
    chosen = st.slider(
        "Threshold",
        0.0,
        1.0,
        balanced,
        step=0.001,
        format="%.3f",
        key=f"metrics_threshold_{label}",
        persist_state="session",
        help="A label is flagged when its probability reaches the threshold. "
        "The slider starts at the balanced threshold.",
    )
    record, curve = report.record(label, chosen), report.curve(label)
    _cards(record, report.evidence(label) == FEW)
    st.markdown(in_words(record, title(label)))
    figure(
        report_charts.thresholds(curve, chosen, title(label)),
        "metrics_thresholds",
        "The whole curve",
        curve,
        ["threshold", "precision", "recall", "f1", "flagged"],
    )


def in_words(record: Record, name: str) -> str:
    """The counts of 1,000 messages as a sentence."""
    return (
        f"Of 1,000 messages like the test messages, a threshold of {record.threshold:.3f} for "
        f"{name.lower()} means about **{record.found:.0f} found**, **{record.missed:.0f} missed** and "
        f"**{record.false_alarms:.0f} false alarms**."
    )


def _cards(record: Record, few: bool) -> None:
    with st.grid(6, min_column_width=130, gap="small"):
        for words, value in (("Precision", record.precision), ("Recall", record.recall), ("F1", record.f1)):
            said = "untested" if few else "–" if value is None else f"{value:.2f}"
            st.metric(words, said, border=True)
        for words, count in (("Found", record.found), ("Missed", record.missed), ("False alarms", record.false_alarms)):
            st.metric(f"{words} of 1,000", f"{count:.0f}", border=True)
