"""What charts with one output or word a row share: rows, tracks, ticks, readings at the right end (no Streamlit)."""

import altair as alt
import pandas as pd

from classifier.chart_style import FAINT, INK, Chart
from classifier.labels import GROUPS

ROW = 22
"""Pixels a row takes."""


def height(table: pd.DataFrame) -> int:
    """Pixels that a table's rows take, axis not counted; it is the only thing in a specification that varies."""
    return ROW * table["row"].nunique() if "row" in table else 0


def finish(chart: alt.LayerChart, table: pd.DataFrame, description: str, right: int = 5) -> Chart:
    """Give a chart its alternative text, its height and `right` pixels of room at the right edge."""
    sized = chart.properties(
        width="container",
        height=height(table),
        padding=alt.Padding(left=5, top=5, right=right, bottom=5),
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
    )
    styled: Chart = (
        sized.properties(description=description)
        .configure_axis(labelColor=INK, labelFontSize=12, labelFlush=False)
        .configure_text(color=INK, fontSize=12)
    )
    return styled


def rows() -> alt.Y:
    """The column `row` from top to bottom in the order of the column `order`; names of groups are bold."""
    bold = alt.condition(f"indexof({list(GROUPS)}, datum.value) >= 0", alt.value("bold"), alt.value("normal"))
    axis = alt.Axis(labelLimit=0, labelOverlap=False, labelPadding=6, labelFontWeight=bold)
    return alt.Y("row:N", sort=by("order"), title=None, axis=axis)


def by(field: str) -> alt.EncodingSortField:
    """Sort by another column, in a way that layers can share."""
    return alt.EncodingSortField(field, op="min", order="ascending")


def track(base: alt.Chart) -> alt.Chart:
    """A faint row behind a bar: it shows where 100 % is and makes the whole row answer to the pointer."""
    return base.mark_bar(height={"band": 0.66}, color=FAINT, opacity=0.1).encode(
        x=alt.datum(0, type="quantitative"), x2=alt.datum(1)
    )


def ticks(base: alt.Chart) -> alt.LayerChart:
    """A threshold's tick, with an edge in the colour of the page so that it shows on a bar as well as beside it."""
    edge = base.mark_tick(thickness=6, color=alt.expr("background"), size=ROW - 4, opacity=1)
    tick = base.mark_tick(thickness=2.5, color=INK, size=ROW - 4, opacity=1)
    return alt.LayerChart(layer=[mark.encode(x="threshold:Q") for mark in (edge, tick)])


def readings(base: alt.Chart) -> alt.LayerChart:
    """The column `reading` as text at the right end of each row, bold where the column `strong` says so."""
    plain = base.transform_filter("!datum.strong").mark_text(align="left", dx=8, color=INK)
    strong = base.transform_filter("datum.strong").mark_text(align="left", dx=8, color=INK, fontWeight="bold")
    return alt.LayerChart(layer=[mark.encode(x=alt.value("width"), text="reading:N") for mark in (plain, strong)])
