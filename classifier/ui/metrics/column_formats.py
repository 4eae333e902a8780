"""How the columns of every table on the page are formatted, by title."""

from typing import Any

import streamlit as st

from classifier.charts.calibration import CARRIED, GAVE
from classifier.charts.identification import WITH, WITHOUT
from classifier.charts.languages import ENGLISH, ORIGINAL
from classifier.charts.robustness import KEPT
from classifier.charts.style import HIGH, LOW, PREVALENCE
from classifier.report.figures import METRICS, SCORES
from classifier.ui.metrics.meanings import COLUMN_MEANINGS

SHARES = frozenset(
    {
        PREVALENCE,
        "Share of the row",
        "Share of the missed",
        "Threshold",
        "Flagged",
        GAVE,
        CARRIED,
        KEPT,
        WITH,
        WITHOUT,
        "Identified",
        "Probability",
        "Messages with a changed decision",
        "Decisions changed",
        "Moved that way",
    }
)
"""Columns of shares, shown as `formatting.percent` writes them."""

_COUNTS = ("Messages", "Test messages", "Train", "Validation", "Found", "False alarms", "Answers")
_FIGURES = (*METRICS.values(), *SCORES.values(), "Brier score", "ECE", LOW, HIGH, ORIGINAL, ENGLISH)
_DIGITS = dict.fromkeys(_FIGURES, "%.3f") | {METRICS["article_total"]: "%.2f"} | dict.fromkeys(_COUNTS, "localized")

_column, _number, _text = st.column_config.Column, st.column_config.NumberColumn, st.column_config.TextColumn

FORMATS: dict[str, Any] = {
    **{title: _column(help=meaning) for title, meaning in COLUMN_MEANINGS.items()},
    **{title: _number(format=form, help=COLUMN_MEANINGS.get(title)) for title, form in _DIGITS.items()},
    "Label": _text(pinned=True),
    "System": _text(pinned=True),
}
"""Streamlit's configuration of columns; columns not listed here are shown as they are."""
