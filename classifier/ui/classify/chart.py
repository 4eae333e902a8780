"""Draws the charts that change with each message: the template stays, and each answer fills it with rows."""

import pandas as pd
import streamlit as st

from classifier.charts.output_rows import ROW, Template


def draw(template: Template, rows: pd.DataFrame, key: str) -> None:
    """Draw a template filled with rows, whose first column names the row, in a container with this `key`."""
    height = ROW * rows.iloc[:, 0].nunique()
    with st.container(key=key):
        st.vega_lite_chart(rows, template | {"height": height}, key=f"{key}_chart", width="stretch")
