"""Raised instead: which labels are raised wrongly where another one is missed, for one label and for all."""

import streamlit as st

from classifier.charts import raised_instead
from classifier.charts.cooccurrence import map_width
from classifier.report.figures import LabelFigures, RaisedInstead
from classifier.report.report import Report
from classifier.ui.metrics.figure import draw_figure
from classifier.ui.metrics.label_group import choose_group, members


@st.fragment
def draw(report: Report) -> None:
    """Draw the map of all labels."""
    st.subheader("Which label is raised where another is missed?")
    st.markdown(
        "Test messages at the balanced operating point. A row is a label that was missed; a cell is the share "
        "of those messages on which the column's label was raised wrongly, for the labels raised most often."
    )
    labels = members(choose_group("metrics_raised_group"))
    raised = {one.label for name in labels for one in report.confusions[name].instead}
    if not raised:
        st.markdown("Nothing was raised wrongly where one of these labels was missed.")
        return
    draw_figure(
        raised_instead.heat_map(report.confusions, labels),
        "metrics_raised",
        "Labels raised instead",
        lambda: raised_instead.rows(report.confusions, labels),
        width=map_width(len(raised)),
    )


def draw_one(figures: LabelFigures, raised: RaisedInstead) -> None:
    """Draw what is raised instead of one label."""
    st.subheader("What is raised instead?")
    st.markdown(
        f"At the balanced operating point {raised.missed:,} of the {figures.support.test:,} test messages with "
        f"{figures.label.title.lower()} are missed. Labels that are raised wrongly on those:"
    )
    if not raised.instead:
        st.markdown("None.")
        return
    rows = raised_instead.rows({figures.name: raised}, [figures.name])
    draw_figure(
        raised_instead.bars(raised, figures.name),
        "metrics_instead",
        "Raised instead",
        lambda: rows[["Raised instead", "Messages"]],
    )
