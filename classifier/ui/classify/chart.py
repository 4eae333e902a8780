"""Draws the charts that change with each message: the template stays, and each answer fills it with rows."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from classifier.charts.output_rows import Template, enlarged, height_of


def draw(
    template: Template,
    rows: pd.DataFrame,
    key: str,
    *,
    large: bool = False,
    on_select: Callable[[], None] | None = None,
) -> None:
    """Draw a template filled with rows, whose first column names the row, in a container with this `key`.

    `large` is for a room; `on_select` is called when a mark is clicked, with the chart's state in the session.
    """
    shown = enlarged(template) if large else template
    height = height_of(rows.iloc[:, 0].nunique(), large)
    with st.container(key=key):
        st.vega_lite_chart(
            rows, shown | {"height": height}, key=f"{key}_chart", width="stretch", on_select=on_select or "ignore"
        )
