"""The answer in words: `related` with its three classes, and the flagged labels in a sentence."""

import pandas as pd
import streamlit as st

from classifier.charts import BELOW, FLAGGED, related_bars
from classifier.labels import RELATED_CLASSES, RELATED_MEANINGS
from classifier.ui.parts.draw import draw
from classifier.ui.parts.evidence import percent
from classifier.ui.parts.result import Result


def draw_answer(result: Result, table: pd.DataFrame) -> None:
    """The sentence, the classes of `related` as bars, the held-out records, the time; `table` is `evidence_table`."""
    st.subheader("Answer", anchor=False)
    st.markdown(in_words(result, table))
    draw(related_bars, related_table(result), "related_bars")
    st.caption(f"Answered in {1000 * result.seconds:.1f}\u00a0ms.")
    draw_records(table)


def draw_records(table: pd.DataFrame) -> None:
    """How far each flagged label can be trusted, one click away; `table` is `evidence_table`."""
    flagged = table[table["flagged"]].sort_values("probability", ascending=False)
    if not flagged.empty:
        with st.expander("How reliable are these?", icon=":material/fact_check:", key="records"):
            st.markdown("\n".join(f"- **{row['title']}**: {row['record']}" for row in flagged.to_dict("records")))


def in_words(result: Result, table: pd.DataFrame) -> str:
    """The answer in Markdown, made of label names and numbers only."""
    chosen = result.related_class
    related = f"**{RELATED_CLASSES[chosen].capitalize()}** (class {chosen}, {percent(result.related[chosen])})"
    flagged = table[table["flagged"]].sort_values("probability", ascending=False)
    if flagged.empty:
        closest = table.loc[(table["probability"] - table["threshold"]).idxmax()]
        return (f"{related}. **No label** reaches its threshold; the closest is {closest['title']} "
                f"({percent(closest['probability'])}, needs {percent(closest['threshold'])}).")
    names = [f"**{row['title']}** {percent(row['probability'])}" for row in flagged.to_dict("records")]
    count = f"{len(names)} labels" if len(names) > 1 else "one label"
    return f"{related}. Flagged with {count}: {', '.join(names)}."


def related_table(result: Result) -> pd.DataFrame:
    """The rows that `charts.related_bars` draws."""
    return pd.DataFrame([
        {"row": f"{i} {RELATED_CLASSES[i]}", "order": i, "meaning": RELATED_MEANINGS[i], "probability": share,
         "state": FLAGGED if i == result.related_class else BELOW, "strong": i == result.related_class,
         "reading": ("✓ " if i == result.related_class else "") + percent(share)}
        for i, share in enumerate(result.related)
    ])
