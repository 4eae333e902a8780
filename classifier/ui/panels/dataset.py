"""Data set: how unevenly labels, classes, genres and lengths are spread, and which labels meet."""

import pandas as pd
import streamlit as st

from classifier import data_charts as charts
from classifier.labels import title
from classifier.report import Report
from classifier.report_tables import with_messages
from classifier.ui.panels.choices import ALL, choose_group, members
from classifier.ui.panels.figure import figure, panel

_COLUMNS = ("title", "group", "messages", "prevalence", "train", "validation", "test", "evidence")


@panel
def draw(report: Report) -> None:
    """Draw the data set."""
    st.header("How uneven is the data?")
    _imbalance(report)
    related, genres, lengths = st.columns(3)
    with related:
        _related(report)
    with genres:
        _genres(report)
    with lengths:
        _lengths(report)
    _cooccurrence(report)


def _imbalance(report: Report) -> None:
    labels = with_messages(report.labels())
    rare = int((labels["prevalence"] < 0.05).sum())
    st.markdown(
        f"{rare} of {len(labels)} labels mark fewer than one message in twenty. Child alone marks none: "
        "nothing can be learned or measured for it."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        group = choose_group("metrics_data_group")
        logarithmic = st.toggle("Log scale", key="metrics_log_scale", persist_state="session", wrap=True)
    shown = labels[labels["name"].isin(members(group))]
    figure(charts.label_counts(shown, logarithmic), "metrics_counts", "Messages per label", shown, _COLUMNS)


def _related(report: Report) -> None:
    st.subheader("Classes of related")
    rows = report.related_counts()
    kinds = rows.assign(kind=[f"{row['class']} {row['name']}" for row in rows.to_dict("records")])
    figure(
        charts.counts(kinds, "class of related"), "metrics_related_counts", "Classes", rows, ["class", "name", "count"]
    )


def _genres(report: Report) -> None:
    st.subheader("Genres")
    rows = report.genres()
    kinds = rows[["genre", "rows"]].set_axis(["kind", "count"], axis=1)
    figure(charts.counts(kinds, "genre"), "metrics_genre_counts", "Genres", rows, ["genre", "rows", "test_rows"])


def _lengths(report: Report) -> None:
    st.subheader("Message lengths")
    rows = report.lengths()
    names = [f"{low:.0f}–{high - 1:.0f}" for low, high in zip(rows["low"], rows["high"], strict=True)]
    rows["bin"] = [*names[:-1], f"{rows['low'].iloc[-1]:.0f}+"]
    figure(charts.lengths(rows), "metrics_lengths", "Lengths", rows, ["bin", "count"])


def _cooccurrence(report: Report) -> None:
    st.subheader("Which labels occur together?")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        group = choose_group("metrics_pairs_group")
        shown = st.segmented_control(
            "Cells show",
            ["Messages", "Share of the row"],
            default="Messages",
            required=True,
            key="metrics_pairs_show",
            persist_state="session",
            wrap=True,
        )
    pairs = report.cooccurrence()
    if group != ALL:
        pairs = pairs[pairs["label"].isin(members(group)) & pairs["other"].isin(members(group))]
    st.markdown(
        "Read along a row: of the messages that carry the row's label, so many also carry the column's. A "
        "group of labels shows its numbers in the cells. On a narrow screen the map scrolls sideways."
    )
    shares = shown != "Messages"
    square = _square(pairs, "share" if shares else "count")
    cells = st.column_config.NumberColumn(format="percent" if shares else "localized")
    figure(
        charts.cooccurrence(pairs, shares),
        "metrics_pairs",
        "Labels that occur together",
        square,
        list(square),
        width=charts.map_width(len(square)),
        config={name: cells for name in square if name != "title"},
    )


def _square(pairs: pd.DataFrame, values: str) -> pd.DataFrame:
    names = list(dict.fromkeys(pairs["label"]))
    square = pairs.pivot(index="label", columns="other", values=values).reindex(names)[names]
    return square.rename(index=title, columns=title).rename_axis("title").reset_index()
