"""Charts of held-out figures: DataFrames of `classifier.report` -> altair (no Streamlit).

Nothing depends on colour alone: shapes, dashes, hollow marks or words say the same.
"""

import altair as alt
import pandas as pd

from classifier.chart_style import FAINT, FIFTHS, SHARES, Chart, finish, tips

_MEASURES = {"precision": "Precision", "recall": "Recall", "f1": "F1"}
_CURVE_TIPS = (("threshold:Q", "Threshold", ".1%"), ("precision:Q", "Precision", ".2f"), ("recall:Q", "Recall", ".2f"))


def precision_recall(curve: pd.DataFrame, points: pd.DataFrame, prevalence: float, name: str) -> Chart:
    """A label's precision-recall curve with its operating points.

    `curve` has columns threshold, precision, recall; `points` has point (name), threshold, precision,
    recall; the dashed line is the precision of flagging at random: the `prevalence` in the test part.
    """
    x = alt.X("recall:Q", title="Recall: share of the needs that is found", scale=SHARES, axis=FIFTHS)
    y = alt.Y("precision:Q", title="Precision: share of the flags that is right", scale=SHARES, axis=FIFTHS)
    line = alt.Chart(curve).mark_line(strokeWidth=2.5).encode(x=x, y=y, order="threshold:Q", tooltip=tips(*_CURVE_TIPS))
    chance = alt.Chart(pd.DataFrame({"precision": [prevalence], "recall": [0.0], "note": ["flagging at random"]}))
    order, legend = list(points["point"]), alt.Legend(orient="top", columns=2)
    marks = (
        alt.Chart(points)
        .mark_point(size=140, filled=True, opacity=1)
        .encode(
            x=x,
            y=y,
            tooltip=tips(("point:N", "Operating point"), *_CURVE_TIPS),
            shape=alt.Shape("point:N", sort=order, title=None, legend=legend),
            color=alt.Color("point:N", sort=order, title=None, legend=legend),
        )
    )
    return finish(
        chance.mark_rule(strokeDash=[5, 4], color=FAINT).encode(y=y)
        + line
        + chance.mark_text(align="left", baseline="bottom", dx=4, dy=-3).encode(x=x, y=y, text="note:N")
        + marks,
        f"Precision-recall curve of {name} with its operating points.",
        400,
    )


def reliability(bins: pd.DataFrame, name: str) -> Chart:
    """A label's reliability diagram; `bins` has columns probability, observed, low, high (95 %) and count."""
    top = min(1.0, 1.05 * float(bins[["probability", "observed", "high"]].max().max()))
    scale, axis = alt.Scale(domain=[0, top], nice=False), alt.Axis(format="%", tickCount=5)
    said = alt.X("probability:Q", title="Probability that the model gave", scale=scale, axis=axis)
    words = "Share that carried the label"
    ideal = alt.Chart(pd.DataFrame({"probability": [0.0, top], "observed": [0.0, top]}))
    base = alt.Chart(bins).encode(
        x=said,
        tooltip=tips(
            ("probability:Q", "Model gave", ".1%"),
            ("observed:Q", "Carried it", ".1%"),
            ("count:Q", "Test messages", ",d"),
        ),
    )
    came = alt.Y("observed:Q", title=words, scale=scale, axis=axis)
    spans = base.mark_rule(strokeWidth=2, opacity=0.45).encode(y=alt.Y("low:Q", title=words), y2="high:Q")
    return finish(
        ideal.mark_line(strokeDash=[5, 4], color=FAINT, strokeWidth=1.5).encode(x=said, y=came)
        + spans
        + base.mark_point(size=70, filled=True, opacity=1).encode(y=came),
        f"Reliability diagram of {name}: the probability that the model gave against the share that carried the "
        f"label, in {len(bins)} groups of test messages with 95 % intervals; the dashed diagonal is perfect.",
        400,
    )


def thresholds(curve: pd.DataFrame, threshold: float, name: str) -> Chart:
    """Precision, recall and F1 of a label along its threshold, with an upright line at the chosen one."""
    table = curve.melt("threshold", list(_MEASURES), "measure", "value").replace({"measure": _MEASURES})
    order = list(_MEASURES.values())
    x = alt.X("threshold:Q", title="Threshold", scale=SHARES, axis=alt.Axis(format="%", tickCount=5))
    lines = (
        alt.Chart(table)
        .mark_line(strokeWidth=2.5)
        .encode(
            x=x,
            y=alt.Y("value:Q", title=None, scale=SHARES, axis=FIFTHS),
            color=alt.Color("measure:N", title=None, sort=order, legend=alt.Legend(orient="top", symbolSize=600)),
            strokeDash=alt.StrokeDash("measure:N", title=None, sort=order),
            tooltip=tips(("measure:N", "Measure"), ("threshold:Q", "Threshold", ".1%"), ("value:Q", "Value", ".2f")),
        )
    )
    chosen = alt.Chart(pd.DataFrame({"threshold": [threshold]})).mark_rule(strokeWidth=2).encode(x=x)
    return finish(
        lines + chosen,
        f"Precision, recall and F1 of {name} at every threshold; the upright line is the chosen threshold.",
        300,
    )
