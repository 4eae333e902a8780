"""Confusion: the three classes of related, and which is mistaken for which."""

import pandas as pd
import streamlit as st

from classifier.charts import confusion
from classifier.formatting import score_range
from classifier.labels import RELATED_CLASSES, RELATED_MEANINGS
from classifier.report.figures import RelatedFigures
from classifier.report.performance import of_class
from classifier.report.report import Report
from classifier.ui.metrics.figure import draw_figure, draw_table


@st.fragment
def draw(report: Report) -> None:
    """Draw the confusion matrix and the figures of each class."""
    st.header("What is mistaken for what?")
    st.subheader("The three classes of related")
    named = zip(RELATED_CLASSES, RELATED_MEANINGS, strict=True)
    st.markdown("\n".join(f"- **{i} {name}**: {meaning}" for i, (name, meaning) in enumerate(named)))
    draw_figure(
        confusion.chart(report.related),
        "metrics_confusion",
        "Confusion of related",
        lambda: confusion.rows(report.related),
    )
    st.markdown("Rows sum to about 100 %: of the messages that people put into a class, where the model put them.")
    draw_table(
        pd.DataFrame(class_row(report.related, number) for number in range(len(RELATED_CLASSES))),
        "metrics_related_table",
        "Figures of each class of related",
    )


def class_row(related: RelatedFigures, number: int) -> dict[str, object]:
    """The row of a class in the table."""
    performance = of_class(related, number)
    interval = performance.f1.interval
    return {
        "Class": f"{number} {RELATED_CLASSES[number]}",
        "Test messages": performance.support,
        "Precision": performance.precision.value,
        "Recall": performance.recall.value,
        "F1": performance.f1.value,
        "F1, 95 % interval": score_range(interval, 2) if interval else "not defined",
        "Evidence": performance.level.value,
    }
