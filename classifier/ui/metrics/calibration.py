"""Calibration: whether a label's probabilities come true."""

import streamlit as st

from classifier.charts import calibration
from classifier.charts.style import HIGH, LOW
from classifier.report.figures import LabelFigures
from classifier.ui.metrics.figure import draw_figure

_SHARE = st.column_config.NumberColumn(format="percent")


def draw(figures: LabelFigures) -> None:
    """Draw the reliability diagram."""
    st.subheader("Do the probabilities come true?")
    draw_figure(
        calibration.chart(figures),
        "metrics_reliability",
        "Reliability",
        lambda: calibration.rows(figures),
        formats={LOW: _SHARE, HIGH: _SHARE},
    )
