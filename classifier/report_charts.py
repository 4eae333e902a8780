"""Charts of held-out figures: DataFrames of `classifier.report` -> altair (no Streamlit).

Nothing depends on colour alone: shapes, dashes, hollow marks or words say the same.
"""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from classifier.chart_style import FAINT, FIFTHS, SHARES, Chart, finish, named, rows, tips
from classifier.report import FEW, MEASURED, NONE

_MEASURES = {"precision": "Precision", "recall": "Recall", "f1": "F1"}
_CURVE_TIPS = (("threshold:Q", "Threshold", ".1%"), ("precision:Q", "Precision", ".2f"), ("recall:Q", "Recall", ".2f"))


def scores(labels: pd.DataFrame, score: str, words: str) -> Chart:
    """One score of each label with its 95 % interval, best first.

    `labels` is `Report.labels()`, `score` one of its columns that has _low and _high beside it, `words`
    its title. Labels with few test messages are hollow and unnumbered; those without figures say why.
    """
    table = labels.sort_values(score, ascending=False, na_position="last")
    table = table.assign(value=table[score], low=table[f"{score}_low"], high=table[f"{score}_high"],
                         note=[_score_note(row, score) for row in table.to_dict("records")])
    table["place"] = table["high"].fillna(table["value"]).fillna(0)
    base = alt.Chart(table).encode(y=named("title", list(table["title"])), tooltip=tips(
        ("title:N", "Label"), ("low:Q", "95 %: from", ".2f"), ("high:Q", "to", ".2f"),
        ("test:Q", "Test messages", ",d"), ("evidence:N", "Evidence")))
    spans = base.mark_rule(strokeWidth=2, opacity=0.45).encode(
        x=alt.X("low:Q", title=words, scale=SHARES, axis=FIFTHS), x2="high:Q")
    notes = base.mark_text(align="left", dx=8).encode(x="place:Q", text="note:N")
    best = table[(table["evidence"] == MEASURED) & table["value"].notna()].head(1).to_dict("records")
    leader = f": {best[0]['title']} leads with {best[0]['value']:.2f}" if best else ""
    return finish(spans + _solid(base, 70).encode(x="value:Q") + _hollow(base, 70).encode(x="value:Q") + notes,
                  f"{words} of {len(table)} labels with 95 % intervals, best first{leader}.", rows(len(table)))


def score_by_prevalence(labels: pd.DataFrame) -> Chart:
    """F1 of each label against its share of all messages (log scale); `labels` is `Report.labels()`.

    Labels with few test messages are hollow; those without a positive example are left out.
    """
    table = labels[labels["evidence"] != NONE].dropna(subset=["f1"])
    table = table.assign(name_shown=_shown_names(table), left=table["prevalence"] > table["prevalence"].median())
    axis = alt.Axis(format="%", values=[0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4])
    base = alt.Chart(table).encode(
        x=alt.X("prevalence:Q", title="Share of all messages (log scale)", axis=axis,
                scale=alt.Scale(type="log", nice=False, padding=30)),
        y=alt.Y("f1:Q", title="F1", scale=SHARES, axis=FIFTHS),
        tooltip=tips(("title:N", "Label"), ("prevalence:Q", "Prevalence", ".2%"), ("f1_low:Q", "F1, 95 %: from", ".2f"),
                     ("f1_high:Q", "to", ".2f"), ("test:Q", "Test messages", ",d"), ("evidence:N", "Evidence")))
    grouped = base.encode(color=alt.Color("group:N", title=None, legend=alt.Legend(orient="top", columns=2)),
                          shape=alt.Shape("group:N", title=None))
    names = base.mark_text(fontSize=12)
    right = names.transform_filter("!datum.left").mark_text(align="left", dx=10).encode(text="name_shown:N")
    left = names.transform_filter("datum.left").mark_text(align="right", dx=-10).encode(text="name_shown:N")
    return finish(_solid(grouped, 100) + _hollow(grouped, 100) + right + left, _range_of_f1(table), 460)


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
    marks = alt.Chart(points).mark_point(size=140, filled=True, opacity=1).encode(
        x=x, y=y, tooltip=tips(("point:N", "Operating point"), *_CURVE_TIPS),
        shape=alt.Shape("point:N", sort=order, title=None, legend=legend),
        color=alt.Color("point:N", sort=order, title=None, legend=legend))
    return finish(
        chance.mark_rule(strokeDash=[5, 4], color=FAINT).encode(y=y) + line
        + chance.mark_text(align="left", baseline="bottom", dx=4, dy=-3).encode(x=x, y=y, text="note:N") + marks,
        f"Precision-recall curve of {name} with its operating points.", 400)


def reliability(bins: pd.DataFrame, name: str) -> Chart:
    """A label's reliability diagram; `bins` has columns probability, observed, low, high (95 %) and count."""
    top = min(1.0, 1.05 * float(bins[["probability", "observed", "high"]].max().max()))
    scale, axis = alt.Scale(domain=[0, top], nice=False), alt.Axis(format="%", tickCount=5)
    said = alt.X("probability:Q", title="Probability that the model gave", scale=scale, axis=axis)
    words = "Share that carried the label"
    ideal = alt.Chart(pd.DataFrame({"probability": [0.0, top], "observed": [0.0, top]}))
    base = alt.Chart(bins).encode(x=said, tooltip=tips(
        ("probability:Q", "Model gave", ".1%"), ("observed:Q", "Carried it", ".1%"),
        ("count:Q", "Test messages", ",d")))
    came = alt.Y("observed:Q", title=words, scale=scale, axis=axis)
    spans = base.mark_rule(strokeWidth=2, opacity=0.45).encode(y=alt.Y("low:Q", title=words), y2="high:Q")
    return finish(
        ideal.mark_line(strokeDash=[5, 4], color=FAINT, strokeWidth=1.5).encode(x=said, y=came) + spans
        + base.mark_point(size=70, filled=True, opacity=1).encode(y=came),
        f"Reliability diagram of {name}: the probability that the model gave against the share that carried the "
        f"label, in {len(bins)} groups of test messages with 95 % intervals; the dashed diagonal is perfect.", 400)


def thresholds(curve: pd.DataFrame, threshold: float, name: str) -> Chart:
    """Precision, recall and F1 of a label along its threshold, with an upright line at the chosen one."""
    table = curve.melt("threshold", list(_MEASURES), "measure", "value").replace({"measure": _MEASURES})
    order = list(_MEASURES.values())
    x = alt.X("threshold:Q", title="Threshold", scale=SHARES, axis=alt.Axis(format="%", tickCount=5))
    lines = alt.Chart(table).mark_line(strokeWidth=2.5).encode(
        x=x, y=alt.Y("value:Q", title=None, scale=SHARES, axis=FIFTHS),
        color=alt.Color("measure:N", title=None, sort=order, legend=alt.Legend(orient="top", symbolSize=600)),
        strokeDash=alt.StrokeDash("measure:N", title=None, sort=order),
        tooltip=tips(("measure:N", "Measure"), ("threshold:Q", "Threshold", ".1%"), ("value:Q", "Value", ".2f")))
    chosen = alt.Chart(pd.DataFrame({"threshold": [threshold]})).mark_rule(strokeWidth=2).encode(x=x)
    return finish(lines + chosen, f"Precision, recall and F1 of {name} at every threshold; the upright line is the "
                                  "chosen threshold.", 300)


def _solid(base: alt.Chart, size: int) -> alt.Chart:
    return base.transform_filter(alt.datum.evidence == MEASURED).mark_point(filled=True, size=size, opacity=1)


def _hollow(base: alt.Chart, size: int) -> alt.Chart:
    few = base.transform_filter(alt.datum.evidence == FEW)
    return few.mark_point(filled=False, size=size, strokeWidth=1.5, opacity=1)


def _score_note(row: dict[str, Any], score: str) -> str:
    if row["evidence"] == NONE:
        return NONE
    if pd.isna(row[score]):
        return "nothing flagged"
    return f"only {row['test']} tests" if row["evidence"] == FEW else f"{row[score]:.2f}"


def _shown_names(table: pd.DataFrame) -> list[str]:
    """Names of the measured labels, the extremes first, as far as none stands in another's way on a phone."""
    measured = table[table["evidence"] == MEASURED]
    shares = np.log10(measured["prevalence"])
    places = pd.DataFrame({"title": measured["title"], "score": measured["f1"], "share": shares})
    distance = (places["score"] - places["score"].median()).abs() + 0.2 * (shares - shares.median()).abs()
    distance[places["score"].isin([places["score"].min(), places["score"].max()])] = np.inf
    kept: list[Any] = []
    for place in places.loc[distance.sort_values(ascending=False).index].itertuples():
        if all(abs(place.score - other.score) > 0.05 or abs(place.share - other.share) > 0.9 for other in kept):
            kept.append(place)
    shown = {place.title for place in kept}
    return [name if name in shown else "" for name in table["title"]]


def _range_of_f1(table: pd.DataFrame) -> str:
    measured = table[table["evidence"] == MEASURED].sort_values("f1")
    if measured.empty:
        return "F1 against prevalence; no label here has enough test messages."
    worst, best = measured.iloc[0], measured.iloc[-1]
    return (f"F1 against prevalence of {len(table)} labels: from {worst['title']} ({worst['f1']:.2f}) to "
            f"{best['title']} ({best['f1']:.2f}); labels with few test messages are hollow.")
