"""All 35 probabilities as bars, each with its threshold and its evidence."""

from collections.abc import Sequence

import pandas as pd

from classifier.charts.ink import STANDS_BACK
from classifier.charts.output_rows import (
    BAR,
    Template,
    color,
    faint_where,
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

FLAGGED, NOT_FLAGGED, NOT_JUDGED, HEADING = "flagged", "not flagged", "not judged", "group"
"""The values of the column Decision; nothing is judged in a language that the model does not know."""

IS_FLAGGED, IS_NOT_JUDGED = (f"datum.Decision === '{decision}'" for decision in (FLAGGED, NOT_JUDGED))
STATE_COLORS = {FLAGGED: "primary", NOT_FLAGGED: "gray", NOT_JUDGED: "gray"}
OPACITY = opaque_where(IS_FLAGGED, STANDS_BACK)

_REMARKS = {SupportLevel.ENOUGH: "", SupportLevel.FEW: " · too few to trust", SupportLevel.NONE: " · no examples"}
SELECTION = "opened"
"""The name of the selection that a click on a row makes; it ends when the pointer leaves, so that a click repeats."""

_CLICK = {"name": SELECTION, "select": {"type": "point", "fields": ["Label"], "clear": "mouseout"}}
_TOOLTIP = (
    "Label",
    "Rounded probability",
    "Rounded threshold",
    "How common",
    "Test precision",
    "Test recall",
    "Test messages",
    "On test messages",
)


def _chart() -> Template:
    axis = {"y": row_axis("Shown as")}
    labels, a_label = axis | {"tooltip": tooltips(*_TOOLTIP)}, f"datum.Decision !== '{HEADING}'"
    trusted = f"datum.Evidence === '{SupportLevel.ENOUGH}'"
    bars = labels | {"x": share("Probability"), "color": color("Decision", STATE_COLORS), "opacity": OPACITY}
    numbers = labels | {"color": faint_where(IS_NOT_JUDGED)}
    hollow = {"type": "bar", "filled": False, "height": {"band": 0.6}, "strokeDash": [3, 2], "strokeWidth": 1.5}
    return template(
        [
            layer({"type": "point", "opacity": 0}, axis),
            track(labels, a_label) | {"params": [_CLICK]},
            layer({"type": "bar", **BAR}, bars, a_label, trusted),
            layer(hollow, bars, a_label, f"!({trusted})"),
            *threshold_marks(labels, a_label, f"!({IS_NOT_JUDGED})"),
            *text_at_the_end(numbers, "Rounded probability", IS_FLAGGED, a_label),
        ],
        "Bar chart of the probabilities of the labels with a line at each threshold; a label at or above its "
        "threshold has a check mark. In a language that the model does not know the bars are grey, without thresholds "
        "and check marks. The tab Table holds the same numbers.",
    )


CHART = _chart()
"""The template of the bars; `rows` fills it."""


def rows(labels: Sequence[LabelEvidence], judged: bool, grouped: bool) -> pd.DataFrame:
    """One row per bar, in their order or under the names of their groups; all grey unless they are `judged`."""
    bars = [_bar(one, decision(one.flagged, judged)) for one in labels]
    if grouped:
        groups = [(group, [bar for bar in bars if bar["Group"] == group]) for group in GROUPS]
        bars = [bar for group, members in groups if members for bar in (_heading(group), *members)]
    return pd.DataFrame(bars).assign(Order=range(len(bars)))


def decision(taken: bool, judged: bool) -> str:
    """What the column Decision says of a label that is flagged, or a class that is chosen, or is not."""
    if not judged:
        return NOT_JUDGED
    return FLAGGED if taken else NOT_FLAGGED


def _bar(one: LabelEvidence, decided: str) -> dict[str, object]:
    performance = one.performance
    return {
        "Shown as": one.label.title + _REMARKS[performance.level],
        "Label": one.label.title,
        "Group": one.label.group,
        "Decision": decided,
        "Probability": one.probability,
        "Rounded probability": ("✓ " if one.flagged else "") + percent(one.probability),
        "Threshold": one.threshold,
        "Rounded threshold": percent(one.threshold),
        "How common": percent(one.prevalence),
        "Test precision": _estimate(performance.precision),
        "Test recall": _estimate(performance.recall),
        "Test messages": f"{performance.support:,}",
        "Evidence": performance.level.value,
        "On test messages": in_words(one.label.title.lower(), performance),
    }


def _heading(group: str) -> dict[str, object]:
    return {"Shown as": group, "Group": group, "Decision": HEADING, "Evidence": SupportLevel.ENOUGH.value}


def _estimate(estimate: Estimate) -> str:
    span = f" ({percent_range(estimate.interval)})" if estimate.interval else ""
    return percent(estimate.value) + span
