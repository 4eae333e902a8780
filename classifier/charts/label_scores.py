"""How good each label is: its scores from best to worst, and F1 against how common it is.

Nothing depends on colour alone: shapes, hollow marks or words say the same.
"""

import math
from collections.abc import Sequence

import altair as alt
import pandas as pd

from classifier.charts.style import (
    FIFTHS,
    HIGH,
    LOW,
    SHARES,
    Chart,
    finish,
    height_of,
    names_down,
    number_tooltips,
    tooltips,
)
from classifier.formatting import score as in_digits
from classifier.report.figures import SCORES, LabelFigures
from classifier.report.support import SupportLevel


def chart(labels: Sequence[LabelFigures], score: str, point: str) -> Chart:
    """One of SCORES for each label with its 95 % interval, best first.

    Labels with too few test messages are hollow and have no number; those without figures say why.
    """
    table = pd.DataFrame(_score_row(figures, score, point) for figures in best_first(labels, score, point))
    base = alt.Chart(table).encode(
        y=names_down("Label", list(table["Label"])),
        tooltip=[
            *tooltips("Label"),
            *number_tooltips({LOW: ".2f", HIGH: ".2f", "Test messages": ",d"}),
            *tooltips("Evidence"),
        ],
    )
    spans = base.mark_rule(strokeWidth=2, opacity=0.45).encode(
        x=alt.X(LOW, type="quantitative", title=SCORES[score], scale=SHARES, axis=FIFTHS), x2=HIGH
    )
    notes = base.mark_text(align="left", dx=8).encode(x="Text position:Q", text="Note:N")
    value = alt.X("Score:Q")
    leading = table[(table["Evidence"] == SupportLevel.ENOUGH.value) & table["Score"].notna()].head(1)
    leader = "".join(f": {row.Label} leads with {row.Score:.2f}" for row in leading.itertuples())
    return finish(
        spans + _solid(base, 70).encode(x=value) + _hollow(base, 70).encode(x=value) + notes,
        f"{SCORES[score]} of {len(table)} labels with 95 % intervals, best first{leader}.",
        height_of(len(table)),
    )


def best_first(labels: Sequence[LabelFigures], score: str, point: str) -> list[LabelFigures]:
    """Labels by a score, best first; those without one come last."""
    return sorted(labels, key=lambda figures: -_value_or(figures.estimate(score, point).value, -1.0))


def prevalence_chart(labels: Sequence[LabelFigures], point: str) -> Chart:
    """F1 of each label against its share of all messages (log scale); those without positive examples are left out."""
    shown = [figures for figures in labels if figures.points[point].f1 is not None]
    named, middle = _named(shown, point), sorted(figures.prevalence for figures in shown)[len(shown) // 2]
    table = pd.DataFrame(
        {
            "Label": figures.label.title,
            "Group": figures.label.group,
            "Prevalence": figures.prevalence,
            "F1": figures.points[point].f1,
            LOW: (figures.points[point].intervals["f1"] or (None, None))[0],
            HIGH: (figures.points[point].intervals["f1"] or (None, None))[1],
            "Test messages": figures.support.test,
            "Evidence": figures.level.value,
            "Name": figures.label.title if figures.name in named else "",
            "Leftward": figures.prevalence >= middle,
        }
        for figures in shown
    )
    axis = alt.Axis(format="%", values=[0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4])
    base = alt.Chart(table).encode(
        x=alt.X(
            "Prevalence:Q",
            title="Share of all messages (log scale)",
            axis=axis,
            scale=alt.Scale(type="log", nice=False, padding=30),
        ),
        y=alt.Y("F1:Q", scale=SHARES, axis=FIFTHS),
        tooltip=[
            *tooltips("Label"),
            *number_tooltips({"Prevalence": ".2%", LOW: ".2f", HIGH: ".2f", "Test messages": ",d"}),
            *tooltips("Evidence"),
        ],
    )
    grouped = base.encode(
        color=alt.Color("Group:N", title=None, legend=alt.Legend(orient="top", columns=2)),
        shape=alt.Shape("Group:N", title=None),
    )
    names = base.mark_text(fontSize=12)
    right = names.transform_filter("!datum.Leftward").mark_text(align="left", dx=10).encode(text="Name:N")
    left = names.transform_filter("datum.Leftward").mark_text(align="right", dx=-10).encode(text="Name:N")
    return finish(_solid(grouped, 100) + _hollow(grouped, 100) + right + left, _range_of_f1(shown, point), 460)


def _score_row(figures: LabelFigures, score: str, point: str) -> dict[str, object]:
    estimate = figures.estimate(score, point)
    low, high = estimate.interval or (None, None)
    return {
        "Label": figures.label.title,
        "Score": estimate.value,
        LOW: low,
        HIGH: high,
        "Test messages": figures.support.test,
        "Evidence": figures.level.value,
        "Note": _note(figures, estimate.value),
        "Text position": _value_or(high, _value_or(estimate.value, 0.0)),
    }


def _note(figures: LabelFigures, value: float | None) -> str:
    if figures.level == SupportLevel.NONE:
        return SupportLevel.NONE.value
    if value is None:
        return "nothing flagged"
    return f"{figures.support.test} test messages" if figures.level == SupportLevel.FEW else in_digits(value, 2)


def _value_or(value: float | None, other: float) -> float:
    return other if value is None else value


def _solid(base: alt.Chart, size: int) -> alt.Chart:
    enough = base.transform_filter(alt.datum.Evidence == SupportLevel.ENOUGH.value)
    return enough.mark_point(filled=True, size=size, opacity=1)


def _hollow(base: alt.Chart, size: int) -> alt.Chart:
    few = base.transform_filter(alt.datum.Evidence == SupportLevel.FEW.value)
    return few.mark_point(filled=False, size=size, strokeWidth=1.5, opacity=1)


def _named(labels: Sequence[LabelFigures], point: str) -> set[str]:
    """Labels whose names are shown: the extremes first, as long as no name covers another on a phone."""
    measured = [figures for figures in labels if figures.level == SupportLevel.ENOUGH]
    if not measured:
        return set()
    places = {f.name: (float(f.points[point].f1 or 0.0), math.log10(f.prevalence)) for f in measured}
    middle = [sorted(column)[len(places) // 2] for column in zip(*places.values(), strict=True)]
    ends = {min(f1 for f1, _ in places.values()), max(f1 for f1, _ in places.values())}

    def distance(name: str) -> float:
        f1, share = places[name]
        return math.inf if f1 in ends else abs(f1 - middle[0]) + 0.2 * abs(share - middle[1])

    kept: list[tuple[float, float]] = []
    shown = set()
    for name in sorted(places, key=distance, reverse=True):
        f1, share = places[name]
        if all(abs(f1 - other) > 0.05 or abs(share - at) > 0.9 for other, at in kept):
            kept.append((f1, share))
            shown.add(name)
    return shown


def _range_of_f1(labels: Sequence[LabelFigures], point: str) -> str:
    measured = [figures for figures in labels if figures.level == SupportLevel.ENOUGH]
    if not measured:
        return "F1 against prevalence; no label here has enough test messages."
    best, *_, worst = [*best_first(measured, "f1", point), best_first(measured, "f1", point)[-1]]
    return (
        f"F1 against prevalence of {len(labels)} labels: from {worst.label.title} "
        f"({in_digits(worst.points[point].f1, 2)}) to {best.label.title} ({in_digits(best.points[point].f1, 2)}); "
        "labels with too few test messages are hollow."
    )
