"""A chart with its table twin."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from classifier.charts.style import Chart
from classifier.formatting import UNDEFINED, percent
from classifier.ui.metrics.column_formats import FORMATS, SHARES

Formats = Mapping[str, Any]


def draw_table(
    rows: pd.DataFrame, key: str, title: str, *, formats: Formats | None = None, shares: Collection[str] = SHARES
) -> None:
    """A sortable table, called `title` for screen readers; a figure that would mean nothing is a dash.

    The columns `shares` are written as percentages.
    """
    percents = dict.fromkeys((column for column in rows if column in shares), percent)
    st.dataframe(
        rows.style.format(percents, na_rep=UNDEFINED) if percents else rows,
        column_config={**FORMATS, **(formats or {})},
        hide_index=True,
        key=key,
        placeholder=UNDEFINED,
        alt=title,
    )


def draw_figure(
    chart: Chart,
    key: str,
    title: str,
    rows: Callable[[], pd.DataFrame],
    *,
    width: int = 0,
    formats: Formats | None = None,
    shares: Collection[str] = SHARES,
) -> None:
    """A chart, and the same figures as a table one click away; below `width` pixels the chart scrolls sideways.

    The chart's description is its alternative text. `rows` makes the table when it is opened.
    """
    if width:
        with st.grid(1, min_column_width=width, wrap=False, key=f"{key}_scroll"):
            st.altair_chart(chart, width="stretch", key=key)
    else:
        st.altair_chart(chart, width="stretch", key=key)
    twin = st.expander(f"{title}, as a table", icon=":material/table:", key=f"{key}_twin", on_change="rerun")
    if twin.open:
        with twin:
            draw_table(rows(), f"{key}_table", title, formats=formats, shares=shares)
