"""Imbalance: how unevenly the labels are spread."""

import streamlit as st

from classifier.charts import imbalance
from classifier.report.report import Report
from classifier.ui.metrics.figure import draw_figure
from classifier.ui.metrics.label_group import choose_group, figures_of

RARE = 0.05


@st.fragment
def draw(report: Report) -> None:
    """Draw the messages per label."""
    st.header("How uneven is the data?")
    rare = sum(figures.prevalence < RARE for figures in report.labels.values())
    st.markdown(
        f"{rare} of {len(report.labels)} labels are on fewer than one message in twenty. Child alone is on none: "
        "nothing can be learned or measured for it."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        labels = figures_of(report, choose_group("metrics_data_group"))
        logarithmic = st.toggle("Log scale", key="metrics_log_scale", persist_state="session", wrap=True)
    draw_figure(
        imbalance.chart(labels, logarithmic), "metrics_counts", "Messages per label", lambda: imbalance.rows(labels)
    )
