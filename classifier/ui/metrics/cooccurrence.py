"""Co-occurrence: which labels occur together."""

import streamlit as st

from classifier.charts import cooccurrence
from classifier.report.report import Report
from classifier.ui.metrics.figure import draw_figure
from classifier.ui.metrics.label_group import ALL, choose_group, members

MESSAGES, SHARES = "Messages", "Share of the row"


@st.fragment
def draw(report: Report) -> None:
    """Draw the map of pairs."""
    st.subheader("Which labels occur together?")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        group = choose_group("metrics_pairs_group")
        shown = st.segmented_control(
            "Cells show",
            [MESSAGES, SHARES],
            default=MESSAGES,
            required=True,
            key="metrics_pairs_show",
            persist_state="session",
            wrap=True,
        )
    pairs = report.dataset.cooccurrence
    if group != ALL:
        pairs = pairs.of(members(group))
    st.markdown(
        "Read along a row: of the messages that carry the row's label, so many also carry the column's. A "
        "group of labels shows its numbers in the cells. On a narrow screen the map scrolls sideways."
    )
    shares = shown == SHARES
    square = cooccurrence.square(pairs, shares)
    cells = st.column_config.NumberColumn(format="percent" if shares else "localized")
    draw_figure(
        cooccurrence.chart(pairs, shares),
        "metrics_pairs",
        "Labels that occur together",
        lambda: square,
        width=cooccurrence.map_width(len(square)),
        formats={name: cells for name in square if name != "Label"},
    )
