"""Calibration: whether probabilities come true, those of a label or of all labels together."""

from collections.abc import Sequence

import streamlit as st

from classifier.charts import calibration
from classifier.charts.style import HIGH, LOW
from classifier.report.figures import LabelFigures, ReliabilityBin
from classifier.report.report import Report
from classifier.ui.metrics.column_formats import SHARES
from classifier.ui.metrics.figure import draw_figure

_HOW_TO_READ = (
    "On the dashed line, probabilities come true; upright lines are 95 % intervals. Both axes are stretched near 0, "
    "where most answers are."
)


def draw(figures: LabelFigures) -> None:
    """Draw the reliability diagram of a label."""
    st.subheader("Do the probabilities come true?")
    _diagram(figures.reliability, figures.label.title, "metrics_reliability")
    st.markdown(
        f"{calibration.in_words(figures.reliability)} Each point is one of {len(figures.reliability)} equally large "
        f"groups of test messages. {_HOW_TO_READ}"
    )


def draw_pooled(report: Report) -> None:
    """Draw the reliability diagram of all labels together, the one that the pooled ECE sums up."""
    st.subheader("Do the probabilities come true?")
    bins = report.pooled_reliability
    diagram, words = st.columns(2, vertical_alignment="center")
    with diagram:
        _diagram(bins, "all labels together", "metrics_pooled_reliability")
    words.markdown(
        f"All labels together: {sum(one.count for one in bins):,} answers, one for each test message and label, in "
        f"{len(bins)} groups of equally many.\n\n{calibration.in_words(bins)}\n\n{_HOW_TO_READ}"
    )


def _diagram(bins: Sequence[ReliabilityBin], subject: str, key: str) -> None:
    draw_figure(
        calibration.chart(bins, subject),
        key,
        "Reliability",
        lambda: calibration.rows(bins),
        shares=SHARES | {LOW, HIGH},
    )
