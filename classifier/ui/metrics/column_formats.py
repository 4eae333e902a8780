"""How the columns of every table on the page are formatted, by title."""

from typing import Any

import streamlit as st

from classifier.charts.languages import ENGLISH, ORIGINAL
from classifier.charts.style import HIGH, LOW
from classifier.report.figures import METRICS, SCORES

_SHARES = (
    "Prevalence",
    "Share of the row",
    "Share of the missed",
    "Threshold",
    "Flagged",
    "Model gave",
    "Carried the label",
)
_COUNTS = ("Messages", "Test messages", "Train", "Validation", "Found", "False alarms")
_FIGURES = (*METRICS.values(), *SCORES.values(), "Brier score", "ECE", LOW, HIGH, ORIGINAL)

_number, _text = st.column_config.NumberColumn, st.column_config.TextColumn

FORMATS: dict[str, Any] = {
    **dict.fromkeys(_SHARES, _number(format="percent")),
    **dict.fromkeys(_COUNTS, _number(format="localized")),
    **dict.fromkeys((*_FIGURES, ENGLISH), _number(format="%.3f")),
    METRICS["article_total"]: _number(format="%.2f"),
    "Label": _text(pinned=True),
    "System": _text(pinned=True),
}
"""Streamlit's configuration of columns; columns not listed here are shown as they are."""
