"""The three classes of `related` as bars."""

import pandas as pd

from classifier.charts.output_rows import (
    BAR,
    WHOLE,
    color,
    faint_where,
    layer,
    row_axis,
    template,
    text_at_the_end,
    tooltips,
    track,
)
from classifier.charts.probabilities import IS_FLAGGED, IS_NOT_JUDGED, OPACITY, STATE_COLORS, decision
from classifier.formatting import percent
from classifier.report.evidence import Evidence, in_words

_CLASSES = {"y": row_axis("Class"), "tooltip": tooltips("Class", "Meaning", "Rounded probability", "On test messages")}
_BARS = _CLASSES | {
    "x": {"field": "Probability", "type": "quantitative", "scale": WHOLE, "axis": {"values": [], "title": None}},
    "color": color("Decision", STATE_COLORS),
    "opacity": OPACITY,
}

CHART = template(
    [
        track(_CLASSES),
        layer({"type": "bar", **BAR}, _BARS),
        *text_at_the_end(_CLASSES | {"color": faint_where(IS_NOT_JUDGED)}, "Rounded probability", IS_FLAGGED),
    ],
    "Bar chart of the probabilities of the three classes of related; the sentence above it names them.",
)
"""The template of the bars; `rows` fills it."""


def rows(evidence: Evidence) -> pd.DataFrame:
    """One row per class, in their order."""
    return pd.DataFrame(
        {
            "Class": one.title,
            "Order": one.number,
            "Meaning": one.meaning,
            "Decision": decision(one.chosen, evidence.language_known),
            "Probability": one.probability,
            "Rounded probability": ("✓ " if one.chosen else "") + percent(one.probability),
            "On test messages": in_words(one.name, one.performance),
        }
        for one in evidence.classes
    )
