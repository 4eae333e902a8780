"""The three classes of `related` as bars."""

from collections.abc import Sequence
from functools import cache

import altair as alt
import pandas as pd

from classifier.charts.output_rows import SHARE_SCALE, Template, base, row_axis, template, track, text_at_the_end
from classifier.charts.probabilities import FLAGGED, NOT_FLAGGED, STATE_COLORS
from classifier.charts.style import tooltips
from classifier.formatting import percent
from classifier.report.evidence import ClassEvidence, in_words

CHOSEN = f"datum.State === '{FLAGGED}'"


@cache
def chart() -> Template:
    """The template of the bars; `rows` fills it."""
    classes = base().encode(
        y=row_axis("Class"), tooltip=tooltips("Class", "Meaning", "Rounded probability", "Held-out performance")
    )
    bars = classes.mark_bar(height={"band": 0.66}, cornerRadiusEnd=2).encode(
        x=alt.X("Probability:Q", scale=SHARE_SCALE, axis=alt.Axis(values=[], title=None)),
        color=alt.Color("State:N", scale=STATE_COLORS, legend=None),
        opacity=alt.condition(CHOSEN, alt.value(1), alt.value(0.55)),
    )
    return template(
        [track(classes), bars, *text_at_the_end(classes, "Rounded probability", CHOSEN)],
        "Bar chart of the probabilities of the three classes of related; the sentence above it names them.",
    )


def rows(classes: Sequence[ClassEvidence]) -> pd.DataFrame:
    """One row per class, in their order."""
    return pd.DataFrame(
        {
            "Class": one.title,
            "Rank": one.number,
            "Meaning": one.meaning,
            "State": FLAGGED if one.chosen else NOT_FLAGGED,
            "Probability": one.probability,
            "Rounded probability": ("✓ " if one.chosen else "") + percent(one.probability),
            "Held-out performance": in_words(one.name, one.performance),
        }
        for one in classes
    )
