"""Charts with one output per row: the rows, a track behind each, and its number as text at the right end.

Such a chart is a template, a Vega-Lite specification without data: a new message changes only the rows that fill it, so
the drawing stays in place. Templates are plain dictionaries, because importing Altair and building them with it would
delay the first answer.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from classifier.charts.ink import FAINT, INK
from classifier.labels import GROUPS

Json = dict[str, Any]
Template = Json
"""A Vega-Lite specification without data or height."""

ROW, LARGE = 26, 1.4
"""Pixels per row, and how much larger everything is for a room."""

FONT_SIZE = 14

BAR = {"height": {"band": 0.66}, "cornerRadiusEnd": 2}
WHOLE = {"domain": [0, 1]}
"""A scale from 0 % to 100 %."""


def template(layers: Sequence[Json], description: str, right: int = 5) -> Template:
    """Layers as one specification, with an alternative text and `right` pixels of room at the right edge."""
    return {
        "layer": list(layers),
        "description": description,
        "width": "container",
        "padding": {"left": 5, "top": 5, "right": right, "bottom": 5},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": {
            "axis": {"labelColor": INK, "labelFontSize": FONT_SIZE, "labelFlush": False},
            "text": {"color": INK, "fontSize": FONT_SIZE},
        },
    }


def enlarged(shown: Template) -> Template:
    """A template in larger type, for a room."""
    config, size = shown["config"], round(LARGE * FONT_SIZE)
    axis, text = config["axis"] | {"labelFontSize": size}, config["text"] | {"fontSize": size}
    right = round(LARGE * shown["padding"]["right"])
    return shown | {"config": {"axis": axis, "text": text}, "padding": shown["padding"] | {"right": right}}


def height_of(rows: int, large: bool = False) -> int:
    """Pixels for this many rows."""
    return round(ROW * rows * (LARGE if large else 1))


def layer(mark: Json, encoding: Json, *conditions: str) -> Json:
    """One mark for the rows in which all conditions, Vega expressions, hold.

    Screen readers read text and points; the shapes that are drawn over each other in a row would repeat its name.
    """
    heard = mark["type"] in ("text", "point")
    filters = [{"filter": condition} for condition in conditions]
    return {"mark": mark | {"aria": heard}, "encoding": encoding, "transform": filters}


def row_axis(field: str) -> Json:
    """The names in a column from top to bottom, in the order of the column Order; names of groups are bold."""
    bold = {"test": f"indexof({list(GROUPS)}, datum.value) >= 0", "value": "bold"}
    weight = {"condition": bold, "value": "normal"}
    return ordered(field, "Order", labelLimit=0, labelPadding=6, labelFontWeight=weight)


def ordered(field: str, by: str, **axis: Any) -> Json:
    """An axis of names, each of them shown, in the order of another column."""
    order = {"field": by, "op": "min", "order": "ascending"}
    return {"field": field, "type": "nominal", "sort": order, "title": None, "axis": {"labelOverlap": False, **axis}}


def share(field: str) -> Json:
    """A column of shares from 0 % to 100 %."""
    shown = "format(100 * datum.value, '.0f') + '\u00a0%'"
    axis = {"labelExpr": shown, "values": [0, 0.25, 0.5, 0.75, 1], "title": None, "orient": "top"}
    return {"field": field, "type": "quantitative", "scale": WHOLE, "axis": axis}


def color(field: str, colors: Mapping[str, str]) -> Json:
    """A column's values in Streamlit's named colours, which each theme resolves."""
    scale = {"domain": list(colors), "range": list(colors.values())}
    return {"field": field, "type": "nominal", "scale": scale, "legend": None}


def opaque_where(condition: str, otherwise: float) -> Json:
    """Full opacity where a Vega expression holds."""
    return {"condition": {"test": condition, "value": 1}, "value": otherwise}


def faint_where(condition: str) -> Json:
    """The colour of text: faint where a Vega expression holds."""
    return {"condition": {"test": condition, "value": FAINT}, "value": INK}


def tooltips(*fields: str) -> list[Json]:
    """Columns as lines of a tooltip, under their own names."""
    return [{"field": field, "type": "nominal", "title": field} for field in fields]


def track(encoding: Json, *conditions: str) -> Json:
    """A faint bar across each row: it shows where 100 % is and makes the whole row respond to the pointer."""
    ends = {"x": {"datum": 0, "type": "quantitative"}, "x2": {"datum": 1}}
    return layer(
        {"type": "bar", "color": FAINT, "opacity": 0.1, "height": {"band": 0.66}}, encoding | ends, *conditions
    )


def text_at_the_end(encoding: Json, field: str, bold: str, *conditions: str) -> list[Json]:
    """A column as text at the right end of each row, in bold where the Vega expression `bold` holds."""
    text = encoding | {"x": {"value": "width"}, "text": {"field": field, "type": "nominal"}}
    mark = {"type": "text", "align": "left", "dx": 8, "color": INK}
    return [layer(mark, text, *conditions, f"!({bold})"), layer(mark | {"fontWeight": "bold"}, text, *conditions, bold)]
