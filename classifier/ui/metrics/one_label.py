"""One label: a threshold to move, its curve, its calibration, and what is raised where it is missed."""

import streamlit as st

from classifier.formatting import percent
from classifier.labels import BINARY_LABELS
from classifier.report.figures import LabelFigures
from classifier.report.report import Report
from classifier.report.support import SupportLevel
from classifier.ui.metrics import address, calibration, precision_recall, raised_instead, threshold_explorer
from classifier.ui.metrics.address import LABEL
from classifier.ui.shared.label_choice import choose_label


@st.fragment
def draw(report: Report) -> None:
    """Draw everything known about one label."""
    st.header("One label in depth")
    figures = report.labels[choose_label(BINARY_LABELS, LABEL.key, LABEL.default, address.write)]
    _introduce(figures, report)
    if figures.level == SupportLevel.NONE:
        return
    threshold_explorer.draw(figures, report.rows.test)
    curve, reliability = st.columns(2)
    with curve:
        precision_recall.draw(figures, report.rows.test)
    with reliability:
        calibration.draw(figures)
    raised_instead.draw_one(figures, report.confusions[figures.name])


def _introduce(figures: LabelFigures, report: Report) -> None:
    st.markdown(
        f"**{figures.label.title}**: {figures.label.meaning}. {figures.support.test:,} of {report.rows.test:,} test "
        f"messages carry it, and {percent(figures.prevalence)} of all messages."
    )
    if figures.level == SupportLevel.NONE:
        st.warning(
            "No message of the data set carries this label. Nothing could be learned or measured: there is no "
            "curve to draw.",
            icon=":material/warning:",
        )
    if figures.level == SupportLevel.FEW:
        st.warning(
            "Too few test messages carry this label for a figure that can be trusted. What is drawn here shows an "
            "order of magnitude at best.",
            icon=":material/warning:",
        )
