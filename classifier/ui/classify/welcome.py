"""What the page offers before there is a message."""

import streamlit as st

from classifier.formatting import score
from classifier.report.report import Report

_CARDS = (
    (
        ":material/fact_check:",
        "Evidence beside every number",
        "36 outputs for one message, each with its threshold, its base rate and how often it was right on messages "
        "that the model had never seen.",
    ),
    (
        ":material/psychology_alt:",
        "Why, and what if",
        "See which words move which label, take words out, compare two wordings, and see what changes.",
    ),
    (
        ":material/tune:",
        "What a threshold costs",
        "Choose between finding most needs and raising few false alarms, in messages per thousand.",
    ),
)


def draw_welcome(report: Report) -> None:
    """Three cards, and what the figures rest on."""
    for column, (icon, name, text) in zip(st.columns(3), _CARDS, strict=True):
        with column.container(border=True, height="stretch"):
            st.markdown(f"{icon} **{name}**")
            st.markdown(text)
    precision = report.overall["mean_average_precision"].value
    st.caption(
        f"Measured on {report.rows.test:,} held-out messages: mean average precision {score(precision, 2)}. The page "
        "*Data and metrics* has the rest, weak spots included. What you type stays in this session."
    )
