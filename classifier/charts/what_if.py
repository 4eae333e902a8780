"""What changes from the first message to the second: one row per output, the largest change on top."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from classifier.charts.ink import STANDS_BACK
from classifier.charts.output_rows import (
    color,
    faint_where,
    layer,
    row_axis,
    share,
    template,
    text_at_the_end,
    tooltips,
    track,
)
from classifier.charts.probabilities import NOT_JUDGED
from classifier.charts.threshold_mark import threshold_marks
from classifier.formatting import percent, signed_points

RISES, FALLS, SAME = "rises", "falls", "same"


@dataclass(frozen=True)
class Change:
    """One output before and after, as shares of 1; a class of `related` has no threshold.

    `crossing` says what the change means: "now flagged", "no longer flagged", "now most probable", "no longer most
    probable", or "".
    """

    title: str
    before: float
    after: float
    threshold: float | None
    crossing: str

    @property
    def points(self) -> float:
        """Percentage points, signed."""
        return 100 * (self.after - self.before)

    @property
    def direction(self) -> str:
        """RISES, FALLS or, below half a point, SAME."""
        return SAME if abs(self.points) < 0.5 else RISES if self.points > 0 else FALLS


_OUTPUTS = {
    "y": row_axis("Output"),
    "tooltip": tooltips("Output", "First message", "Second message", "Rounded threshold", "Change in words"),
}
_COLOR = {"color": color("Direction", {RISES: "primary", FALLS: "orange", SAME: "gray", NOT_JUDGED: "gray"})}
_IS_NOT_JUDGED = f"datum.Direction === '{NOT_JUDGED}'"
_BEFORE, _AFTER = _OUTPUTS | _COLOR | {"x": share("Before")}, _OUTPUTS | _COLOR | {"x": share("After")}

CHART = template(
    [
        track(_OUTPUTS),
        layer({"type": "rule", "strokeWidth": 4, "opacity": STANDS_BACK}, _BEFORE | {"x2": {"field": "After"}}),
        layer({"type": "point", "filled": False, "size": 55, "strokeWidth": 1.5}, _BEFORE),
        layer({"type": "point", "filled": True, "size": 75, "opacity": 1}, _AFTER),
        *threshold_marks(_OUTPUTS, f"!({_IS_NOT_JUDGED})"),
        *text_at_the_end(
            _OUTPUTS | {"color": faint_where(_IS_NOT_JUDGED)}, "Change in points", "datum.Crossing !== ''"
        ),
    ],
    "Dot chart of every output's probability before (hollow) and after (filled), largest change on top, with "
    "a line at each threshold. The table beside it holds the same numbers.",
)
"""The template of the changes; `rows` fills it."""


def rows(changes: Sequence[Change], judged: bool) -> pd.DataFrame:
    """One row per output, in the order given; all grey unless both messages are `judged`."""
    return pd.DataFrame(
        {
            "Output": change.title,
            "Order": rank,
            "Before": change.before,
            "After": change.after,
            "First message": percent(change.before),
            "Second message": percent(change.after),
            "Threshold": change.threshold,
            "Rounded threshold": percent(change.threshold),
            "Direction": change.direction if judged else NOT_JUDGED,
            "Change in points": signed_points(change.points),
            "Change in words": f"{signed_points(change.points)} {change.crossing}".strip(),
            "Crossing": change.crossing,
        }
        for rank, change in enumerate(changes)
    )
