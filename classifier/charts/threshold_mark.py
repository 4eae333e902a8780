"""The mark of a threshold: an upright line across the row of its label."""

import altair as alt

from classifier.charts.output_rows import ROW, share
from classifier.charts.style import INK

_HEIGHT = ROW - 4


def threshold_marks(chart: alt.Chart) -> list[alt.Chart]:
    """A line at the column Threshold, with an edge in the page's colour, so that it shows on a bar and off it."""
    edge = chart.mark_tick(thickness=6, color=alt.expr("background"), size=_HEIGHT, opacity=1)
    line = chart.mark_tick(thickness=2.5, color=INK, size=_HEIGHT, opacity=1)
    return [mark.encode(x=share("Threshold")) for mark in (edge, line)]
