"""Draws the charts that change with each message: a template is built once, and each answer fills it with rows."""

import json
from collections.abc import Callable
from functools import cache

import pandas as pd
import streamlit as st

from classifier.charts.output_rows import ROW
from classifier.charts.style import Chart

Template = Callable[[], Chart]


def draw(template: Template, rows: pd.DataFrame, key: str) -> None:
    """Draw a template with rows, whose first column names the row, in a box of that `key`."""
    height = ROW * rows.iloc[:, 0].nunique()
    with st.container(key=key):
        st.vega_lite_chart(rows, specification(template) | {"height": height}, key=f"{key}_chart", width="stretch")


@cache
def specification(template: Template) -> dict[str, object]:
    """A template as Vega-Lite, without data; it holds nothing of any message, and no one may change it."""
    content = template().to_dict()
    del content["data"]
    return json.loads(json.dumps(content))
