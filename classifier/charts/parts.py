"""The parts of a long message: a row per label, a point per part, the part that raised the label filled."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from classifier.charts.ink import STANDS_BACK
from classifier.charts.output_rows import layer, row_axis, share, template, text_at_the_end, tooltips, track
from classifier.charts.threshold_mark import threshold_marks
from classifier.formatting import percent


@dataclass(frozen=True)
class LabelInParts:
    """One label's probability in each part of a message, as shares of 1, and its threshold."""

    title: str
    threshold: float
    probabilities: tuple[float, ...]

    @property
    def highest(self) -> int:
        """The number of the part in which the label is most probable, from 1 on; of equal ones the first."""
        return self.probabilities.index(max(self.probabilities)) + 1


_LABELS = {"y": row_axis("Label"), "tooltip": tooltips("Label", "Part", "Rounded probability", "Rounded threshold")}
_POINTS = _LABELS | {"x": share("Probability"), "color": {"value": "primary"}}
_IS_HIGHEST = "datum.Highest === 'yes'"

CHART = template(
    [
        track(_LABELS, _IS_HIGHEST),
        *threshold_marks(_LABELS, _IS_HIGHEST),
        layer({"type": "point", "filled": False, "size": 40, "strokeWidth": 1.5, "opacity": STANDS_BACK}, _POINTS),
        layer({"type": "point", "filled": True, "size": 75, "opacity": 1}, _POINTS, _IS_HIGHEST),
        *text_at_the_end(_LABELS, "Part", "true", _IS_HIGHEST),
    ],
    "Dot chart: the probability of each label in each part of the message, the highest filled and its part named, with "
    "a line at each threshold. The table under it holds the same numbers.",
)
"""The template of the points; `rows` fills it."""


def rows(labels: Sequence[LabelInParts]) -> pd.DataFrame:
    """One row per point."""
    return pd.DataFrame(
        {
            "Label": label.title,
            "Order": order,
            "Part": f"part {part}",
            "Probability": probability,
            "Rounded probability": percent(probability),
            "Threshold": label.threshold,
            "Rounded threshold": percent(label.threshold),
            "Highest": "yes" if part == label.highest else "no",
        }
        for order, label in enumerate(labels)
        for part, probability in enumerate(label.probabilities, 1)
    )
