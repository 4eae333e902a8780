"""Threshold explorer: a slider moves precision, recall, F1 and the counts per 1,000 messages along a label's curve."""

import streamlit as st

from classifier.charts import threshold_explorer as charts
from classifier.formatting import percent, score
from classifier.operating_points import BALANCED
from classifier.report.figures import LabelFigures
from classifier.report.performance import ThresholdPerformance, at_threshold
from classifier.report.support import SupportLevel
from classifier.ui.metrics.figure import draw_figure
from classifier.ui.metrics.meanings import COLUMN_MEANINGS
from classifier.ui.shared import per_thousand

_STEPS = (*(tenth / 1_000 for tenth in range(10)), *(whole / 100 for whole in range(1, 101)))
"""0 % to 1 % in tenths, then whole percents: thresholds of rare labels are small."""


@st.fragment
def draw(figures: LabelFigures, messages: int) -> None:
    """Draw the explorer on `messages` test messages; moving the slider reruns nothing else."""
    st.subheader("What would another threshold mean?")
    own = figures.points[BALANCED].threshold
    chosen = st.select_slider(
        "Threshold",
        thresholds(own),
        own,
        format_func=percent,
        key=f"metrics_threshold_{figures.name}",
        persist_state="session",
        help=f"A label is flagged when its probability reaches the threshold. The slider starts at the one of the "
        f"balanced operating point, {percent(own)}.",
    )
    performance = at_threshold(figures, chosen, messages)
    _cards(performance)
    st.markdown(per_thousand.in_words(figures.label.title, performance))
    draw_figure(charts.chart(figures, chosen), "metrics_thresholds", "The whole curve", lambda: charts.rows(figures))


def thresholds(own: float) -> list[float]:
    """The thresholds to choose from: even steps, and the label's own in place of the step that reads the same."""
    return sorted({**{percent(step): step for step in _STEPS}, percent(own): own}.values())


def _cards(performance: ThresholdPerformance) -> None:
    few = performance.level == SupportLevel.FEW
    rates = {"Precision": performance.precision, "Recall": performance.recall, "F1": performance.f1}
    shown = per_thousand.counts(performance)
    counts = {"Found": shown.found, "Missed": shown.missed, "False alarms": shown.false_alarms}
    with st.grid(6, min_column_width=130, gap="small"):
        for words, estimate in rates.items():
            st.metric(words, "too few" if few else score(estimate.value, 2), border=True, help=COLUMN_MEANINGS[words])
        for words, count in counts.items():
            st.metric(f"{words} per 1,000", count, border=True)
