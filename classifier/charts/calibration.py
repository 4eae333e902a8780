"""Whether a label's probabilities come true: its reliability diagram."""

import altair as alt
import pandas as pd

from classifier.charts.ink import FAINT
from classifier.charts.style import HIGH, LOW, Chart, finish, number_tooltips
from classifier.report.figures import LabelFigures
from classifier.report.wilson import wilson_interval

_GAVE, _CARRIED = "Model gave", "Carried the label"


def rows(figures: LabelFigures) -> pd.DataFrame:
    """One row per group of test messages, with the 95 % Wilson interval of the share that carried the label."""
    return pd.DataFrame(
        {_GAVE: one.probability, _CARRIED: one.observed, LOW: low, HIGH: high, "Test messages": one.count}
        for one in figures.reliability
        for low, high in (wilson_interval(one.observed, one.count),)
    )


def chart(figures: LabelFigures) -> Chart:
    """The probability that the model gave against the share that carried the label."""
    table = rows(figures)
    top = min(1.0, 1.05 * float(table[[_GAVE, _CARRIED, HIGH]].max().max()))
    scale, axis = alt.Scale(domain=[0, top], nice=False), alt.Axis(format="%", tickCount=5)
    gave = alt.X(_GAVE, type="quantitative", title="Probability that the model gave", scale=scale, axis=axis)
    words = "Share that carried the label"
    carried = alt.Y(_CARRIED, type="quantitative", title=words, scale=scale, axis=axis)
    ideal = alt.Chart(pd.DataFrame({_GAVE: [0.0, top], _CARRIED: [0.0, top]}))
    base = alt.Chart(table).encode(
        x=gave, tooltip=number_tooltips({_GAVE: ".1%", _CARRIED: ".1%", "Test messages": ",d"})
    )
    spans = base.mark_rule(strokeWidth=2, opacity=0.45).encode(y=alt.Y(LOW, type="quantitative", title=words), y2=HIGH)
    return finish(
        ideal.mark_line(strokeDash=[5, 4], color=FAINT, strokeWidth=1.5).encode(x=gave, y=carried)
        + spans
        + base.mark_point(size=70, filled=True, opacity=1).encode(y=carried),
        f"Reliability diagram of {figures.label.title}: the probability that the model gave against the share that "
        f"carried the label, in {len(table)} groups of test messages with 95 % intervals; the dashed diagonal is "
        "perfect.",
        400,
    )
