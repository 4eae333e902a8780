"""How the columns of every table on the page are headed and written, by their name in the report's tables."""

import streamlit as st

from classifier.metrics_rows import METRICS
from classifier.report_tables import SCORES

_SHARES = {
    "prevalence": "Prevalence",
    "share": "Share",
    "threshold": "Threshold",
    "flagged": "Flagged",
    "low": "95 %: from",
    "high": "95 %: to",
    "probability": "Model gave",
    "observed": "Carried the label",
}
_COUNTS = {
    "messages": "Messages",
    "count": "Messages",
    "rows": "Messages",
    "test_rows": "Test messages",
    "train": "Train",
    "validation": "Validation",
    "test": "Test messages",
    "support": "Test messages",
    "true_positives": "Found",
    "false_positives": "False alarms",
    "false_negatives": "Missed",
    "class": "Number",
}
_TEXTS = {
    "group": "Group",
    "evidence": "Evidence",
    "source": "Source",
    "note": "Note",
    "point": "Operating point",
    "words": "95 % interval",
    "genre": "Genre",
    "name": "Class",
    "missed": "Missed",
    "raised": "Raised instead",
    "true": "People said",
    "predicted": "Model said",
    "bin": "Words",
    "seed": "Split seed",
}
_FIGURES = {**METRICS, **SCORES, "brier": "Brier score", "ece": "ECE", "value": "mAP"}

_number, _text = st.column_config.NumberColumn, st.column_config.TextColumn

COLUMNS: dict[str, object] = {
    **{name: _number(words, format="percent") for name, words in _SHARES.items()},
    **{name: _number(words, format="localized") for name, words in _COUNTS.items()},
    **{name: _number(words, format="%.3f") for name, words in _FIGURES.items()},
    **{name: _text(words) for name, words in _TEXTS.items()},
    "article_total": _number(METRICS["article_total"], format="%.2f"),
    "title": _text("Label", pinned=True),
    "system": _text("System", pinned=True),
}
