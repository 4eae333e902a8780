"""How unevenly the labels are spread: messages per label."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from classifier.charts.style import (
    PREVALENCE,
    Chart,
    finish,
    height_of,
    names_down,
    number_tooltips,
    percent_tooltips,
    tooltips,
    with_percents,
)
from classifier.formatting import percent
from classifier.report.figures import LabelFigures
from classifier.report.support import SupportLevel

LOG_TICKS = [1, 10, 100, 1_000, 10_000]


def rows(labels: Sequence[LabelFigures]) -> pd.DataFrame:
    """One row per label, most frequent first."""
    ordered = sorted(labels, key=lambda figures: -figures.support.total)
    return pd.DataFrame(
        {
            "Label": figures.label.title,
            "Group": figures.label.group,
            "Messages": figures.support.total,
            PREVALENCE: figures.prevalence,
            "Train": figures.support.train,
            "Validation": figures.support.validation,
            "Test messages": figures.support.test,
            "Evidence": figures.level.value,
        }
        for figures in ordered
    )


def chart(labels: Sequence[LabelFigures], logarithmic: bool = False) -> Chart:
    """Bars, most frequent first.

    The log scale is symmetric, so that a label without messages has a place on it. Labels with too few test messages
    are hollow and say so.
    """
    table = with_percents(rows(labels), PREVALENCE).assign(
        Note=[_note(figures) for figures in sorted(labels, key=lambda f: -f.support.total)]
    )
    base = alt.Chart(table).encode(
        y=names_down("Label", list(table["Label"])),
        x=_messages(logarithmic),
        tooltip=[
            *tooltips("Label"),
            *number_tooltips({"Messages": ",d"}),
            *percent_tooltips(PREVALENCE),
            *number_tooltips({"Test messages": ",d"}),
            *tooltips("Evidence"),
        ],
    )
    solid = base.transform_filter(alt.datum.Evidence == SupportLevel.ENOUGH.value).mark_bar()
    hollow = base.transform_filter(alt.datum.Evidence == SupportLevel.FEW.value).mark_bar(filled=False)
    first, last = table.iloc[0], table.iloc[-1]
    return finish(
        solid + hollow + base.mark_text(align="left", dx=6).encode(text="Note:N"),
        f"Bar chart of messages per label, most frequent first: from {first['Label']} with {first['Messages']:,} down "
        f"to {last['Label']} with {last['Messages']:,}.",
        height_of(len(table)),
    )


def _messages(logarithmic: bool) -> alt.X:
    if not logarithmic:
        return alt.X("Messages:Q", title="Messages", axis=alt.Axis(format=",d", tickCount=5))
    scale, axis = alt.Scale(type="symlog", constant=1), alt.Axis(format=",d", values=LOG_TICKS)
    return alt.X("Messages:Q", title="Messages (log scale)", scale=scale, axis=axis)


def _note(figures: LabelFigures) -> str:
    if figures.level == SupportLevel.NONE:
        return SupportLevel.NONE.value
    note = f"{figures.support.total:,} · {percent(figures.prevalence)}"
    return f"{note} · {figures.support.test} test messages" if figures.level == SupportLevel.FEW else note
