"""A label's precision-recall curve with its operating points."""

import altair as alt
import pandas as pd

from classifier.charts.ink import FAINT
from classifier.charts.style import (
    FIFTHS,
    SHARES,
    Chart,
    finish,
    number_tooltips,
    percent_tooltips,
    tooltips,
    with_percents,
)
from classifier.charts.threshold_explorer import rows as curve_rows
from classifier.operating_points import OPERATING_POINTS
from classifier.report.figures import LabelFigures

_RATES = {"Precision": ".2f", "Recall": ".2f"}


def rows(figures: LabelFigures) -> pd.DataFrame:
    """One row per operating point."""
    return pd.DataFrame(
        {
            "Operating point": OPERATING_POINTS[name].title,
            "Threshold": point.threshold,
            "Precision": point.precision,
            "Recall": point.recall,
            "F1": point.f1,
            "Found": point.true_positives,
            "False alarms": point.false_positives,
            "Missed": point.false_negatives,
        }
        for name, point in figures.points.items()
    ).astype(dict.fromkeys(("Precision", "Recall", "F1"), float))


def chart(figures: LabelFigures, messages: int) -> Chart:
    """The curve on `messages` test messages; the dashed line is the precision of flagging at random."""
    x = alt.X("Recall:Q", title="Recall: share of the needs that are found", scale=SHARES, axis=FIFTHS)
    y = alt.Y("Precision:Q", title="Precision: share of the flags that are right", scale=SHARES, axis=FIFTHS)
    curve = alt.Chart(with_percents(curve_rows(figures).dropna(), "Threshold"))
    rates = [*percent_tooltips("Threshold"), *number_tooltips(_RATES)]
    line = curve.mark_line(strokeWidth=2.5).encode(x=x, y=y, order="Threshold:Q", tooltip=rates)
    share = figures.support.test / messages
    chance = alt.Chart(pd.DataFrame({"Precision": [share], "Recall": [0.0], "Note": ["flagging at random"]}))
    points = rows(figures).dropna()
    order, legend = list(points["Operating point"]), alt.Legend(orient="top", columns=1)
    marks = (
        alt.Chart(with_percents(points, "Threshold"))
        .mark_point(size=140, filled=True, opacity=1)
        .encode(
            x=x,
            y=y,
            tooltip=[*tooltips("Operating point"), *rates],
            shape=alt.Shape("Operating point:N", sort=order, title=None, legend=legend),
            color=alt.Color("Operating point:N", sort=order, title=None, legend=legend),
        )
    )
    return finish(
        chance.mark_rule(strokeDash=[5, 4], color=FAINT).encode(y=y)
        + line
        + chance.mark_text(align="left", baseline="bottom", dx=4, dy=-3).encode(x=x, y=y, text="Note:N")
        + marks,
        f"Precision-recall curve of {figures.label.title} with its operating points.",
        450,
    )
