"""Charts of one message's answer: DataFrame -> altair (no Streamlit).

What depends on the message is in the data, never in the specification: a new answer moves the marks of
a chart that stays where it is, and a specification is built once.
"""

from typing import Any

import altair as alt
import pandas as pd

from classifier.chart_style import FAINT, INK, Chart
from classifier.row_marks import by, finish, readings, rows, ticks, track

FLAGGED, BELOW, HEADING = "at or above its threshold", "below its threshold", "heading"
"""States of a row of `probability_bars`."""

BAR_TOOLTIPS = {
    "title": "Label",
    "said": "Probability",
    "needed": "Threshold",
    "base_rate": "Base rate",
    "precision": "Test precision",
    "recall": "Test recall",
    "support": "Test messages",
    "record": "Held-out record",
}
CLASS_TOOLTIPS = {"row": "Class", "meaning": "Meaning", "reading": "Probability", "record": "Held-out record"}
CHANGE_TOOLTIPS = {
    "title": "Output",
    "first": "First message",
    "second": "Second message",
    "needed": "Threshold",
    "reading": "Change",
}

_SHARES = alt.Scale(domain=[0, 1])
_PERCENT_AXIS = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1], title=None, orient="top")
_STATE_COLORS = alt.Scale(domain=[FLAGGED, BELOW], range=["primary", "gray"])  # Streamlit's names, resolved per theme


def probability_bars(table: pd.DataFrame) -> Chart:
    """All labels' probabilities as horizontal bars, with the threshold as a tick on each.

    `table` has one row a bar in any order: row (name shown), order (place from the top), state (one
    of the three above), tested (bool), probability and threshold (shares of 1), reading (text at the
    right end), strong (bool: reading in bold), and as text title, said, needed, base_rate, precision,
    recall, support and record for the tooltip. Rows that are untested are hollow and dashed; heading
    rows carry a group's name only.
    """
    hover = [alt.Tooltip(column, type="nominal", title=name) for column, name in BAR_TOOLTIPS.items()]
    base = alt.Chart(table).encode(y=rows())
    real = base.transform_filter(alt.datum.state != HEADING).encode(tooltip=hover)
    bars = real.encode(
        x=alt.X("probability:Q", scale=_SHARES, axis=_PERCENT_AXIS), color=_state_color(), opacity=_unless_flagged(0.55)
    )
    solid = bars.transform_filter("datum.tested").mark_bar(height={"band": 0.66}, cornerRadiusEnd=2)
    hollow = bars.transform_filter("!datum.tested").mark_bar(
        filled=False, height={"band": 0.6}, strokeDash=[3, 2], strokeWidth=1.5
    )
    layers = [track(real), solid, hollow, ticks(real), readings(real)]
    return finish(
        alt.LayerChart(layer=[base.mark_point(opacity=0), *layers]),
        table,
        "Bar chart of the probabilities of all 35 labels with a tick at each threshold; what is at or above its "
        "threshold carries a check mark. The tab Table holds the same numbers.",
    )


def related_bars(table: pd.DataFrame) -> Chart:
    """The three classes of `related`; `table` has row (name with number), order, state, probability, reading and
    strong as above, and as text meaning and record for the tooltip."""
    hover = [alt.Tooltip(column, type="nominal", title=name) for column, name in CLASS_TOOLTIPS.items()]
    base = alt.Chart(table).encode(y=rows(), tooltip=hover)
    share = alt.X("probability:Q", scale=_SHARES, axis=alt.Axis(values=[], title=None))
    bars = base.mark_bar(height={"band": 0.66}, cornerRadiusEnd=2).encode(
        x=share, color=_state_color(), opacity=_unless_flagged(0.55)
    )
    description = "Bar chart of the probabilities of the three classes of related; the sentence above it names them."
    return finish(alt.LayerChart(layer=[track(base), bars, readings(base)]), table, description)


def word_effects(table: pd.DataFrame) -> Chart:
    """Heat map of what each word adds to each label: a row a word, a column a label.

    `table` has one row a cell: word (unique), place (from the top), label, column (from the left),
    effect (percentage points, signed) and reading (the same as text).
    """
    base = alt.Chart(table).encode(
        y=alt.Y("row:N", sort=by("place"), title=None, axis=alt.Axis(labelLimit=140, labelOverlap=False)),
        x=alt.X(
            "label:N",
            sort=by("column"),
            title=None,
            axis=alt.Axis(orient="top", labelAngle=-65, labelLimit=0, labelOverlap=False),
        ),
        tooltip=[
            alt.Tooltip("row:N", title="Word"),
            alt.Tooltip("label:N", title="Label"),
            alt.Tooltip("reading:N", title="Adds (percentage points)"),
        ],
    )
    shade = alt.Color("effect:Q", scale=alt.Scale(domain=[-50, 50], domainMid=0, clamp=True), legend=None)
    cells = base.mark_rect(stroke=FAINT, strokeOpacity=0.25).encode(color=shade)
    numbers = base.mark_text(color=INK).encode(
        text="reading:N", opacity=alt.condition("abs(datum.effect) >= 0.5", alt.value(1), alt.value(0.7))
    )
    return finish(
        alt.LayerChart(layer=[cells, numbers]),
        table,
        "Heat map: how many percentage points each word of the message adds to each label's probability. "
        "The table beside it holds the same numbers.",
        right=42,  # room for the last slanted label
    )


def changes(table: pd.DataFrame) -> Chart:
    """What changed from a first message to a second, one row an output, largest change on top.

    `table` has row, order, before, after, threshold (shares of 1; threshold may be missing), direction
    ("rises", "falls" or "same"), reading (signed change and crossing as text), strong, and as text first,
    second and needed for the tooltip.
    """
    hover = [alt.Tooltip(column, type="nominal", title=name) for column, name in CHANGE_TOOLTIPS.items()]
    base = alt.Chart(table).encode(y=rows(), tooltip=hover)
    color = alt.Color(
        "direction:N",
        legend=None,
        scale=alt.Scale(domain=["rises", "falls", "same"], range=["primary", "orange", "gray"]),
    )
    before = base.encode(x=alt.X("before:Q", scale=_SHARES, axis=_PERCENT_AXIS), color=color)
    layers = [
        track(base),
        before.mark_rule(strokeWidth=4, opacity=0.6).encode(x2="after:Q"),
        before.mark_point(filled=False, size=55, strokeWidth=1.5),
        base.mark_point(filled=True, size=75, opacity=1).encode(x="after:Q", color=color),
        ticks(base),
        readings(base),
    ]
    return finish(
        alt.LayerChart(layer=layers),
        table,
        "Dot chart of every output's probability before (hollow) and after (filled), largest change on top, with "
        "a tick at each threshold. The table beside it holds the same numbers.",
    )


def _state_color() -> alt.Color:
    return alt.Color("state:N", scale=_STATE_COLORS, legend=None)


def _unless_flagged(opacity: float) -> Any:
    return alt.condition(alt.datum.state == FLAGGED, alt.value(1), alt.value(opacity))
