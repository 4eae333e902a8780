"""Threshold explorer: a slider moves precision, recall, F1 and the counts per 1,000 messages along a label's curve."""

import streamlit as st

from classifier.charts import threshold_explorer as charts
from classifier.formatting import score
from classifier.operating_points import BALANCED
from classifier.report.figures import LabelFigures
from classifier.report.performance import ThresholdPerformance, at_threshold
from classifier.report.support import SupportLevel
from classifier.ui.metrics.figure import draw_figure
from classifier.ui.shared import per_thousand


@st.fragment
def draw(figures: LabelFigures, messages: int) -> None:
    """Draw the explorer on `messages` test messages; moving the slider reruns nothing else."""
    st.subheader("What would another threshold mean?")
    chosen = st.slider(
        "Threshold",
        0.0,
        1.0,
        round(figures.points[BALANCED].threshold, 3),
        step=0.001,
        format="%.3f",
        key=f"metrics_threshold_{figures.name}",
        persist_state="session",
        help="A label is flagged when its probability reaches the threshold. "
        "The slider starts at the balanced threshold.",
    )
    performance = at_threshold(figures, chosen, messages)
    _cards(performance)
    st.markdown(per_thousand.in_words(figures.label.title, performance))
    draw_figure(charts.chart(figures, chosen), "metrics_thresholds", "The whole curve", lambda: charts.rows(figures))


def _cards(performance: ThresholdPerformance) -> None:
    few = performance.level == SupportLevel.FEW
    rates = {"Precision": performance.precision, "Recall": performance.recall, "F1": performance.f1}
    shown = per_thousand.counts(performance)
    counts = {"Found": shown.found, "Missed": shown.missed, "False alarms": shown.false_alarms}
    with st.grid(6, min_column_width=130, gap="small"):
        for words, estimate in rates.items():
            st.metric(words, "too few" if few else score(estimate.value, 2), border=True)
        for words, count in counts.items():
            st.metric(f"{words} per 1,000", count, border=True)
