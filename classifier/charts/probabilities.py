"""All 35 probabilities as bars, each with its threshold and its evidence."""

from collections.abc import Sequence
from functools import cache

import altair as alt
import pandas as pd

from classifier.charts.output_rows import Template, base, row_axis, share, template, track, text_at_the_end
from classifier.charts.style import tooltips
from classifier.charts.threshold_mark import threshold_marks
from classifier.formatting import percent, percent_range
from classifier.labels import GROUPS
from classifier.report.evidence import LabelEvidence, in_words
from classifier.report.figures import Estimate
from classifier.report.support import SupportLevel

FLAGGED, NOT_FLAGGED, HEADING = "flagged", "not flagged", "group"
"""The values of the column State."""

STATE_COLORS = alt.Scale(domain=[FLAGGED, NOT_FLAGGED], range=["primary", "gray"])
"""Streamlit's colour names, which each theme resolves."""

_REMARKS = {SupportLevel.ENOUGH: "", SupportLevel.FEW: " · too few to trust", SupportLevel.NONE: " · no examples"}
_TOOLTIP = (
    "Label",
    "Rounded probability",
    "Rounded threshold",
    "Base rate",
    "Test precision",
    "Test recall",
    "Test messages",
    "Held-out performance",
)


@cache
def chart() -> Template:
    """The template of the bars; `rows` fills it."""
    everything = base().encode(y=row_axis("Row"))
    labels = everything.transform_filter(f"datum.State !== '{HEADING}'").encode(tooltip=tooltips(*_TOOLTIP))
    bars = labels.encode(
        x=share("Probability"),
        color=alt.Color("State:N", scale=STATE_COLORS, legend=None),
        opacity=alt.condition(f"datum.State === '{FLAGGED}'", alt.value(1), alt.value(0.55)),
    )
    trusted = f"datum.Support === '{SupportLevel.ENOUGH}'"
    solid = bars.transform_filter(trusted).mark_bar(height={"band": 0.66}, cornerRadiusEnd=2)
    hollow = bars.transform_filter(f"!({trusted})").mark_bar(
        filled=False, height={"band": 0.6}, strokeDash=[3, 2], strokeWidth=1.5
    )
    words = text_at_the_end(labels, "Rounded probability", f"datum.State === '{FLAGGED}'")
    return template(
        [everything.mark_point(opacity=0), track(labels), solid, hollow, *threshold_marks(labels), *words],
        "Bar chart of the probabilities of all 35 labels with a line at each threshold; a label at or above its "
        "threshold has a check mark. The tab Table holds the same numbers.",
    )


def rows(highest_first: Sequence[LabelEvidence], grouped: bool) -> pd.DataFrame:
    """One row per bar, in the order given or under the names of their groups."""
    bars = [_bar(one) for one in highest_first]
    if grouped:
        bars = [bar for group in GROUPS for bar in (_heading(group), *(b for b in bars if b["Group"] == group))]
    return pd.DataFrame(bars).assign(Rank=range(len(bars)))


def _bar(one: LabelEvidence) -> dict[str, object]:
    performance = one.performance
    return {
        "Row": one.label.title + _REMARKS[performance.level],
        "Label": one.label.title,
        "Group": one.label.group,
        "State": FLAGGED if one.flagged else NOT_FLAGGED,
        "Probability": one.probability,
        "Rounded probability": ("✓ " if one.flagged else "") + percent(one.probability),
        "Threshold": one.threshold,
        "Rounded threshold": percent(one.threshold),
        "Base rate": percent(one.prevalence),
        "Test precision": _estimate(performance.precision),
        "Test recall": _estimate(performance.recall),
        "Test messages": f"{performance.support:,}",
        "Support": performance.level.value,
        "Held-out performance": in_words(one.label.title.lower(), performance),
    }


def _heading(group: str) -> dict[str, object]:
    return {"Row": group, "Group": group, "State": HEADING, "Support": SupportLevel.ENOUGH.value}


def _estimate(estimate: Estimate) -> str:
    span = f" ({percent_range(estimate.interval)})" if estimate.interval else ""
    return percent(estimate.value) + span
