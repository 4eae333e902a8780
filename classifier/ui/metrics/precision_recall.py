"""Precision and recall: a label's curve with its operating points."""

import pandas as pd
import streamlit as st

from classifier.charts import precision_recall
from classifier.report.figures import LabelFigures
from classifier.report.support import SupportLevel
from classifier.ui.metrics.figure import draw_figure


def draw(figures: LabelFigures, messages: int) -> None:
    """Draw the curve on `messages` test messages."""
    st.subheader("Precision and recall")
    draw_figure(
        precision_recall.chart(figures, messages), "metrics_curve", "Operating points", lambda: points_table(figures)
    )


def points_table(figures: LabelFigures) -> pd.DataFrame:
    """The operating points; rates from too few test messages are left out."""
    table = precision_recall.rows(figures)
    few = figures.level == SupportLevel.FEW
    return table.assign(**dict.fromkeys(("Precision", "Recall", "F1"))) if few else table
