"""Precision, recall and F1 of a label at every threshold."""

import altair as alt
import pandas as pd

from classifier.charts.style import (
    FIFTHS,
    SHARES,
    Chart,
    finish,
    number_tooltips,
    percent_axis,
    percent_tooltips,
    tooltips,
    with_percents,
)
from classifier.report.figures import LabelFigures

_RATES = ("Precision", "Recall", "F1")


def rows(figures: LabelFigures) -> pd.DataFrame:
    """One row per point of the curve."""
    return pd.DataFrame(
        {
            "Threshold": point.threshold,
            "Precision": point.precision,
            "Recall": point.recall,
            "F1": point.f1,
            "Flagged": point.flagged,
        }
        for point in figures.curve
    ).astype(float)


def chart(figures: LabelFigures, threshold: float) -> Chart:
    """The three curves, with an upright line at the chosen threshold."""
    long = rows(figures).melt("Threshold", list(_RATES), "Rate", "Value").dropna()  # where nothing is flagged
    x = alt.X("Threshold:Q", scale=SHARES, axis=percent_axis(tickCount=5))
    lines = (
        alt.Chart(with_percents(long, "Threshold"))
        .mark_line(strokeWidth=2.5)
        .encode(
            x=x,
            y=alt.Y("Value:Q", title=None, scale=SHARES, axis=FIFTHS),
            color=alt.Color("Rate:N", title=None, sort=_RATES, legend=alt.Legend(orient="top", symbolSize=600)),
            strokeDash=alt.StrokeDash("Rate:N", title=None, sort=_RATES),
            tooltip=[*tooltips("Rate"), *percent_tooltips("Threshold"), *number_tooltips({"Value": ".2f"})],
        )
    )
    chosen = alt.Chart(pd.DataFrame({"Threshold": [threshold]})).mark_rule(strokeWidth=2).encode(x=x)
    return finish(
        lines + chosen,
        f"Precision, recall and F1 of {figures.label.title} at every threshold; the upright line is the chosen one.",
        300,
    )
