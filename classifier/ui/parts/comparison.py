"""Two messages compared: every output's change, sorted by size, threshold crossings marked (no Streamlit)."""

import pandas as pd

from classifier.labels import BINARY_LABELS, RELATED_CLASSES, title
from classifier.ui.parts.evidence import percent, signed
from classifier.ui.parts.result import Result
from classifier.ui.parts.thresholds import Thresholds

RISES, FALLS, SAME = "rises", "falls", "same"


def changes_table(first: Result, second: Result, thresholds: Thresholds) -> pd.DataFrame:
    """One row for each of the 38 outputs, largest change first.

    Columns of `charts.changes`, and change (percentage points) and crossing ("now flagged", "no longer
    flagged", "now most probable", "no longer most probable" or empty).
    """
    rows = [_label(first, second, thresholds, name) for name in BINARY_LABELS]
    rows += [_related(first, second, i) for i in range(len(RELATED_CLASSES))]
    table = pd.DataFrame(rows)
    table["change"] = 100 * (table["after"] - table["before"])
    table = table.sort_values("change", key=abs, ascending=False, kind="stable").reset_index(drop=True)
    table["direction"] = [SAME if abs(c) < 0.5 else RISES if c > 0 else FALLS for c in table["change"]]
    table["reading"] = [_reading(row) for row in table.to_dict("records")]
    return table.assign(
        order=range(len(table)),
        strong=table["crossing"] != "",
        first=table["before"].map(percent),
        second=table["after"].map(percent),
        needed=table["threshold"].map(percent),
    )


def crossings_in_words(table: pd.DataFrame) -> str:
    """Which labels cross their thresholds, in Markdown made of label names only; `table` is `changes_table`."""
    groups = table[table["crossing"] != ""].groupby("crossing", sort=False)["title"]
    if not len(groups):
        return "No label crosses its threshold."
    return " ".join(f"**{crossing.capitalize()}**: {', '.join(titles)}." for crossing, titles in groups)


def _label(first: Result, second: Result, thresholds: Thresholds, name: str) -> dict:
    before, after, threshold = first.probabilities[name], second.probabilities[name], thresholds.values[name]
    crossing = _crossing(before >= threshold, after >= threshold, "flagged")
    return {
        "title": title(name),
        "row": title(name),
        "before": before,
        "after": after,
        "threshold": threshold,
        "crossing": crossing,
    }


def _related(first: Result, second: Result, i: int) -> dict:
    name = f"Class {i} {RELATED_CLASSES[i]}"
    crossing = _crossing(first.related_class == i, second.related_class == i, "most probable")
    return {
        "title": name,
        "row": name,
        "before": first.related[i],
        "after": second.related[i],
        "threshold": None,
        "crossing": crossing,
    }


def _crossing(before: bool, after: bool, state: str) -> str:
    return "" if before == after else f"now {state}" if after else f"no longer {state}"


def _reading(row: dict) -> str:
    return f"{signed(row['change'])} {row['crossing']}" if row["crossing"] else signed(row["change"])
