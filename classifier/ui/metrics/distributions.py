"""Distributions: how the messages are spread over classes of related, genres and lengths."""

import pandas as pd
import streamlit as st

from classifier.charts import distributions as charts
from classifier.labels import RELATED_CLASSES
from classifier.report.report import Report
from classifier.ui.metrics.figure import draw_figure


@st.fragment
def draw(report: Report) -> None:
    """Draw the three distributions side by side."""
    related, genres, lengths = st.columns(3)
    with related:
        _related(report)
    with genres:
        _genres(report)
    with lengths:
        _lengths(report)


def _related(report: Report) -> None:
    st.subheader("Classes of related")
    names = [f"{i} {name}" for i, name in enumerate(RELATED_CLASSES)]
    counts = dict(zip(names, report.dataset.related, strict=True))
    draw_figure(
        charts.counts_chart(counts, "Class of related"),
        "metrics_related_counts",
        "Classes",
        lambda: pd.DataFrame({"Class of related": list(counts), "Messages": list(counts.values())}),
    )


def _genres(report: Report) -> None:
    st.subheader("Genres")
    counts = report.dataset.genres
    tested = [report.genres[genre].test_rows for genre in counts]
    draw_figure(
        charts.counts_chart(counts, "Genre"),
        "metrics_genre_counts",
        "Genres",
        lambda: pd.DataFrame({"Genre": list(counts), "Messages": list(counts.values()), "Test messages": tested}),
    )


def _lengths(report: Report) -> None:
    st.subheader("Message lengths")
    lengths = report.dataset.lengths
    draw_figure(charts.lengths_chart(lengths), "metrics_lengths", "Lengths", lambda: charts.length_rows(lengths))
