"""Comparison: this model beside other systems, and the same recipe on other splits of the data."""

import pandas as pd
import streamlit as st

from classifier.charts import comparison as charts
from classifier.formatting import score, signed_score
from classifier.report.figures import METRICS, Estimate, SplitFigures, SystemFigures, metric_digits
from classifier.report.report import Report
from classifier.ui.metrics.figure import draw_figure
from classifier.ui.metrics.overview import ARTICLE_TOTAL_CAVEAT
from classifier.ui.shared.choice import choose


@st.fragment
def draw(report: Report) -> None:
    """Draw the comparison with other systems and with other splits."""
    st.header("Is it better than other systems?")
    metric = choose("Metric", METRICS, "metrics_metric", "mean_average_precision")
    systems = report.systems
    draw_figure(
        charts.systems_chart(systems, metric),
        "metrics_systems",
        "All systems and metrics",
        lambda: pd.DataFrame(_system_row(system) for system in systems),
    )
    st.markdown(
        "Metrics that depend on thresholds are at each system's own, as its note says; ours are the balanced ones. "
        f"Figures that were not measured here have no interval. {ARTICLE_TOTAL_CAVEAT}"
    )
    st.subheader(f"How large is the difference in {METRICS[metric]}?")
    sentences = [
        difference_in_words(system.title, system.difference[metric], metric_digits(metric))
        for system in systems
        if system.difference and metric in system.difference
    ]
    st.markdown(
        "\n".join(f"- {sentence}" for sentence in sentences)
        or "No other system was scored on the same messages with this metric."
    )
    _other_splits(report)


def difference_in_words(title: str, difference: Estimate, digits: int) -> str:
    """The paired difference to a system, as a Markdown sentence."""
    low, high = difference.interval or (float("-inf"), float("inf"))
    by = score(abs(difference.value or 0.0), digits)
    span = f"{by} (95 % interval of the difference: {signed_score(low, digits)} to {signed_score(high, digits)})"
    if low > 0:
        return f"**Ahead** of {title} by {span}."
    if high < 0:
        return f"**Behind** {title} by {span}."
    return f"**Level** with {title}: the difference of {span} may be chance."


def _system_row(system: SystemFigures) -> dict[str, object]:
    figures = {words: system.overall.get(metric, Estimate(None)).value for metric, words in METRICS.items()}
    return {"System": system.title, **figures, "Source": system.source, "Note": system.note}


def _other_splits(report: Report) -> None:
    st.subheader("Is it an accident of one split?")
    splits = report.splits
    if len(splits) == 1:
        st.markdown("The recipe has not been measured on other splits.")
        return
    st.markdown(
        "The same recipe, trained and scored again on other random splits; the shipped model is seed "
        f"{report.split_seed}."
    )
    draw_figure(
        charts.splits_chart(splits),
        "metrics_splits",
        "All splits",
        lambda: pd.DataFrame(_split_row(split) for split in splits),
    )


def _split_row(split: SplitFigures) -> dict[str, object]:
    return {"Split seed": split.seed, **{words: getattr(split, metric) for metric, words in METRICS.items()}}
