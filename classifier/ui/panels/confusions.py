"""Confusions: the three classes of related, and which labels are raised where another is missed."""

import streamlit as st

from classifier import comparison_charts as charts
from classifier.data_charts import map_width
from classifier.labels import BINARY_LABELS, RELATED_CLASSES, RELATED_MEANINGS, title
from classifier.report import Report
from classifier.report_tables import mistaken, related_classes
from classifier.ui.panels.choices import choose_group, members
from classifier.ui.panels.figure import figure, panel, table


@panel
def draw(report: Report) -> None:
    """Draw what is mistaken for what."""
    st.header("What is mistaken for what?")
    _related(report)
    _labels(report)


def _related(report: Report) -> None:
    st.subheader("The three classes of related")
    named = zip(RELATED_CLASSES, RELATED_MEANINGS, strict=True)
    st.markdown("\n".join(f"- **{i} {name}**: {meaning}" for i, (name, meaning) in enumerate(named)))
    cells = report.confusion()
    figure(
        charts.confusion(cells),
        "metrics_confusion",
        "Confusion of related",
        cells,
        ["true", "predicted", "count", "share"],
    )
    st.markdown(
        "Each row adds up to 100 %, but for rounding: of the messages that people put into a class, "
        "where the model put them."
    )
    table(
        related_classes(report),
        "metrics_related_table",
        "Figures of each class of related",
        ["class", "name", "test", "precision", "recall", "f1", "words", "evidence"],
        config={"words": "F1, 95 % interval"},
    )


def _labels(report: Report) -> None:
    st.subheader("Which label is raised where another is missed?")
    st.markdown(
        "Test messages at the balanced operating point. A row is a label that was missed; a cell is the share "
        "of those messages on which the column's label was raised wrongly, for the labels raised most often."
    )
    group = choose_group("metrics_mistaken_group")
    rows = mistaken(report, members(group))
    if rows.empty:
        st.markdown("Nothing was raised wrongly where one of these labels was missed.")
        return
    figure(
        charts.mistaken(rows, [title(name) for name in BINARY_LABELS]),
        "metrics_mistaken",
        "Labels raised instead",
        rows,
        ["missed", "raised", "count", "share"],
        width=map_width(rows["raised"].nunique()),
    )
