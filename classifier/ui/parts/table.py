"""The answer and its evidence as a table, for those who cannot or would not read a chart."""

import pandas as pd
import streamlit as st


def draw_table(table: pd.DataFrame, related: pd.DataFrame) -> None:
    """All 35 labels, most probable first, then the classes of `related`.

    `table` is `evidence_table`, `related` is `related_evidence`.
    """
    st.dataframe(
        label_rows(table),
        hide_index=True,
        height=460,
        key="label_table",
        column_config=_COLUMNS,
        alt="All 35 labels with probability, threshold, base rate and held-out record, most probable first",
    )
    st.dataframe(
        related_rows(related),
        hide_index=True,
        key="related_table",
        column_config=_COLUMNS,
        alt="The three classes of related with their probabilities",
    )


def label_rows(table: pd.DataFrame) -> pd.DataFrame:
    """What the table of labels shows; shares of 1 as percentages."""
    rows = table.sort_values("probability", ascending=False, kind="stable")
    shown = pd.DataFrame({"Label": rows["title"], "Probability": 100 * rows["probability"]})
    shown["Flagged"] = rows["flagged"].map({True: "✓ flagged", False: ""})
    for column, name in (
        ("threshold", "Threshold"),
        ("prevalence", "Base rate"),
        ("precision", "Test precision"),
        ("recall", "Test recall"),
    ):
        shown[name] = 100 * rows[column]
    rest = {
        "test": "Test messages",
        "evidence": "Evidence",
        "record": "Held-out record",
        "group": "Group",
        "meaning": "Meaning",
    }
    return shown.join(rows[list(rest)].rename(columns=rest))


def related_rows(related: pd.DataFrame) -> pd.DataFrame:
    """What the table of the classes of `related` shows."""
    shown = pd.DataFrame({"Class of related": related["title"], "Probability": 100 * related["probability"]})
    shown["Test precision"], shown["Test recall"] = 100 * related["precision"], 100 * related["recall"]
    rest = {"test": "Test messages", "record": "Held-out record", "meaning": "Meaning"}
    return shown.join(related[list(rest)].rename(columns=rest))


_SHARE = {
    name: st.column_config.NumberColumn(name, format="%.0f %%")
    for name in ("Threshold", "Base rate", "Test precision", "Test recall")
}
_COLUMNS = {
    "Label": st.column_config.TextColumn("Label", pinned=True),
    "Probability": st.column_config.ProgressColumn("Probability", format="%.1f %%", min_value=0, max_value=100),
    "Held-out record": st.column_config.TextColumn("Held-out record", width="large"),
    "Test messages": st.column_config.NumberColumn("Test messages", format="localized"),
    **_SHARE,
}
