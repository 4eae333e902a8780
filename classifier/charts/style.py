"""What all charts share: labels that are never cut, ink that suits light and dark themes, an alternative text."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from classifier.charts.ink import INK
from classifier.formatting import percent
from classifier.labels import GROUPS

Chart = alt.Chart | alt.LayerChart

SHADE = "Colour"
"""The column whose value sets the colour of a cell."""

ON_CELL = alt.expr(f"luminance(scale('color', datum.{SHADE})) > 0.179 ? '#000000' : '#ffffff'")
"""Ink for text on a coloured cell, chosen from the colour of the cell.

At this luminance black and white have the same contrast, 4.6 to 1; elsewhere the chosen one has more.
"""

SHARES = alt.Scale(domain=[0, 1])
FIFTHS = alt.Axis(format=".1f", values=[0, 0.2, 0.4, 0.6, 0.8, 1])
"""An axis of scores from 0 to 1 that has room for its numbers on a phone."""

PREVALENCE = "How common"
"""The column of a label's share of all messages."""

LOW, HIGH = "Low (95 %)", "High (95 %)"
"""Columns of the two ends of an interval."""

FONT_SIZE = 14
"""Pixels of all text in charts: readable from the last row of a room."""

_ROW = 26
_PADDING = {"left": 5, "top": 5, "right": 14, "bottom": 5}
"""Pixels; text at the right edge is wider than Vega expects."""

_PERCENT = "format(100 * datum.value, '.3~g') + '\u00a0%'"


def finish(chart: Chart, description: str, height: int) -> Chart:
    """Give a chart its alternative text, a fixed height in pixels and labels that are never cut."""
    styled: Chart = (
        chart.properties(description=description, height=height, width="container", padding=_PADDING)
        .configure_axis(
            labelLimit=0,
            labelFlush=False,
            labelColor=INK,
            titleColor=INK,
            labelFontSize=FONT_SIZE,
            titleFontSize=FONT_SIZE,
        )
        .configure_legend(
            labelLimit=0,
            titleLimit=0,
            symbolLimit=0,
            labelColor=INK,
            titleColor=INK,
            labelFontSize=FONT_SIZE,
            titleFontSize=FONT_SIZE,
        )
        .configure_text(color=INK, fontSize=FONT_SIZE)
        .configure_rule(color=INK)
    )
    return styled


def height_of(rows: int) -> int:
    """Pixels for this many rows and an axis with its title."""
    return _ROW * max(rows, 1) + 60


def names_down(field: str, order: Sequence[str], title: str | None = None) -> alt.Y:
    """A vertical axis of names, none cut and none left out; `order` is from top to bottom."""
    axis = alt.Axis(labelLimit=0, labelOverlap=False, labelPadding=5, ticks=False)
    return alt.Y(field, type="nominal", sort=list(order), title=title, axis=axis)


def names_across(field: str, order: Sequence[str], title: str | None = None, angle: int = -90) -> alt.X:
    """A horizontal axis of names above a map, none cut and none left out; `order` is from left to right."""
    axis = alt.Axis(
        labelLimit=0,
        labelOverlap=False,
        labelPadding=6,
        labelAngle=angle,
        orient="top",
        titleAnchor="start" if angle else None,
    )
    return alt.X(field, type="nominal", sort=list(order), title=title, axis=axis)


def tooltips(*fields: str) -> list[alt.Tooltip]:
    """Columns of text as lines of a tooltip, under their own names."""
    return [alt.Tooltip(field, type="nominal", title=field) for field in fields]


def number_tooltips(formats: dict[str, str]) -> list[alt.Tooltip]:
    """Columns of numbers as lines of a tooltip, under their own names; column -> number format."""
    return [alt.Tooltip(field, type="quantitative", format=form) for field, form in formats.items()]


def percent_axis(**options: Any) -> alt.Axis:
    """An axis of shares whose labels read as shares do everywhere: '0.1 %', '36 %'."""
    return alt.Axis(labelExpr=_PERCENT, **options)


def percent_legend(**options: Any) -> alt.Legend:
    """A legend of shares, read as on `percent_axis`."""
    return alt.Legend(labelExpr=_PERCENT, **options)


def with_percents(table: pd.DataFrame, *shares: str) -> pd.DataFrame:
    """The table with these shares in words as well, for `percent_tooltips`."""
    return table.assign(**{_in_words(field): [_percent(share) for share in table[field]] for field in shares})


def percent_tooltips(*shares: str) -> list[alt.Tooltip]:
    """Shares as lines of a tooltip, for a table made by `with_percents`."""
    return [alt.Tooltip(_in_words(field), type="nominal", title=field) for field in shares]


def _percent(share: float | None) -> str:
    return percent(None if pd.isna(share) else share)


def _in_words(field: str) -> str:
    return f"{field} in words"


def by_group(shown: Sequence[str]) -> tuple[alt.Color, alt.Shape]:
    """Colour and shape of the column Group: each group has its own, whichever groups are shown."""
    scale, legend = alt.Scale(domain=list(GROUPS)), alt.Legend(orient="top", columns=2, values=list(shown))
    return (
        alt.Color("Group:N", title=None, scale=scale, legend=legend),
        alt.Shape("Group:N", title=None, scale=scale, legend=legend),
    )
