"""Raised instead: which labels are raised wrongly where another one is missed, for one label and for all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from classifier.formatting import percent
from classifier.labels import title
from classifier.report.figures import LabelFigures, RaisedInstead
from classifier.report.report import Report
from classifier.ui.metrics.figure import draw_table
from classifier.ui.metrics.label_group import choose_group, members

_PAIRS, _LABELS = 10, 5
"""How many are listed, of all labels and of one; the table has all."""


@dataclass(frozen=True)
class Pair:
    """A label that was missed on `misses` test messages, and one that was raised wrongly on `count` of those."""

    missed: str
    raised: str
    count: int
    misses: int

    @property
    def share(self) -> float:
        """The share of the messages on which the one was missed."""
        return self.count / self.misses


def pairs(confusions: Mapping[str, RaisedInstead], labels: Sequence[str]) -> list[Pair]:
    """What was raised instead of these labels, by name, the most messages first."""
    found = (
        Pair(name, one.label, one.count, confusions[name].missed) for name in labels for one in confusions[name].instead
    )
    return sorted(found, key=lambda pair: (-pair.count, -pair.share))


@st.fragment
def draw(report: Report) -> None:
    """Draw the pairs of all labels, or of a group of them."""
    st.subheader("Which label is raised where another is missed?")
    found = pairs(report.confusions, members(choose_group("metrics_raised_group")))
    if not found:
        st.markdown("Nothing was raised wrongly where one of these labels was missed.")
        return
    st.markdown(
        "Test messages at the balanced operating point; the most frequent pairs first, of all messages "
        "on which the first label was missed:\n\n"
        + "\n".join(
            f"1. **{title(pair.missed)}** missed, **{title(pair.raised)}** raised wrongly: {_misses(pair)}"
            for pair in found[:_PAIRS]
        )
    )
    _table(found, "metrics_raised", "Labels raised instead")


def draw_one(figures: LabelFigures, raised: RaisedInstead) -> None:
    """Draw what is raised instead of one label."""
    st.subheader("What is raised instead?")
    found = pairs({figures.name: raised}, [figures.name])
    st.markdown(
        f"At the balanced operating point {raised.missed:,} of the {figures.support.test:,} test messages with "
        f"{figures.label.title.lower()} are missed. Labels that are raised wrongly on those:\n\n"
        + "\n".join(f"1. **{title(pair.raised)}** on {_misses(pair)}" for pair in found[:_LABELS])
    )
    if found:
        _table(found, "metrics_instead", "Raised instead")
    else:
        st.markdown("None.")


def _misses(pair: Pair) -> str:
    return f"{pair.count:,} of {pair.misses:,} ({percent(pair.share)})"


def _table(found: Sequence[Pair], key: str, words: str) -> None:
    twin = st.expander(f"{words}, as a table", icon=":material/table:", key=f"{key}_twin", on_change="rerun")
    if twin.open:
        with twin:
            draw_table(pd.DataFrame(_row(pair) for pair in found), f"{key}_table", words)


def _row(pair: Pair) -> dict[str, object]:
    return {
        "Missed": title(pair.missed),
        "Raised instead": title(pair.raised),
        "Messages": pair.count,
        "Share of the missed": pair.share,
    }
