"""What changes from the first message to the second: one row per output, the largest change on top."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import altair as alt
import pandas as pd

from classifier.charts.output_rows import Template, base, row_axis, share, template, track, text_at_the_end
from classifier.charts.style import tooltips
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


@cache
def chart() -> Template:
    """The template of the changes; `rows` fills it."""
    outputs = base().encode(
        y=row_axis("Output"),
        tooltip=tooltips("Output", "First message", "Second message", "Rounded threshold", "Change in words"),
    )
    color = alt.Color(
        "Direction:N", legend=None, scale=alt.Scale(domain=[RISES, FALLS, SAME], range=["primary", "orange", "gray"])
    )
    before = outputs.encode(x=share("Before"), color=color)
    return template(
        [
            track(outputs),
            before.mark_rule(strokeWidth=4, opacity=0.6).encode(x2="After"),
            before.mark_point(filled=False, size=55, strokeWidth=1.5),
            outputs.mark_point(filled=True, size=75, opacity=1).encode(x=share("After"), color=color),
            *threshold_marks(outputs),
            *text_at_the_end(outputs, "Change in words", "datum.Crossing !== ''"),
        ],
        "Dot chart of every output's probability before (hollow) and after (filled), largest change on top, with "
        "a line at each threshold. The table beside it holds the same numbers.",
    )


def rows(changes: Sequence[Change]) -> pd.DataFrame:
    """One row per output, in the order given."""
    return pd.DataFrame(
        {
            "Output": change.title,
            "Rank": rank,
            "Before": change.before,
            "After": change.after,
            "First message": percent(change.before),
            "Second message": percent(change.after),
            "Threshold": change.threshold,
            "Rounded threshold": percent(change.threshold),
            "Direction": change.direction,
            "Change in words": f"{signed_points(change.points)} {change.crossing}".strip(),
            "Crossing": change.crossing,
        }
        for rank, change in enumerate(changes)
    )
