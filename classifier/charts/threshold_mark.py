"""The mark of a threshold: an upright line across the row of its label."""

from classifier.charts.ink import INK
from classifier.charts.output_rows import ROW, Json, layer, share


def threshold_marks(encoding: Json, *conditions: str) -> list[Json]:
    """A line at the column Threshold, with an edge in the page's colour, so that it shows on a bar and off it."""
    line = {"type": "tick", "thickness": 2.5, "color": INK, "size": ROW - 4, "opacity": 1}
    edge = line | {"thickness": 6, "color": {"expr": "background"}}
    return [layer(mark, encoding | {"x": share("Threshold")}, *conditions) for mark in (edge, line)]
