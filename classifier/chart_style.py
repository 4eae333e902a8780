"""What charts share: whole labels, ink that fits light and dark, an alternative text (no Streamlit)."""

import altair as alt

Chart = alt.Chart | alt.LayerChart

INK = alt.expr("luminance(background) > 0.4 ? '#1a2433' : '#e6ebf2'")
"""Text colour chosen in the browser from the chart's own background, so a change of theme needs no rerun."""

FAINT = alt.expr("luminance(background) > 0.4 ? '#5b6878' : '#9fadbe'")
"""For lines and words that stand behind the data."""

ON_CELL = alt.expr("luminance(scale('color', datum.shade)) > 0.179 ? '#000000' : '#ffffff'")
"""Ink for words on a coloured cell, chosen from the colour of the cell, whose value is the column `shade`.

At this luminance black and white have the same contrast, 4.6 to 1; elsewhere the chosen one has more.
"""

ROW = 24
"""Pixels a row of a horizontal chart takes."""

SHARES = alt.Scale(domain=[0, 1])
FIFTHS = alt.Axis(format=".1f", values=[0, 0.2, 0.4, 0.6, 0.8, 1])
"""An axis of scores from 0 to 1 that has room for its numbers on a phone."""


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


def rows(count: int) -> int:
    """Pixels for `count` rows and an axis with its title."""
    return ROW * max(count, 1) + 60


def named(field: str, order: list[str], title: str | None = None) -> alt.Y:
    """A vertical axis of names, each whole and each shown; `order` from top to bottom."""
    axis = alt.Axis(labelLimit=0, labelOverlap=False, labelPadding=8)
    return alt.Y(field, type="nominal", sort=order, title=title, axis=axis)


def headed(field: str, order: list[str], title: str | None = None, angle: int = -90) -> alt.X:
    """A horizontal axis of names above a map, each whole and each shown; `order` from left to right."""
    axis = alt.Axis(
        labelLimit=0,
        labelOverlap=False,
        labelPadding=6,
        labelAngle=angle,
        orient="top",
        titleAnchor="start" if angle else None,
    )
    return alt.X(field, type="nominal", sort=order, title=title, axis=axis)


def tips(*fields: tuple[str, ...]) -> list[alt.Tooltip]:
    """Tooltip lines, each (field with type, title, number format if any)."""
    return [alt.Tooltip(field, title=title, format=next(iter(form), "")) for field, title, *form in fields]
