"""What all charts share: labels that are never cut, ink that suits light and dark themes, an alternative text."""

from collections.abc import Sequence

import altair as alt

from classifier.charts.ink import INK

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

LOW, HIGH = "Low (95 %)", "High (95 %)"
"""Columns of the two ends of an interval."""

_ROW = 24


def finish(chart: Chart, description: str, height: int) -> Chart:
    """Give a chart its alternative text, a fixed height in pixels and labels that are never cut."""
    styled: Chart = (
        chart.properties(description=description, height=height, width="container")
        .configure_axis(labelLimit=0, labelFlush=False, labelColor=INK, titleColor=INK, labelFontSize=12)
        .configure_legend(labelLimit=0, titleLimit=0, symbolLimit=0, labelColor=INK, titleColor=INK, labelFontSize=12)
        .configure_text(color=INK, fontSize=12)
        .configure_rule(color=INK)
    )
    return styled


def height_of(rows: int) -> int:
    """Pixels for this many rows and an axis with its title."""
    return _ROW * max(rows, 1) + 60


def names_down(field: str, order: Sequence[str], title: str | None = None) -> alt.Y:
    """A vertical axis of names, none cut and none left out; `order` is from top to bottom."""
    axis = alt.Axis(labelLimit=0, labelOverlap=False, labelPadding=8)
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
