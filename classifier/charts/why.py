"""What each word adds to each label, as a heat map: a row per word, a column per label."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from classifier.charts.ink import FAINT, INK
from classifier.charts.output_rows import layer, opaque_where, ordered, template, tooltips
from classifier.formatting import signed_points


@dataclass(frozen=True)
class WordEffects:
    """What each of `words` (unique) adds to the output called `title`, in percentage points, signed."""

    title: str
    words: tuple[str, ...]
    points: tuple[float, ...]


_EFFECTS = {
    "y": ordered("Word", by="Word order", labelLimit=140),
    "x": ordered("Label", by="Label order", orient="top", labelAngle=-65, labelLimit=0),
    "tooltip": [
        *tooltips("Word", "Label"),
        {"field": "Rounded points", "type": "nominal", "title": "Adds (percentage points)"},
    ],
}
_SHADE = {"domain": [-50, 50], "domainMid": 0, "clamp": True}
_SIGN = {
    "text": {"field": "Rounded points", "type": "nominal"},
    "opacity": opaque_where("abs(datum.Points) >= 0.5", otherwise=0.7),
}

CHART = template(
    [
        layer(
            {"type": "rect", "stroke": FAINT, "strokeOpacity": 0.25},
            _EFFECTS | {"color": {"field": "Points", "type": "quantitative", "scale": _SHADE, "legend": None}},
        ),
        layer({"type": "text", "color": INK}, _EFFECTS | _SIGN),
    ],
    "Heat map: how many percentage points each word of the message adds to each label's probability. "
    "The table beside it holds the same numbers.",
    right=42,  # room for the last slanted label
)
"""The template of the map; `rows` fills it."""


def rows(outputs: Sequence[WordEffects]) -> pd.DataFrame:
    """One row per cell."""
    return pd.DataFrame(
        {
            "Word": word,
            "Word order": place,
            "Label": output.title,
            "Label order": column,
            "Points": points,
            "Rounded points": signed_points(points),
        }
        for column, output in enumerate(outputs)
        for place, (word, points) in enumerate(zip(output.words, output.points, strict=True))
    )
