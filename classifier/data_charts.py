"""Charts of the data set: DataFrames of `classifier.report` -> altair (no Streamlit)."""

from typing import Any

import altair as alt
import pandas as pd

from classifier.chart_style import ON_CELL, Chart, finish, headed, named, rows, tips
from classifier.labels import RELATED, title
from classifier.report import FEW, MEASURED, NONE

_LOG_TICKS = [1, 10, 100, 1_000, 10_000]

NUMBERED_CELLS = 16
"""A map of at most this many labels a side has its numbers written into the cells."""


def label_counts(labels: pd.DataFrame, logarithmic: bool = False) -> Chart:
    """Messages per label as bars, in the order of the table.

    `labels` has title, messages (int), prevalence (share of 1), test and evidence. The log scale is
    symmetric, so that a label without messages has a place on it. Labels with few or no test
    messages are hollow and say so.
    """
    table = labels.assign(note=[_count_note(row) for row in labels.to_dict("records")])
    base = alt.Chart(table).encode(
        y=named("title", list(table["title"])),
        x=_messages(logarithmic),
        tooltip=tips(
            ("title:N", "Label"),
            ("messages:Q", "Messages", ",d"),
            ("prevalence:Q", "Prevalence", ".2%"),
            ("test:Q", "Test messages", ",d"),
            ("evidence:N", "Evidence"),
        ),
    )
    solid = base.transform_filter(alt.datum.evidence == MEASURED).mark_bar()
    hollow = base.transform_filter(alt.datum.evidence == FEW).mark_bar(filled=False)
    first, last = table.iloc[0], table.iloc[-1]
    return finish(
        solid + hollow + base.mark_text(align="left", dx=6).encode(text="note:N"),
        f"Bar chart of messages per label, most frequent first: from {first['title']} with {first['messages']:,} down "
        f"to {last['title']} with {last['messages']:,}.",
        rows(len(table)),
    )


def counts(table: pd.DataFrame, what: str) -> Chart:
    """Messages of each of a few kinds as bars; `table` has columns kind (its name) and count."""
    total = max(1, int(table["count"].sum()))
    table = table.assign(note=[f"{count:,} · {count / total:.1%}" for count in table["count"]])
    base = alt.Chart(table).encode(
        y=named("kind", list(table["kind"])),
        x=alt.X("count:Q", title="Messages", axis=alt.Axis(format=",d", tickCount=3)),
        tooltip=tips(("kind:N", what.capitalize()), ("note:N", "Messages")),
    )
    parts = ", ".join(f"{row['kind']} {row['note']}" for row in table.to_dict("records"))
    return finish(
        base.mark_bar() + base.mark_text(align="left", dx=6).encode(text="note:N"),
        f"Bar chart of messages per {what}: {parts}.",
        260,
    )


def lengths(table: pd.DataFrame) -> Chart:
    """Messages by their length in words as a histogram; `table` has columns bin (its name) and count."""
    most = table.loc[table["count"].idxmax(), "bin"]
    axis = alt.Axis(labelAngle=-45, labelOverlap=False, labelLimit=0)
    chart = (
        alt.Chart(table)
        .mark_bar()
        .encode(
            x=alt.X("bin:N", sort=list(table["bin"]), title="Words in the message", axis=axis),
            y=alt.Y("count:Q", title="Messages", axis=alt.Axis(format=",d", tickCount=4)),
            tooltip=tips(("bin:N", "Words"), ("count:Q", "Messages", ",d")),
        )
    )
    return finish(chart, f"Histogram of message lengths in words; most messages have {most}.", 260)


def cooccurrence(pairs: pd.DataFrame, conditional: bool = False) -> Chart:
    """How often labels meet, as a heat map; `pairs` is `Report.cooccurrence()` or a square part of it.

    `conditional`: the share of the row's messages that also carry the column's label, otherwise
    counts on a logarithmic colour scale. Small maps carry their numbers.
    """
    order = [title(name) for name in dict.fromkeys(pairs["label"])]
    written = [f"{share:.0%}" for share in pairs["share"]] if conditional else [f"{n:,}" for n in pairs["count"]]
    table = pairs.assign(
        row=pairs["label"].map(title),
        column=pairs["other"].map(title),
        written=written,
        shade=pairs["share" if conditional else "count"],
    )
    base = alt.Chart(table).encode(
        y=named("row", order),
        x=headed("column", order),
        tooltip=tips(
            ("row:N", "Of the messages with"),
            ("column:N", "also carry"),
            ("count:Q", "Messages", ",d"),
            ("share:Q", "Share", ".1%"),
        ),
    )
    cells: Chart = base.mark_rect().encode(color=_shade(conditional))
    if len(order) <= NUMBERED_CELLS:
        cells = cells + base.mark_text(color=ON_CELL, fontSize=11).encode(text="written:N")
    return finish(cells, _most_frequent_pair(table), map_height(len(order)))


def map_height(labels: int) -> int:
    """Pixels for a map of this many labels under a legend and a row of upright names."""
    return (26 if labels <= NUMBERED_CELLS else 17) * labels + 230


def map_width(labels: int) -> int:
    """Pixels below which a map of this many labels is better scrolled than squeezed."""
    return 180 + (44 if labels <= NUMBERED_CELLS else 18) * labels


def _messages(logarithmic: bool) -> alt.X:
    if not logarithmic:
        return alt.X("messages:Q", title="Messages", axis=alt.Axis(format=",d", tickCount=5))
    scale, axis = alt.Scale(type="symlog", constant=1), alt.Axis(format=",d", values=_LOG_TICKS)
    return alt.X("messages:Q", title="Messages (log scale)", scale=scale, axis=axis)


def _shade(conditional: bool) -> alt.Color:
    if conditional:
        legend = alt.Legend(orient="top", format="%", gradientLength=180)
        return alt.Color("shade:Q", title="Share of the row's messages", scale=alt.Scale(domain=[0, 1]), legend=legend)
    legend = alt.Legend(orient="top", format=",d", values=_LOG_TICKS, gradientLength=180)
    return alt.Color("shade:Q", title="Messages (log scale)", scale=alt.Scale(type="symlog", constant=1), legend=legend)


def _count_note(row: dict[str, Any]) -> str:
    if row["evidence"] == NONE:
        return NONE
    note = f"{row['messages']:,} · {row['prevalence']:.1%}"
    return f"{note} · only {row['test']} tests" if row["evidence"] == FEW else note


def _most_frequent_pair(table: pd.DataFrame) -> str:
    apart = table[(table["label"] != table["other"]) & (table["label"] != RELATED) & (table["other"] != RELATED)]
    if apart.empty:
        return "Heat map of labels that occur together."
    top = apart.loc[apart["count"].idxmax()]
    return (
        f"Heat map of labels that occur together; the most frequent pair is {top['row']} with {top['column']}, "
        f"{top['count']:,} messages."
    )
