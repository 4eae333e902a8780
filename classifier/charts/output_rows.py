"""Charts with one output per row: the rows, a track behind each, and its number as text at the right end.

Such a chart is a template, a specification without data, built once: a new message changes only the rows that fill
it, so the drawing stays in place.
"""

from collections.abc import Sequence
from typing import Any

import altair as alt

from classifier.charts.style import FAINT, INK
from classifier.labels import GROUPS

Template = dict[str, Any]
"""A Vega-Lite specification without data or height."""

ROW = 22
"""Pixels per row."""

SHARE_AXIS = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1], title=None, orient="top")
SHARE_SCALE = alt.Scale(domain=[0, 1])


def template(layers: Sequence[alt.Chart], description: str, right: int = 5) -> Template:
    """Layers as one specification, with an alternative text and `right` pixels of room at the right edge.

    Made of dictionaries, because Altair would copy the whole chart at each step, which is slow.
    """
    content: Template = alt.LayerChart(layer=list(layers)).to_dict(validate=False)
    del content["data"]
    ink = INK.to_dict()
    return content | {
        "description": description,
        "width": "container",
        "padding": {"left": 5, "top": 5, "right": right, "bottom": 5},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": {
            "axis": {"labelColor": ink, "labelFontSize": 12, "labelFlush": False},
            "text": {"color": ink, "fontSize": 12},
        },
    }


def base() -> alt.Chart:
    """A chart that has no data yet."""
    return alt.Chart(alt.NamedData(name="rows"))


def row_axis(field: str) -> alt.Y:
    """The names in a column from top to bottom, in the order of the column Rank; names of groups are bold."""
    bold = alt.condition(f"indexof({list(GROUPS)}, datum.value) >= 0", alt.value("bold"), alt.value("normal"))
    axis = alt.Axis(labelLimit=0, labelOverlap=False, labelPadding=6, labelFontWeight=bold)
    return alt.Y(field, type="nominal", sort=sorted_by("Rank"), title=None, axis=axis)


def sorted_by(field: str) -> alt.EncodingSortField:
    """Sort by another column, in a form that layers can share."""
    return alt.EncodingSortField(field, op="min", order="ascending")


def share(field: str) -> alt.X:
    """A column of shares from 0 % to 100 %."""
    return alt.X(field, type="quantitative", scale=SHARE_SCALE, axis=SHARE_AXIS)


def track(chart: alt.Chart) -> alt.Chart:
    """A faint bar across each row: it shows where 100 % is and makes the whole row respond to the pointer."""
    return chart.mark_bar(height={"band": 0.66}, color=FAINT, opacity=0.1).encode(
        x=alt.datum(0, type="quantitative"), x2=alt.datum(1)
    )


def text_at_the_end(chart: alt.Chart, field: str, bold: str) -> list[alt.Chart]:
    """A column as text at the right end of each row, in bold where the Vega expression `bold` holds."""
    plain = chart.transform_filter(f"!({bold})").mark_text(align="left", dx=8, color=INK)
    strong = chart.transform_filter(bold).mark_text(align="left", dx=8, color=INK, fontWeight="bold")
    words = alt.Text(field, type="nominal")
    return [mark.encode(x=alt.value("width"), text=words) for mark in (plain, strong)]
