"""Comparison: this model beside other systems, and the same recipe on other splits of the data."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from classifier.charts import comparison as charts
from classifier.formatting import score, signed_score
from classifier.report.figures import METRICS, Estimate, SplitFigures, SystemFigures, metric_digits
from classifier.report.report import Report
from classifier.ui.metrics import address
from classifier.ui.metrics.address import METRIC
from classifier.ui.metrics.figure import draw_figure
from classifier.ui.metrics.meanings import METRIC_MEANINGS
from classifier.ui.shared.choice import choose


@st.fragment
def draw(report: Report) -> None:
    """Draw the comparison with other systems and with other splits."""
    st.header("Is it better than other systems?")
    st.markdown(lead_in_words(report.systems))
    metric = choose("Metric", METRICS, METRIC.key, METRIC.default, on_change=address.write)
    systems = report.systems
    st.markdown(METRIC_MEANINGS[metric])
    draw_figure(
        charts.systems_chart(systems, metric),
        "metrics_systems",
        "All systems and metrics",
        lambda: pd.DataFrame(_system_row(system) for system in systems),
    )
    st.markdown(
        "Metrics that depend on thresholds are at each system's own, as its note says; ours are the balanced ones. "
        "Figures that were not measured here have no interval."
    )
    st.subheader(f"How large is the difference in {METRICS[metric]}?")
    st.markdown("\n".join(f"- {sentence}" for sentence in differences_in_words(systems, metric)))
    _other_splits(report)


def lead_in_words(systems: Sequence[SystemFigures]) -> str:
    """In which metrics another system is ahead of this model, the first of the systems, as a Markdown sentence."""
    ours, *others = systems
    ahead = []
    for metric, words in METRICS.items():
        digits, own = metric_digits(metric), _value(ours, metric)
        known = [(value, other.title) for other in others if (value := _value(other, metric)) is not None]
        if own is not None and known and (best := max(known))[0] > own:
            ahead.append(f"**{words}**: {best[1]}, {score(best[0], digits)} to {score(own, digits)}")
    if not ahead:
        return "No other system here is ahead of this model in any metric."
    where = "; in ".join(ahead)
    return f"By the figures alone, another system is ahead of this model in {where}. In no other metric is one ahead."


def differences_in_words(systems: Sequence[SystemFigures], metric: str) -> list[str]:
    """This model, the first of the systems, against each other one in a metric, as Markdown sentences."""
    ours, *others = systems
    sentences, unknown = [], []
    for other in others:
        own, theirs = _value(ours, metric), _value(other, metric)
        if other.difference and metric in other.difference:
            sentences.append(difference_in_words(other.title, other.difference[metric], metric_digits(metric)))
        elif own is None or theirs is None:
            unknown.append(other.title)
        else:
            sentences.append(_without_interval(other, own, theirs, metric_digits(metric)))
    if unknown:
        sentences.append(f"No {METRICS[metric]} is known of: {'; '.join(unknown)}.")
    return sentences or ["There is no other system to compare with."]


def _without_interval(other: SystemFigures, own: float, theirs: float, digits: int) -> str:
    """The difference as it appears on the page: of the figures as they are shown."""
    shown = f"{score(own, digits)} to {score(theirs, digits)}; no interval of the difference, {other.source}"
    difference = round(own - theirs, digits)
    if not difference:
        return f"**Level** with {other.title} ({shown})."
    word = "Ahead" if difference > 0 else "Behind"
    return f"**{word}** {'of ' * (difference > 0)}{other.title} by {score(abs(difference), digits)} ({shown})."


def _value(system: SystemFigures, metric: str) -> float | None:
    """A metric as it is shown, or None if it is not known."""
    value = system.overall.get(metric, Estimate(None)).value
    return None if value is None else round(value, metric_digits(metric))


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
        "The same recipe, trained and scored again on other random splits of the data into training and test messages. "
        f"A seed is the number that a split was drawn with; the shipped model is seed {report.split_seed}."
    )
    draw_figure(
        charts.splits_chart(splits),
        "metrics_splits",
        "All splits",
        lambda: pd.DataFrame(_split_row(split) for split in splits),
    )


def _split_row(split: SplitFigures) -> dict[str, object]:
    return {"Split seed": split.seed, **{words: getattr(split, metric) for metric, words in METRICS.items()}}
