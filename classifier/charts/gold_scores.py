"""One score of each output on labelled rows, beside the held-out one."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import altair as alt
import pandas as pd

from classifier.charts.ink import FAINT
from classifier.charts.style import FIFTHS, HIGH, LOW, SHARES, Chart, finish, names_down, number_tooltips, tooltips
from classifier.formatting import counted
from classifier.formatting import score as in_digits
from classifier.report.figures import SCORES
from classifier.report.support import SupportLevel
from classifier.scoring.evaluation import OutputEvaluation

HERE, HELD_OUT = "These rows", "Held-out messages"
LOWER, HIGHER = "lower", "higher"

_ROW, _AROUND = 34, 60
"""Pixels of a row with two marks, and of the axis with its title."""

_APART = 6
"""Pixels that the two marks of a row are above and below its middle."""


def chart(outputs: Sequence[OutputEvaluation], score: str) -> Chart:
    """Both figures of each output with 95 % intervals, in the order given; a word says which differ beyond chance."""
    table = pd.DataFrame(row for one in outputs for row in _rows(one, score))
    base = alt.Chart(table).encode(
        y=names_down("Label", [one.title for one in outputs]),
        tooltip=[*tooltips("Label", "Measured on"), *number_tooltips({"Score": ".2f", LOW: ".2f", HIGH: ".2f"})],
    )
    weight = alt.expr("datum.Differs ? 'bold' : 'normal'")
    notes = base.transform_filter(alt.datum.Note != "").mark_text(align="left", dx=8, fontWeight=weight)
    here = _marks(base, table, HERE, SCORES[score], yOffset=-_APART, shape="circle")
    held_out = _marks(base, table, HELD_OUT, SCORES[score], yOffset=_APART, shape="diamond", color=FAINT)
    marked = [one for one in outputs if one.scores[score].differs]
    return finish(
        held_out + here + notes.encode(x="Text position:Q", text="Note:N"),
        f"{SCORES[score]} of {len(outputs)} outputs on these rows beside the held-out test messages; "
        f"{len(marked)} differ by more than chance.",
        _ROW * max(len(outputs), 1) + _AROUND,
    )


def _marks(base: alt.Chart, table: pd.DataFrame, source: str, title: str, **mark: Any) -> alt.LayerChart:
    """The figures from one source with their intervals; hollow where too few rows carry the label.

    A layer without marks would be an image without a name for screen readers, so there is none.
    """
    part = base.transform_filter(alt.datum["Measured on"] == source)
    x = partial(alt.X, type="quantitative", title=title, scale=SHARES, axis=FIFTHS)
    layers: list[alt.Chart] = [part.mark_rule(strokeWidth=2, **mark).encode(x=x(LOW), x2=HIGH)]
    for enough in sorted(set(table.loc[table["Measured on"] == source, "Enough"])):
        points = part.mark_point(filled=enough, size=70, opacity=1, strokeWidth=1.5, **mark).encode(x=x("Score"))
        layers.append(points.transform_filter("datum.Enough" if enough else "!datum.Enough"))
    return alt.LayerChart(layer=layers)


def in_a_word(output: OutputEvaluation, score: str) -> str:
    """Whether a score is lower or higher than the held-out one by more than chance; nothing if it is not."""
    found = output.scores[score]
    if not found.differs:
        return ""
    return LOWER if (found.difference or 0.0) < 0 else HIGHER


def _rows(output: OutputEvaluation, score: str) -> list[dict[str, object]]:
    found = output.scores[score]
    rows: list[dict[str, object]] = []
    ends: list[float] = []
    for source, estimate in ((HERE, found.here), (HELD_OUT, found.held_out)):
        low, high = estimate.interval or (None, None)
        ends.append(high or estimate.value or 0.0)
        rows.append(
            {
                "Label": output.title,
                "Measured on": source,
                "Score": estimate.value,
                LOW: low,
                HIGH: high,
                "Note": "",
                "Differs": found.differs,
                "Enough": output.level == SupportLevel.ENOUGH if source == HERE else True,
                "Text position": 0.0,
            }
        )
    rows[0] |= {"Note": _note(output, score), "Text position": max(ends)}
    return rows


def _note(output: OutputEvaluation, score: str) -> str:
    value = output.scores[score].here.value
    if output.level != SupportLevel.ENOUGH:
        return f"{counted(output.support, 'row')}: too few"
    if value is None:
        return "not defined"
    figure = in_digits(value, 2)
    return f"{figure} {in_a_word(output, score)}".strip() if output.is_judged else f"{figure}, too few held out"
