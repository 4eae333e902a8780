"""The evidence beside every number: threshold, base rate and the held-out record in words (no Streamlit)."""

import math
from typing import Any

import pandas as pd

from classifier.labels import BINARY_LABELS, FEW_TEST_MESSAGES, RELATED_CLASSES, RELATED_MEANINGS
from classifier.report import FEW, MEASURED, NONE, Report
from classifier.ui.parts.result import Result
from classifier.ui.parts.thresholds import Thresholds

SMALL_SUPPORT = 100
"""Below this many test messages the precision in words carries its 95 % interval."""


def percent(share: float | None) -> str:
    """A share of 1 in words: '71 %', '0.4 %' near both ends but never there, a dash where nothing is known."""
    if share is None or math.isnan(share):
        return "–"
    value = 100 * share
    if 0 < value < 0.05:
        return "< 0.1\u00a0%"
    if 99.95 <= value < 100:
        return "> 99.9\u00a0%"
    digits = 1 if 0 < value < 0.95 or 99.5 <= value < 99.95 else 0
    return f"{value:.{digits}f}\u00a0%"


def signed(points: float) -> str:
    """Percentage points with their sign: '+31', '−5', '0'."""
    rounded = round(points)
    return "0" if rounded == 0 else f"{rounded:+d}".replace("-", "−")


def evidence_table(result: Result, thresholds: Thresholds, report: Report) -> pd.DataFrame:
    """One row a binary label, in BINARY_LABELS order: `Report.labels` with this message's answer.

    Adds probability, flagged (probability at or above threshold) and record (a sentence);
    precision and recall of a label whose threshold was moved are read off its curve.
    """
    table = report.labels(thresholds.point)
    table["probability"] = [result.probabilities[name] for name in BINARY_LABELS]
    table["threshold"] = [thresholds.values[name] for name in BINARY_LABELS]
    table["flagged"] = table["probability"] >= table["threshold"]
    if thresholds.moved is not None:
        _move(table, thresholds.moved, report)
    table["record"] = [record_in_words(row) for row in table.to_dict("records")]
    return table


def related_evidence(result: Result, report: Report) -> pd.DataFrame:
    """One row a class of `related`: `Report.related` with this message's answer.

    Adds title ("1 related"), meaning, probability, chosen (the most probable) and record (a sentence).
    """
    table = report.related()
    table["title"] = [f"{i} {name}" for i, name in enumerate(RELATED_CLASSES)]
    table["meaning"], table["probability"] = RELATED_MEANINGS, result.related
    table["chosen"] = table["class"] == result.related_class
    table["evidence"] = [FEW if test < FEW_TEST_MESSAGES else MEASURED for test in table["test"]]
    table["record"] = [record_in_words(row | {"title": row["name"]}) for row in table.to_dict("records")]
    return table


def record_in_words(row: dict[str, Any]) -> str:
    """The held-out record of an output in a sentence; `row` is one of `evidence_table` or `related_evidence`."""
    name, support = row["title"].lower(), int(row["test"])
    if row["evidence"] == NONE:
        return "Untested: the data hold no example of it, so nothing could be learned or measured."
    tests = f"{support:,} test messages"
    if pd.isna(row["precision"]):
        return f"It never said {name} on the test messages; {tests} carry the label."
    sentence = f"When it says {name} it is right {percent(row['precision'])} of the time"
    if support < SMALL_SUPPORT and not pd.isna(row["precision_low"]):
        sentence += f" (95 % interval {percent(row['precision_low'])} to {percent(row['precision_high'])})"
    sentence += f", and it finds {percent(row['recall'])} of such messages; {tests}."
    return f"Untested, too few to trust: {sentence[0].lower()}{sentence[1:]}" if row["evidence"] == FEW else sentence


def _move(table: pd.DataFrame, name: str, report: Report) -> None:
    at = BINARY_LABELS.index(name)
    record = report.record(name, float(table.at[at, "threshold"]))
    table.loc[at, ["precision", "recall"]] = [_number(record.precision), _number(record.recall)]
    table.loc[at, ["precision_low", "precision_high", "recall_low", "recall_high"]] = math.nan


def _number(value: float | None) -> float:
    return math.nan if value is None else value
