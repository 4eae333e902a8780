"""All 35 probabilities as bars, each with its threshold and its evidence."""

import pandas as pd
import streamlit as st

from classifier.charts import BELOW, FLAGGED, HEADING, probability_bars
from classifier.labels import GROUPS
from classifier.report import FEW, MEASURED, NONE
from classifier.ui.parts.draw import draw
from classifier.ui.parts.evidence import percent

HIGHEST, GROUPED = "Highest first", "By group"
_MARKS = {MEASURED: "", FEW: " · untested", NONE: " · no examples"}


def draw_order() -> bool:
    """Choose the order of the bars; True for grouped."""
    order = st.segmented_control(
        "Order of the bars",
        [HIGHEST, GROUPED],
        default=HIGHEST,
        required=True,
        key="bar_order",
        persist_state="session",
    )
    return order == GROUPED


def draw_bars(table: pd.DataFrame, grouped: bool) -> None:
    """The chart and its legend; `table` is `evidence_table`."""
    st.caption("Probability of each label")
    draw(probability_bars, bar_table(table, grouped), "probability_bars")
    st.caption(
        "Upright line: threshold. ✓ and full colour: at or above it. Hollow and dashed: untested, fewer than "
        "30 test messages. Point at a bar for its evidence; the chart's own buttons (point at it, or Tab) show "
        "its data, save it as PNG or open it full screen."
    )


def bar_table(table: pd.DataFrame, grouped: bool) -> pd.DataFrame:
    """The rows that `charts.probability_bars` draws, in the order asked for."""
    rows = table.sort_values("probability", ascending=False, kind="stable")
    bars = [_bar(row) for row in rows.to_dict("records")]
    if grouped:
        bars = [bar for group in GROUPS for bar in (_heading(group), *(b for b in bars if b["group"] == group))]
    return pd.DataFrame(bars).assign(order=range(len(bars)))


def _bar(row: dict) -> dict:
    return {
        "row": row["title"] + _MARKS[row["evidence"]],
        "group": row["group"],
        "title": row["title"],
        "state": FLAGGED if row["flagged"] else BELOW,
        "tested": row["evidence"] == MEASURED,
        "probability": row["probability"],
        "threshold": row["threshold"],
        "strong": row["flagged"],
        "reading": ("✓ " if row["flagged"] else "") + percent(row["probability"]),
        "said": percent(row["probability"]),
        "needed": percent(row["threshold"]),
        "base_rate": percent(row["prevalence"]),
        "precision": _with_interval(row, "precision"),
        "recall": _with_interval(row, "recall"),
        "support": f"{row['test']:,}",
        "record": row["record"],
    }


def _heading(group: str) -> dict:
    return {"row": group, "group": group, "state": HEADING, "tested": True, "strong": False}


def _with_interval(row: dict, figure: str) -> str:
    if pd.isna(row[f"{figure}_low"]):
        return percent(row[figure])
    return f"{percent(row[figure])} ({percent(row[f'{figure}_low'])} to {percent(row[f'{figure}_high'])})"
