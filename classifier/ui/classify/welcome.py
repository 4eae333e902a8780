"""What the page offers before there is a message."""

import streamlit as st

from classifier.operating_points import BALANCED
from classifier.report.performance import of_flags
from classifier.report.report import Report

_CARDS = (
    (
        ":material/fact_check:",
        "Evidence beside every number",
        "35 topics and whether the message is about a disaster at all, each with how often it was right on messages "
        "that the model had never seen.",
    ),
    (
        ":material/psychology_alt:",
        "Why, and what if",
        "See which words move which topic, take words out, compare two wordings, and see what changes.",
    ),
    (
        ":material/tune:",
        "As cautious as you need",
        "Choose between finding most and raising few false alarms; each choice says in plain figures what it does.",
    ),
)


def draw_intended_use() -> None:
    """What the labels are, who this is for, and what it is not for."""
    st.markdown(
        "This demo sorts messages sent during disasters into 35 topics: needs, infrastructure, weather and kind of "
        "message. For demonstrations, and for people who check what the model gets right and wrong. **Nobody should "
        "send or withhold help on its word.**"
    )


def draw_welcome(report: Report) -> None:
    """Three cards, and how good the model is in plain figures."""
    for column, (icon, name, text) in zip(st.columns(3), _CARDS, strict=True):
        with column.container(border=True, height="stretch"):
            st.markdown(f"{icon} **{name}**")
            st.markdown(text)
    flags = of_flags(report.labels.values(), BALANCED, report.rows.test)
    st.caption(
        f"On {report.rows.test:,} messages that it had never seen, {100 * flags.precision:.0f} of 100 topics that it "
        f"flags are right, and it finds {100 * flags.recall:.0f} of 100 that people marked. The page *Data and "
        "metrics* has the rest, weak spots included. What you type stays in this session."
    )
