"""How good each label is: its scores from best to worst, and F1 against how common it is.

Nothing depends on colour alone: shapes, hollow marks or words say the same.
"""

import math
from collections.abc import Callable, Sequence
from functools import partial

import altair as alt
import pandas as pd

from classifier.charts.ink import FAINT, STANDS_BACK
from classifier.charts.names_of_points import PADDING, Offset, Place, place_names
from classifier.charts.style import (
    FIFTHS,
    HIGH,
    LOW,
    PREVALENCE,
    SHARES,
    Chart,
    by_group,
    finish,
    height_of,
    names_down,
    number_tooltips,
    percent_axis,
    percent_tooltips,
    tooltips,
    with_percents,
)
from classifier.formatting import score as in_digits
from classifier.report.figures import SCORES, LabelFigures
from classifier.report.support import SupportLevel

CHANCE = 0.5
"""The ROC AUC of guessing at random."""

_HEIGHT, _AROUND = 620, 150
"""Pixels of the map of labels, and of its axis and legend, which the plot does not have."""

_OFFSET = ("Name begins or ends", "Name to the right by", "Name down by")


def chart(labels: Sequence[LabelFigures], score: str, point: str) -> Chart:
    """One of SCORES for each label with its 95 % interval, best first.

    Labels with too few test messages are hollow and have no number; those without figures say why.
    """
    ordered, x = best_first(labels, score, point), _axis_of(labels, score, point)
    table = pd.DataFrame(_score_row(figures, score, point) for figures in ordered)
    base = alt.Chart(table).encode(
        y=names_down("Label", list(table["Label"])),
        tooltip=[
            *tooltips("Label"),
            *number_tooltips({LOW: ".2f", HIGH: ".2f", "Test messages": ",d"}),
            *tooltips("Evidence"),
        ],
    )
    spans = base.mark_rule(strokeWidth=2, opacity=STANDS_BACK).encode(x=x(LOW), x2=HIGH)
    notes = base.mark_text(align="left", dx=8)
    measured = notes.transform_filter(alt.datum.Score != None).encode(x=x("Text position"), text="Note:N")  # noqa: E711
    others = notes.transform_filter(alt.datum.Score == None).encode(x=alt.value(0), text="Note:N")  # noqa: E711
    value = x("Score")
    leading = table[(table["Evidence"] == SupportLevel.ENOUGH.value) & table["Score"].notna()].head(1)
    leader = "".join(f": {row.Label} leads with {row.Score:.2f}" for row in leading.itertuples())
    drawn = spans + _solid(base, 70).encode(x=value) + _hollow(base, 70).encode(x=value) + measured + others
    return finish(
        _chance(x("At")) + drawn if score == "roc_auc" else drawn,
        f"{SCORES[score]} of {len(table)} labels with 95 % intervals, best first{leader}.",
        height_of(len(table)) + 30 * (score == "roc_auc"),
    )


def _axis_of(labels: Sequence[LabelFigures], score: str, point: str) -> Callable[[str], alt.X]:
    """The horizontal axis for a column: from 0 to 1, or for ROC AUC from CHANCE or the lowest end of an interval."""
    if score != "roc_auc":
        return partial(alt.X, type="quantitative", title=SCORES[score], scale=SHARES, axis=FIFTHS)
    ends = [figures.estimate(score, point) for figures in labels]
    lows = [low for end in ends for low in (end.value, *(end.interval or ())) if low is not None]
    first = min(5, math.floor(10 * min(lows, default=CHANCE)))
    scale = alt.Scale(domain=[first / 10, 1], zero=False, nice=False)
    axis = alt.Axis(format=".1f", values=[tenth / 10 for tenth in range(first, 11)])
    return partial(alt.X, type="quantitative", title=SCORES[score], scale=scale, axis=axis)


def _chance(at: alt.X) -> alt.LayerChart:
    line = alt.Chart(pd.DataFrame({"At": [CHANCE], "Note": [f"{CHANCE}: chance"]})).encode(x=at)
    rule = line.mark_rule(strokeDash=[5, 4], color=FAINT, strokeWidth=1.5)
    return rule + line.mark_text(align="left", baseline="bottom", dx=2, dy=-4).encode(y=alt.value(0), text="Note:N")


def best_first(labels: Sequence[LabelFigures], score: str, point: str) -> list[LabelFigures]:
    """Labels by a score, best first; those without one come last."""
    return sorted(labels, key=lambda figures: -_value_or(figures.estimate(score, point).value, -1.0))


def prevalence_chart(labels: Sequence[LabelFigures], point: str) -> Chart:
    """F1 of each label against its share of all messages (log scale); those without positive examples are left out.

    A point has its name beside it wherever the name has room on a phone.
    """
    shown = _on_the_map(labels, point)
    names = _names(shown, point)
    table = pd.DataFrame(_map_row(figures, name, point) for figures, name in zip(shown, names, strict=True))
    axis = percent_axis(values=[0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4])
    base = alt.Chart(with_percents(table, PREVALENCE)).encode(
        x=alt.X(
            PREVALENCE,
            type="quantitative",
            title="Share of all messages (log scale)",
            axis=axis,
            scale=alt.Scale(type="log", nice=False, padding=PADDING),
        ),
        y=alt.Y("F1:Q", scale=SHARES, axis=FIFTHS),
        tooltip=[
            *tooltips("Label"),
            *percent_tooltips(PREVALENCE),
            *number_tooltips({"F1": ".2f", LOW: ".2f", HIGH: ".2f", "Test messages": ",d"}),
            *tooltips("Evidence"),
        ],
    )
    color, shape = by_group(list(dict.fromkeys(table["Group"])))
    grouped = base.encode(color=color, shape=shape)
    align, right, down = (alt.expr(f"datum['{column}']") for column in _OFFSET)
    text = base.mark_text(baseline="middle", align=align, dx=right, dy=down).encode(text="Name:N")
    chart = _solid(grouped, 100) + _hollow(grouped, 100) + text
    return finish(chart, _range_of_f1(shown, point), _HEIGHT)


def has_nameless_points(labels: Sequence[LabelFigures], point: str) -> bool:
    """Whether some point of the chart has no room for its name."""
    return None in _names(_on_the_map(labels, point), point)


def _on_the_map(labels: Sequence[LabelFigures], point: str) -> list[LabelFigures]:
    return [figures for figures in labels if figures.points[point].f1 is not None]


def _names(labels: Sequence[LabelFigures], point: str) -> tuple[Offset | None, ...]:
    """Where the names are: beside points on the log scale of prevalence and the scale of F1 from 0 to 1."""
    places = (Place(one.label.title, math.log10(one.prevalence), one.points[point].f1 or 0.0) for one in labels)
    return place_names(tuple(places), _HEIGHT - _AROUND)


def _map_row(figures: LabelFigures, name: Offset | None, point: str) -> dict[str, object]:
    at_point = figures.points[point]
    low, high = at_point.intervals["f1"] or (None, None)
    return {
        "Label": figures.label.title,
        "Group": figures.label.group,
        PREVALENCE: figures.prevalence,
        "F1": at_point.f1,
        LOW: low,
        HIGH: high,
        "Test messages": figures.support.test,
        "Evidence": figures.level.value,
        "Name": figures.label.title if name else "",
        **dict(zip(_OFFSET, name or ("left", 0, 0), strict=True)),
    }


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
