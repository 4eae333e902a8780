"""Which labels occur together, as a heat map."""

import altair as alt
import pandas as pd

from classifier.charts.imbalance import LOG_TICKS
from classifier.charts.style import (
    ON_CELL,
    SHADE,
    Chart,
    finish,
    names_across,
    names_down,
    number_tooltips,
    percent_legend,
    percent_tooltips,
    tooltips,
    with_percents,
)
from classifier.formatting import percent
from classifier.labels import RELATED, title
from classifier.report.figures import Cooccurrence

NUMBERED_CELLS = 16
"""A map of at most this many labels per side has its numbers written into the cells."""

_LABEL, _OTHER = "Of the messages with", "also carry"


def square(pairs: Cooccurrence, shares: bool) -> pd.DataFrame:
    """The map as a table: numbers of messages, or with `shares` the share of the row's messages."""
    names = [title(name) for name in pairs.labels]
    values = pairs.shares if shares else pairs.counts
    return pd.DataFrame(values, index=pd.Index(names, name="Label"), columns=names).reset_index()


def chart(pairs: Cooccurrence, shares: bool = False) -> Chart:
    """Messages on a log colour scale, or with `shares` the share of the row's; small maps show their numbers."""
    names = [title(name) for name in pairs.labels]
    table = pd.DataFrame(
        {
            _LABEL: name,
            _OTHER: other,
            "Messages": pairs.counts[i][j],
            "Share": pairs.shares[i][j],
            "Number": percent(pairs.shares[i][j]) if shares else f"{pairs.counts[i][j]:,}",
            SHADE: pairs.shares[i][j] if shares else pairs.counts[i][j],
        }
        for i, name in enumerate(names)
        for j, other in enumerate(names)
    )
    base = alt.Chart(with_percents(table, "Share")).encode(
        y=names_down(_LABEL, names),
        x=names_across(_OTHER, names),
        tooltip=[*tooltips(_LABEL, _OTHER), *number_tooltips({"Messages": ",d"}), *percent_tooltips("Share")],
    )
    cells: Chart = base.mark_rect().encode(color=_shade(shares))
    if len(names) <= NUMBERED_CELLS:
        cells = cells + base.mark_text(color=ON_CELL).encode(text="Number:N")
    return finish(cells, _description(pairs), map_height(len(names)))


def map_height(labels: int) -> int:
    """Pixels for a map of this many labels under a legend and a row of vertical names."""
    return (28 if labels <= NUMBERED_CELLS else 18) * labels + 260


def map_width(labels: int) -> int:
    """Pixels below which a map of this many labels should scroll rather than shrink."""
    return 200 + (56 if labels <= NUMBERED_CELLS else 20) * labels


def _shade(shares: bool) -> alt.Color:
    if shares:
        legend, scale = percent_legend(orient="top", gradientLength=180), alt.Scale(domain=[0, 1])
        return alt.Color(SHADE, type="quantitative", title="Share of the row's messages", scale=scale, legend=legend)
    legend = alt.Legend(orient="top", format=",d", values=LOG_TICKS, gradientLength=180)
    scale = alt.Scale(type="symlog", constant=1)
    return alt.Color(SHADE, type="quantitative", title="Messages (log scale)", scale=scale, legend=legend)


def _description(pairs: Cooccurrence) -> str:
    apart = [
        (pairs.counts[i][j], title(name), title(other))
        for i, name in enumerate(pairs.labels)
        for j, other in enumerate(pairs.labels)
        if i != j and RELATED not in (name, other)
    ]
    if not apart:
        return "Heat map of labels that occur together."
    count, name, other = max(apart, key=lambda pair: pair[0])
    return f"Heat map of labels that occur together; the most frequent pair is {name} with {other}, {count:,} messages."
