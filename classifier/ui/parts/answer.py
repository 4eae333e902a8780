"""The answer in words: `related` with its three classes, and the flagged labels in a sentence."""

import pandas as pd
import streamlit as st

from classifier.charts import BELOW, FLAGGED, related_bars
from classifier.labels import RELATED_CLASSES
from classifier.ui.parts.draw import draw
from classifier.ui.parts.evidence import percent
from classifier.ui.parts.result import Result


def draw_answer(result: Result, table: pd.DataFrame, related: pd.DataFrame) -> None:
    """The sentence, the classes of `related` as bars, the time taken, and the held-out records one click away.

    `table` is `evidence_table`, `related` is `related_evidence`.
    """
    st.subheader("Answer", anchor=False)
    st.markdown(in_words(result, table))
    draw(related_bars, related_rows(related), "related_bars")
    st.caption(f"Answered in {1000 * result.seconds:.1f}\u00a0ms.")
    with st.expander("How reliable is this?", icon=":material/fact_check:", key="records"):
        st.markdown(records_in_words(table, related))


def in_words(result: Result, table: pd.DataFrame) -> str:
    """The answer in Markdown, made of label names and numbers only."""
    chosen = result.related_class
    related = f"**{RELATED_CLASSES[chosen].capitalize()}** (class {chosen}, {percent(result.related[chosen])})"
    flagged = table[table["flagged"]].sort_values("probability", ascending=False, kind="stable")
    if flagged.empty:
        closest = table.loc[(table["probability"] / table["threshold"]).idxmax()]
        return (
            f"{related}. **No label** reaches its threshold; the closest is {closest['title']} "
            f"({percent(closest['probability'])}, needs {percent(closest['threshold'])})."
        )
    names = [f"**{row['title']}** {percent(row['probability'])}" for row in flagged.to_dict("records")]
    count = f"{len(names)} labels" if len(names) > 1 else "one label"
    return f"{related}. Flagged with {count}: {', '.join(names)}."


def records_in_words(table: pd.DataFrame, related: pd.DataFrame) -> str:
    """How far the class and each flagged label can be trusted, as a list in Markdown."""
    flagged = table[table["flagged"]].sort_values("probability", ascending=False, kind="stable")
    rows = [*related[related["chosen"]].to_dict("records"), *flagged.to_dict("records")]
    return "\n".join(f"- **{row['title']}**: {row['record']}" for row in rows)


def related_rows(related: pd.DataFrame) -> pd.DataFrame:
    """The rows that `charts.related_bars` draws."""
    return pd.DataFrame(
        [
            {
                "row": row["title"],
                "order": row["class"],
                "meaning": row["meaning"],
                "record": row["record"],
                "probability": row["probability"],
                "state": FLAGGED if row["chosen"] else BELOW,
                "strong": row["chosen"],
                "reading": ("✓ " if row["chosen"] else "") + percent(row["probability"]),
            }
            for row in related.to_dict("records")
        ]
    )
