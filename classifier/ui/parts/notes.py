"""Consistency notes: where the flagged labels contradict the hierarchy that holds in the data set without exception."""

import pandas as pd
import streamlit as st

from classifier.labels import PARENTS, RELATED_CLASSES, title
from classifier.ui.parts.evidence import percent
from classifier.ui.parts.result import Result


def draw_notes(result: Result, table: pd.DataFrame) -> None:
    """Hints under the answer; nothing where the answer agrees with the hierarchy. `table` is `evidence_table`."""
    hints = consistency_notes(result, table)
    if hints:
        st.info("\n\n".join(hints), icon=":material/rule:")


def consistency_notes(result: Result, table: pd.DataFrame) -> list[str]:
    """One hint in Markdown for each contradiction, both probabilities in it, made of label names and numbers only."""
    rows = {row["name"]: row for row in table.to_dict("records")}
    flagged = {name for name, row in rows.items() if row["flagged"]}
    hints = [
        _parent_hint(rows, parent, [c for c in PARENTS if PARENTS[c] == parent and c in flagged])
        for parent in dict.fromkeys(PARENTS.values())
        if parent not in flagged and any(PARENTS.get(child) == parent for child in flagged)
    ]
    return [*_related_hint(result, rows, flagged), *hints]


def _parent_hint(rows: dict, parent: str, children: list[str]) -> str:
    names = _join([f"{title(child)} ({percent(rows[child]['probability'])})" for child in children])
    flags = ", ".join(f"{title(name)} from {percent(rows[name]['threshold'])}" for name in (*children, parent))
    return (
        f"{names} without {title(parent)} ({percent(rows[parent]['probability'])}): in the data every message "
        f"with the former carries the latter too. Their thresholds disagree here ({flags}); one flag is probably wrong."
    )


def _related_hint(result: Result, rows: dict, flagged: set[str]) -> list[str]:
    if not flagged or result.related_class == 1:
        return []
    top = max(flagged, key=lambda name: rows[name]["probability"])
    chosen = result.related_class
    return [
        f"{title(top)} ({percent(rows[top]['probability'])}) although the message is judged "
        f"*{RELATED_CLASSES[chosen]}* ({percent(result.related[chosen])}, related {percent(result.related[1])}): "
        "in the data every label implies a related message."
    ]


def _join(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
