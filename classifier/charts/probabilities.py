"""All 35 probabilities as bars, each with its threshold and its evidence."""

from collections.abc import Sequence

import pandas as pd

from classifier.charts.output_rows import (
    BAR,
    Template,
    color,
    layer,
    opaque_where,
    row_axis,
    share,
    template,
    text_at_the_end,
    tooltips,
    track,
)
from classifier.charts.threshold_mark import threshold_marks
from classifier.formatting import percent, percent_range
from classifier.labels import GROUPS
from classifier.report.evidence import LabelEvidence, in_words
from classifier.report.figures import Estimate
from classifier.report.support import SupportLevel

FLAGGED, NOT_FLAGGED, HEADING = "flagged", "not flagged", "group"
"""The values of the column Decision."""

IS_FLAGGED = f"datum.Decision === '{FLAGGED}'"
STATE_COLORS = {FLAGGED: "primary", NOT_FLAGGED: "gray"}

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


def _chart() -> Template:
    axis = {"y": row_axis("Shown as")}
    labels, a_label, flagged = axis | {"tooltip": tooltips(*_TOOLTIP)}, f"datum.Decision !== '{HEADING}'", IS_FLAGGED
    trusted = f"datum.Evidence === '{SupportLevel.ENOUGH}'"
    bars = labels | {
        "x": share("Probability"),
        "color": color("Decision", STATE_COLORS),
        "opacity": opaque_where(flagged, otherwise=0.55),
    }
    hollow = {"type": "bar", "filled": False, "height": {"band": 0.6}, "strokeDash": [3, 2], "strokeWidth": 1.5}
    return template(
        [
            layer({"type": "point", "opacity": 0}, axis),
            track(labels, a_label),
            layer({"type": "bar", **BAR}, bars, a_label, trusted),
            layer(hollow, bars, a_label, f"!({trusted})"),
            *threshold_marks(labels, a_label),
            *text_at_the_end(labels, "Rounded probability", flagged, a_label),
        ],
        "Bar chart of the probabilities of all 35 labels with a line at each threshold; a label at or above its "
        "threshold has a check mark. The tab Table holds the same numbers.",
    )


CHART = _chart()
"""The template of the bars; `rows` fills it."""


def rows(highest_first: Sequence[LabelEvidence], grouped: bool) -> pd.DataFrame:
    """One row per bar, in the order given or under the names of their groups."""
    bars = [_bar(one) for one in highest_first]
    if grouped:
        bars = [bar for group in GROUPS for bar in (_heading(group), *(b for b in bars if b["Group"] == group))]
    return pd.DataFrame(bars).assign(Order=range(len(bars)))


def _bar(one: LabelEvidence) -> dict[str, object]:
    performance = one.performance
    return {
        "Shown as": one.label.title + _REMARKS[performance.level],
        "Label": one.label.title,
        "Group": one.label.group,
        "Decision": FLAGGED if one.flagged else NOT_FLAGGED,
        "Probability": one.probability,
        "Rounded probability": ("✓ " if one.flagged else "") + percent(one.probability),
        "Threshold": one.threshold,
        "Rounded threshold": percent(one.threshold),
        "Base rate": percent(one.prevalence),
        "Test precision": _estimate(performance.precision),
        "Test recall": _estimate(performance.recall),
        "Test messages": f"{performance.support:,}",
        "Evidence": performance.level.value,
        "Held-out performance": in_words(one.label.title.lower(), performance),
    }


def _heading(group: str) -> dict[str, object]:
    return {"Shown as": group, "Group": group, "Decision": HEADING, "Evidence": SupportLevel.ENOUGH.value}


def _estimate(estimate: Estimate) -> str:
    span = f" ({percent_range(estimate.interval)})" if estimate.interval else ""
    return percent(estimate.value) + span
