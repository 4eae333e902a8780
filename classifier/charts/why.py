"""What each word adds to each label, as a heat map: a row per word, a column per label."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import altair as alt
import pandas as pd

from classifier.charts.output_rows import Template, base, sorted_by, template
from classifier.charts.style import FAINT, INK
from classifier.formatting import signed_points


@dataclass(frozen=True)
class WordEffects:
    """What each of `words` (unique) adds to the output called `title`, in percentage points, signed."""

    title: str
    words: tuple[str, ...]
    points: tuple[float, ...]


@cache
def chart() -> Template:
    """The template of the map; `rows` fills it."""
    effects = base().encode(
        y=alt.Y("Word:N", sort=sorted_by("Place"), title=None, axis=alt.Axis(labelLimit=140, labelOverlap=False)),
        x=alt.X(
            "Label:N",
            sort=sorted_by("Column"),
            title=None,
            axis=alt.Axis(orient="top", labelAngle=-65, labelLimit=0, labelOverlap=False),
        ),
        tooltip=[
            alt.Tooltip("Word:N", title="Word"),
            alt.Tooltip("Label:N", title="Label"),
            alt.Tooltip("Rounded points:N", title="Adds (percentage points)"),
        ],
    )
    shade = alt.Color("Points:Q", scale=alt.Scale(domain=[-50, 50], domainMid=0, clamp=True), legend=None)
    cells = effects.mark_rect(stroke=FAINT, strokeOpacity=0.25).encode(color=shade)
    numbers = effects.mark_text(color=INK).encode(
        text="Rounded points:N", opacity=alt.condition("abs(datum.Points) >= 0.5", alt.value(1), alt.value(0.7))
    )
    return template(
        [cells, numbers],
        "Heat map: how many percentage points each word of the message adds to each label's probability. "
        "The table beside it holds the same numbers.",
        right=42,  # room for the last slanted label
    )


def rows(outputs: Sequence[WordEffects]) -> pd.DataFrame:
    """One row per cell."""
    return pd.DataFrame(
        {
            "Word": word,
            "Place": place,
            "Label": output.title,
            "Column": column,
            "Points": points,
            "Rounded points": signed_points(points),
        }
        for column, output in enumerate(outputs)
        for place, (word, points) in enumerate(zip(output.words, output.points, strict=True))
    )
