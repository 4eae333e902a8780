"""Whether probabilities come true: the reliability diagram of a label, or of all labels together."""

import math
from collections.abc import Sequence

import altair as alt
import pandas as pd

from classifier.charts.ink import FAINT, STANDS_BACK
from classifier.charts.style import (
    HIGH,
    LOW,
    Chart,
    finish,
    number_tooltips,
    percent_axis,
    percent_tooltips,
    with_percents,
)
from classifier.formatting import percent
from classifier.report.figures import ReliabilityBin
from classifier.report.wilson import wilson_interval

GAVE, CARRIED = "Model gave", "Carried the label"
_TICKS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.4, 0.6, 0.8, 1)
_LEAST_GAP = 0.17
"""Between two ticks, as a share of the axis: room for their labels on a phone."""


def rows(bins: Sequence[ReliabilityBin]) -> pd.DataFrame:
    """One row per group of answers, with the 95 % Wilson interval of the share that carried the label."""
    return pd.DataFrame(
        {GAVE: one.probability, CARRIED: one.observed, LOW: low, HIGH: high, "Answers": one.count}
        for one in bins
        for low, high in (wilson_interval(one.observed, one.count),)
    )


def chart(bins: Sequence[ReliabilityBin], subject: str) -> Chart:
    """The probability that the model gave against the share that carried the label; `subject` names whose it is.

    Both axes are stretched near 0, where most groups of a rare label lie: logarithmic, but for the lowest quarter of
    the groups, so that a group of which none carried the label has its place at 0.
    """
    table = with_percents(rows(bins), GAVE, CARRIED, LOW, HIGH)
    top = min(1.0, 1.05 * float(table[[GAVE, HIGH]].max().max()))
    low = max(1e-4, sorted(one.probability for one in bins)[len(bins) // 4])
    scale = alt.Scale(type="symlog", constant=low, domain=[0, top], nice=False)
    axis = percent_axis(values=_ticks(low, top))
    gave = alt.X(GAVE, type="quantitative", title="Probability that the model gave", scale=scale, axis=axis)
    words = "Share that carried the label"
    carried = alt.Y(CARRIED, type="quantitative", title=words, scale=scale, axis=axis)
    ideal = alt.Chart(pd.DataFrame({GAVE: [0.0, top], CARRIED: [0.0, top]}))
    base = alt.Chart(table).encode(
        x=gave, tooltip=[*percent_tooltips(GAVE, CARRIED, LOW, HIGH), *number_tooltips({"Answers": ",d"})]
    )
    spans = base.mark_rule(strokeWidth=2, opacity=STANDS_BACK).encode(
        y=alt.Y(LOW, type="quantitative", title=words), y2=HIGH
    )
    return finish(
        ideal.mark_line(strokeDash=[5, 4], color=FAINT, strokeWidth=1.5).encode(x=gave, y=carried)
        + spans
        + base.mark_point(size=70, filled=True, opacity=1).encode(y=carried),
        f"Reliability diagram of {subject}: the probability that the model gave against the share that carried the "
        f"label, in {len(table)} groups of test messages with 95 % intervals; the dashed diagonal is perfect. "
        f"{in_words(bins)}",
        450,
    )


def in_words(bins: Sequence[ReliabilityBin]) -> str:
    """The groups with the lowest and the highest probabilities in a sentence."""
    lowest, highest = bins[0], bins[-1]
    return (
        f"Where the model gave about {percent(highest.probability)}, {percent(highest.observed)} carried the label; "
        f"where it gave about {percent(lowest.probability)}, {percent(lowest.observed)} did."
    )


def _ticks(low: float, top: float) -> list[float]:
    """Round shares up to `top` that stand far enough apart."""
    kept = [0.0]
    for tick in _TICKS:
        gap = (math.log1p(tick / low) - math.log1p(kept[-1] / low)) / math.log1p(top / low)
        if tick <= top and gap >= _LEAST_GAP:
            kept.append(tick)
    return kept
