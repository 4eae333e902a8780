"""English cut short and taken for another language: without asking for a lead, and with one."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from classifier.charts.style import (
    Chart,
    finish,
    height_of,
    names_down,
    number_tooltips,
    percent_axis,
    percent_tooltips,
    tooltips,
    with_percents,
)
from classifier.formatting import percent
from classifier.report.figures import CutMessages

CUT_TO, WITHOUT, WITH = "Cut to", "Without a lead", "With the lead"
_TAKEN = "Taken for another language"


def rows(cuts: Sequence[CutMessages]) -> pd.DataFrame:
    """One row per length, the shortest first."""
    return pd.DataFrame(
        {CUT_TO: _words(one), "Messages": one.messages, WITHOUT: one.without_lead, WITH: one.with_lead} for one in cuts
    )


def chart(cuts: Sequence[CutMessages]) -> Chart:
    """Both shares by length; they differ in shape and colour."""
    table = rows(cuts)
    long = table.melt([CUT_TO, "Messages"], [WITHOUT, WITH], "Believed", _TAKEN)
    legend = alt.Legend(orient="top")
    marks = (
        alt.Chart(with_percents(long, _TAKEN))
        .mark_point(size=90, filled=True, opacity=1)
        .encode(
            y=names_down(CUT_TO, list(table[CUT_TO])),
            x=alt.X(_TAKEN, type="quantitative", axis=percent_axis(tickCount=5)),
            shape=alt.Shape("Believed:N", sort=[WITHOUT, WITH], title=None, legend=legend),
            color=alt.Color("Believed:N", sort=[WITHOUT, WITH], title=None, legend=legend),
            tooltip=[*tooltips(CUT_TO, "Believed"), *percent_tooltips(_TAKEN), *number_tooltips({"Messages": ",d"})],
        )
    )
    return finish(marks, _in_words(cuts), height_of(len(table)) + 40)


def _words(one: CutMessages) -> str:
    return f"{one.words} word{'' if one.words == 1 else 's'}"


def _in_words(cuts: Sequence[CutMessages]) -> str:
    parts = [f"{_words(one)} {percent(one.without_lead)} and {percent(one.with_lead)}" for one in cuts]
    return (
        f"Share of English messages taken for another language, without a lead and with it; cut to {', '.join(parts)}."
    )
