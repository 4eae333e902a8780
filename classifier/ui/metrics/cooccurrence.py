"""Co-occurrence: which labels occur together."""

import streamlit as st

from classifier.charts import cooccurrence
from classifier.labels import title
from classifier.report.report import Report
from classifier.ui.metrics.address import ALL
from classifier.ui.metrics.figure import draw_figure
from classifier.ui.metrics.label_group import choose_group, members
from classifier.ui.shared.choice import as_they_are, choose

MESSAGES, SHARES = "Messages", "Share of the row"


@st.fragment
def draw(report: Report) -> None:
    """Draw the map of pairs."""
    st.subheader("Which labels occur together?")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        group = choose_group("metrics_pairs_group")
        shown = choose("Cells show", as_they_are(MESSAGES, SHARES), "metrics_pairs_show", MESSAGES)
    pairs = report.dataset.cooccurrence
    if group != ALL:
        pairs = pairs.of(members(group))
    st.markdown(
        "Read along a row: of the messages that carry the row's label, this many also carry the column's. A "
        "group of labels shows its numbers in the cells. On a narrow screen the map scrolls sideways."
    )
    shares = shown == SHARES
    names = [title(name) for name in pairs.labels]
    counts = st.column_config.NumberColumn(format="localized")
    draw_figure(
        cooccurrence.chart(pairs, shares),
        "metrics_pairs",
        "Labels that occur together",
        lambda: cooccurrence.square(pairs, shares),
        width=cooccurrence.map_width(len(pairs.labels)),
        formats={} if shares else dict.fromkeys(names, counts),
        shares=names if shares else (),
    )
