"""Entries of metrics.json -> rows of the report's tables."""

from collections.abc import Mapping
from typing import Any

import numpy as np

METRICS: dict[str, str] = {
    "article_total": "Article total",
    "mean_average_precision": "mAP",
    "macro_f1": "Macro-F1",
    "micro_f1": "Micro-F1",
    "related_macro_f1": "Related macro-F1",
}
"""The overall metrics, in the order in which they are shown, with their titles."""


def with_intervals(entry: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, float | None]:
    """Some figures of an entry, each with the two ends of its interval."""
    row: dict[str, float | None] = {}
    for key in keys:
        low, high = entry["intervals"].get(key) or (None, None)
        row |= {key: entry[key], f"{key}_low": low, f"{key}_high": high}
    return row


def metric_row(metric: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    """One overall metric of a system; NaN where there is no interval."""
    low, high = entry.get("interval") or (np.nan, np.nan)
    return {
        "metric": metric,
        "title": METRICS[metric],
        "value": entry["value"],
        "low": low,
        "high": high,
        "at_half": entry.get("at_half", np.nan),
    }


def baseline_row(system: Mapping[str, Any], metric: str) -> dict[str, Any]:
    """One overall metric of a peer, with the paired difference where there is one."""
    row = metric_row(metric, system["overall"][metric])
    difference = (system["difference"] or {}).get(metric) or {"value": np.nan, "interval": (np.nan, np.nan)}
    low, high = difference["interval"]
    return {
        "name": system["name"],
        "system": system["title"],
        "source": system["source"],
        "note": system["note"],
        "metric": metric,
        "metric_title": row.pop("title"),
        **row,
        "difference": difference["value"],
        "difference_low": low,
        "difference_high": high,
    }
