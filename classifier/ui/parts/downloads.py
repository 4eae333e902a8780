"""The result as files: CSV for spreadsheets, JSON for programs, each with the model that made it."""

import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from classifier.labels import RELATED, RELATED_CLASSES
from classifier.ui.parts.result import Result
from classifier.ui.parts.thresholds import Thresholds

if TYPE_CHECKING:
    from classifier.artifacts import Manifest

_COLUMNS = {
    "name": "output",
    "title": "title",
    "probability": "probability",
    "threshold": "threshold",
    "flagged": "flagged",
    "prevalence": "base_rate",
    "precision": "test_precision",
    "recall": "test_recall",
    "test": "test_messages",
}


def draw_downloads(result: Result, table: pd.DataFrame, thresholds: Thresholds, manifest: "Manifest") -> None:
    """Two buttons; the files are made when one is pressed. `table` is `evidence_table`."""
    with st.container(horizontal=True):
        st.download_button(
            "Download CSV",
            lambda: as_csv(result, table, thresholds, manifest),
            "classification.csv",
            "text/csv",
            key="download_csv",
            icon=":material/table:",
            on_click="ignore",
        )
        st.download_button(
            "Download JSON",
            lambda: as_json(result, table, thresholds, manifest),
            "classification.json",
            "application/json",
            key="download_json",
            icon=":material/data_object:",
            on_click="ignore",
        )
    st.caption(
        "Both hold the message, every probability and threshold, the operating point, the version and the "
        "model's SHA-256. Charts: the button *Download as PNG* of each."
    )


def as_csv(result: Result, table: pd.DataFrame, thresholds: Thresholds, manifest: "Manifest") -> bytes:
    """One row an output, UTF-8 with a mark that spreadsheets need; no cell can start a formula."""
    rows = table[list(_COLUMNS)].rename(columns=_COLUMNS)
    related = pd.DataFrame(
        {
            "output": [f"{RELATED}={i}" for i in range(len(RELATED_CLASSES))],
            "title": RELATED_CLASSES,
            "probability": result.related,
        }
    )
    found = pd.concat([rows, related], ignore_index=True).assign(
        **_provenance(thresholds, manifest), message=result.message
    )
    found = found.convert_dtypes()
    texts = found.select_dtypes(exclude=["number", "bool"]).columns
    safe = found.assign(**{column: found[column].map(neutralised) for column in texts})
    return safe.to_csv(index=False).encode("utf-8-sig")


def as_json(result: Result, table: pd.DataFrame, thresholds: Thresholds, manifest: "Manifest") -> bytes:
    """The same as one object, UTF-8; probabilities and thresholds by label name."""
    content: dict[str, Any] = {
        "message": result.message,
        "language": result.reading.language,
        "probabilities": result.probabilities,
        "related": dict(zip(RELATED_CLASSES, result.related, strict=True)),
        "thresholds": dict(thresholds.values),
        "flagged": list(table.loc[table["flagged"], "name"]),
        **_provenance(thresholds, manifest),
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def neutralised(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula, quoted so that it stays text."""
    return (
        f"'{cell}"
        if isinstance(cell, str) and cell.lstrip(" \n").startswith(("=", "+", "-", "@", "\t", "\r"))
        else cell
    )


def _provenance(thresholds: Thresholds, manifest: "Manifest") -> dict[str, Any]:
    return {
        "operating_point": thresholds.point,
        "moved_by_hand": thresholds.moved,
        "version": manifest.version,
        "recipe": manifest.recipe,
        "model_sha256": manifest.model_sha256,
    }
