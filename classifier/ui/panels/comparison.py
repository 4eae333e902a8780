"""Comparison: this model beside its peers, and the same recipe on other splits of the data."""

import streamlit as st

from classifier import comparison_charts as charts
from classifier.metrics_rows import METRICS
from classifier.report import Report
from classifier.report_tables import differences, splits, systems
from classifier.ui.panels.figure import figure, panel
from classifier.ui.panels.overview import ARTICLE_TOTAL_CAVEAT


@panel
def draw(report: Report) -> None:
    """Draw the comparison with the peers and with other splits."""
    st.header("Is it better than other systems?")
    metric = st.segmented_control(
        "Metric",
        list(METRICS),
        default="mean_average_precision",
        required=True,
        format_func=METRICS.__getitem__,
        key="metrics_metric",
        persist_state="session",
    )
    rows = report.baselines()
    chart = charts.systems(rows[rows["metric"] == metric], METRICS[metric])
    figure(chart, "metrics_systems", "All systems and metrics", systems(report), ["system", *METRICS, "source", "note"])
    st.markdown(
        "Thresholded metrics are at each system's own thresholds, as its note says; ours are balanced. "
        f"Figures that were not measured here have no interval. {ARTICLE_TOTAL_CAVEAT}"
    )
    st.subheader(f"What the difference in {METRICS[metric]} is worth")
    sentences = differences(report, metric)
    st.markdown(
        "\n".join(f"- {sentence}" for sentence in sentences)
        or "No other system was scored on the same messages with this metric."
    )
    _other_splits(report)


def _other_splits(report: Report) -> None:
    st.subheader("Is it an accident of one split?")
    rows = splits(report)
    if len(rows) == 1:
        st.markdown("The recipe has not been measured on other splits.")
        return
    shares = [metric for metric in METRICS if metric != "article_total"]
    long = rows.melt("seed", shares, "metric", "value").dropna()
    st.markdown(
        f"The same recipe, trained and scored again on other random splits; the shipped model is seed "
        f"{rows['seed'].iloc[0]}."
    )
    figure(
        charts.splits(long.assign(title=long["metric"].map(METRICS))),
        "metrics_splits",
        "All splits",
        rows,
        ["seed", *METRICS],
    )
