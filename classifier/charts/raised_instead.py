"""Which labels are wrongly raised where another one is missed."""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from classifier.charts.cooccurrence import map_height
from classifier.charts.style import SHADE, Chart, finish, height_of, names_across, names_down, number_tooltips, tooltips
from classifier.formatting import percent
from classifier.labels import BINARY_LABELS, title
from classifier.report.figures import RaisedInstead

_MISSED, _RAISED, _SHARE = "Missed", "Raised instead", "Share of the missed"


def rows(confusions: Mapping[str, RaisedInstead], labels: Sequence[str]) -> pd.DataFrame:
    """One row per pair of a missed label, one of those named, and a label that is raised instead."""
    found = [
        (title(name), title(raised.label), raised.count, raised.count / confusions[name].missed)
        for name in labels
        for raised in confusions[name].instead
    ]
    return pd.DataFrame(found, columns=[_MISSED, _RAISED, "Messages", _SHARE])


def bars(raised: RaisedInstead, name: str) -> Chart:
    """What is raised where the label `name` is missed."""
    table = rows({name: raised}, [name])
    notes = [f"{count:,} · {percent(share)}" for count, share in zip(table["Messages"], table[_SHARE], strict=True)]
    base = alt.Chart(table.assign(Note=notes)).encode(
        y=names_down(_RAISED, list(table[_RAISED])),
        x=alt.X("Messages:Q", title="Missed messages", axis=alt.Axis(format="d", tickMinStep=1)),
        tooltip=tooltips(_RAISED, "Note"),
    )
    return finish(
        base.mark_bar() + base.mark_text(align="left", dx=6).encode(text="Note:N"),
        f"Bar chart of the labels wrongly raised on the {raised.missed:,} test messages where {title(name)} is missed.",
        height_of(len(table)),
    )


def heat_map(confusions: Mapping[str, RaisedInstead], labels: Sequence[str]) -> Chart:
    """Missed labels against labels raised instead, for some labels by name, of which at least one has any."""
    table = rows(confusions, labels)
    order = [title(name) for name in BINARY_LABELS]
    chart = (
        alt.Chart(table.assign(**{SHADE: table[_SHARE]}))
        .mark_rect()
        .encode(
            y=names_down(_MISSED, [name for name in order if name in set(table[_MISSED])], _MISSED),
            x=names_across(_RAISED, order, _RAISED),
            color=alt.Color(
                SHADE,
                type="quantitative",
                title="Share of the missed messages",
                scale=alt.Scale(type="sqrt", domainMin=0),
                legend=alt.Legend(orient="top", format="%", gradientLength=180),
            ),
            tooltip=[*tooltips(_MISSED, _RAISED), *number_tooltips({"Messages": ",d", _SHARE: ".0%"})],
        )
    )
    top = table.loc[table["Messages"].idxmax()]
    return finish(
        chart,
        f"Heat map of missed labels against labels raised instead; most often {top[_RAISED]} is raised where "
        f"{top[_MISSED]} is missed, {top['Messages']:,} messages.",
        map_height(table[_MISSED].nunique()),
    )
