"""How much of its mAP each system keeps when the test messages are noisy."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from classifier.charts.ink import STANDS_BACK
from classifier.charts.style import (
    HIGH,
    LOW,
    Chart,
    finish,
    names_down,
    number_tooltips,
    percent_axis,
    percent_tooltips,
    tooltips,
    with_percents,
)
from classifier.formatting import percent, score
from classifier.report.figures import MEAN_NOISE, METRICS, NOISES, SHIPPED, Estimate, SystemFigures

MAP, KEPT = METRICS["mean_average_precision"], "Share of mAP kept"
MEAN = "Mean of the four"
AS_WRITTEN = "As written"
_TITLES = NOISES | {MEAN_NOISE: MEAN}
_MARK, _GAP = 24, 0.4
"""Pixels for each mark and the space after it, and the share of a row that parts it from the next one."""


def rows(systems: Sequence[SystemFigures], figure: str) -> pd.DataFrame:
    """One row per kind of noise and system, MAP or KEPT being the `figure`."""
    return pd.DataFrame(
        {
            "Messages with": title,
            "System": system.title,
            figure: estimate.value,
            LOW: low,
            HIGH: high,
            "This model": system.name == SHIPPED,
        }
        for title, system, estimate in _estimates(systems, figure)
        for low, high in (estimate.interval or (None, None),)
    )


def chart(systems: Sequence[SystemFigures], figure: str) -> Chart:
    """The systems by kind of noise with 95 % intervals; this model is filled, the others are hollow."""
    table, names = rows(systems, figure), [system.title for system in systems]
    numbers = [figure, LOW, HIGH]
    shown = percent_tooltips(*numbers) if figure == KEPT else number_tooltips(dict.fromkeys(numbers, ".3f"))
    base = alt.Chart(with_percents(table, *numbers) if figure == KEPT else table).encode(
        y=names_down("Messages with", list(dict.fromkeys(table["Messages with"]))).scale(paddingInner=_GAP),
        yOffset=alt.YOffset("System:N", sort=names),
        tooltip=[*tooltips("Messages with", "System"), *shown],
    )
    axis = percent_axis(tickCount=5) if figure == KEPT else alt.Axis(tickCount=5, format=".2f")
    scale = alt.Scale(zero=False)
    legend = alt.Legend(orient="top", columns=1, labelOffset=0, symbolSize=70)  # as wide as a phone has room for
    spans = base.mark_rule(strokeWidth=2.5, opacity=STANDS_BACK).encode(
        x=alt.X(LOW, type="quantitative", title=figure, scale=scale, axis=axis), x2=HIGH
    )
    marks = base.encode(
        x=alt.X(figure, type="quantitative", title=figure, scale=scale, axis=axis),
        shape=alt.Shape("System:N", sort=names, title=None, legend=legend),
        color=alt.Color("System:N", sort=names, title=None, legend=legend),
    )
    ours = marks.transform_filter("datum['This model']").mark_point(filled=True, size=110, opacity=1)
    others = marks.transform_filter("!datum['This model']").mark_point(size=60, strokeWidth=2, opacity=1)
    return finish(spans + others + ours, _in_words(table, figure), _MARK * len(table) + 26 * len(names) + 60)


def _estimates(systems: Sequence[SystemFigures], figure: str) -> list[tuple[str, SystemFigures, Estimate]]:
    """The title of each kind of noise, each system, and the figure; mAP begins with the messages as they are."""
    found = []
    if figure == MAP:
        found += [(AS_WRITTEN, system, system.overall["mean_average_precision"]) for system in systems]
    for kind, title in _TITLES.items():
        for system in systems:
            if system.noise:
                noise = system.noise[kind]
                found.append((title, system, noise.kept if figure == KEPT else noise.mean_average_precision))
    return found


def _in_words(table: pd.DataFrame, figure: str) -> str:
    mean = table[table["Messages with"] == MEAN].set_index("System")[figure]
    shown = percent if figure == KEPT else score
    said = ", ".join(f"{system} {shown(value)}" for system, value in mean.items())
    return f"{figure} on noisy test messages, by kind of noise; {MEAN.lower()}: {said}."
