"""Charts that compare labels: DataFrames of `classifier.report` -> altair (no Streamlit).

Nothing depends on colour alone: shapes, dashes, hollow marks or words say the same.
"""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from classifier.chart_style import FIFTHS, SHARES, Chart, finish, named, rows, tips
from classifier.report import FEW, MEASURED, NONE

_MEASURES = {"precision": "Precision", "recall": "Recall", "f1": "F1"}


def scores(labels: pd.DataFrame, score: str, words: str) -> Chart:
    """One score of each label with its 95 % interval, best first.

    `labels` is `Report.labels()`, `score` one of its columns that has _low and _high beside it, `words`
    its title. Labels with few test messages are hollow and unnumbered; those without figures say why.
    """
    table = labels.sort_values(score, ascending=False, na_position="last")
    table = table.assign(
        value=table[score],
        low=table[f"{score}_low"],
        high=table[f"{score}_high"],
        note=[_score_note(row, score) for row in table.to_dict("records")],
    )
    table["place"] = table["high"].fillna(table["value"]).fillna(0)
    base = alt.Chart(table).encode(
        y=named("title", list(table["title"])),
        tooltip=tips(
            ("title:N", "Label"),
            ("low:Q", "95 %: from", ".2f"),
            ("high:Q", "to", ".2f"),
            ("test:Q", "Test messages", ",d"),
            ("evidence:N", "Evidence"),
        ),
    )
    spans = base.mark_rule(strokeWidth=2, opacity=0.45).encode(
        x=alt.X("low:Q", title=words, scale=SHARES, axis=FIFTHS), x2="high:Q"
    )
    notes = base.mark_text(align="left", dx=8).encode(x="place:Q", text="note:N")
    best = table[(table["evidence"] == MEASURED) & table["value"].notna()].head(1).to_dict("records")
    leader = f": {best[0]['title']} leads with {best[0]['value']:.2f}" if best else ""
    return finish(
        spans + _solid(base, 70).encode(x="value:Q") + _hollow(base, 70).encode(x="value:Q") + notes,
        f"{words} of {len(table)} labels with 95 % intervals, best first{leader}.",
        rows(len(table)),
    )


def score_by_prevalence(labels: pd.DataFrame) -> Chart:
    """F1 of each label against its share of all messages (log scale); `labels` is `Report.labels()`.

    Labels with few test messages are hollow; those without a positive example are left out.
    """
    table = labels[labels["evidence"] != NONE].dropna(subset=["f1"])
    table = table.assign(name_shown=_shown_names(table), left=table["prevalence"] > table["prevalence"].median())
    axis = alt.Axis(format="%", values=[0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4])
    base = alt.Chart(table).encode(
        x=alt.X(
            "prevalence:Q",
            title="Share of all messages (log scale)",
            axis=axis,
            scale=alt.Scale(type="log", nice=False, padding=30),
        ),
        y=alt.Y("f1:Q", title="F1", scale=SHARES, axis=FIFTHS),
        tooltip=tips(
            ("title:N", "Label"),
            ("prevalence:Q", "Prevalence", ".2%"),
            ("f1_low:Q", "F1, 95 %: from", ".2f"),
            ("f1_high:Q", "to", ".2f"),
            ("test:Q", "Test messages", ",d"),
            ("evidence:N", "Evidence"),
        ),
    )
    grouped = base.encode(
        color=alt.Color("group:N", title=None, legend=alt.Legend(orient="top", columns=2)),
        shape=alt.Shape("group:N", title=None),
    )
    names = base.mark_text(fontSize=12)
    right = names.transform_filter("!datum.left").mark_text(align="left", dx=10).encode(text="name_shown:N")
    left = names.transform_filter("datum.left").mark_text(align="right", dx=-10).encode(text="name_shown:N")
    return finish(_solid(grouped, 100) + _hollow(grouped, 100) + right + left, _range_of_f1(table), 460)


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
    return (
        f"F1 against prevalence of {len(table)} labels: from {worst['title']} ({worst['f1']:.2f}) to "
        f"{best['title']} ({best['f1']:.2f}); labels with few test messages are hollow."
    )
