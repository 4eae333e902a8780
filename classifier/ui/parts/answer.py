"""The answer in words: `related` with its three classes, and the flagged labels in a sentence."""

import pandas as pd
import streamlit as st

from classifier.charts import BELOW, FLAGGED, related_bars
from classifier.labels import RELATED_CLASSES, RELATED_MEANINGS
from classifier.ui.parts.draw import draw
from classifier.ui.parts.evidence import percent
from classifier.ui.parts.result import Result
from classifier.ui.parts.thresholds import POINTS, Thresholds


def draw_answer(result: Result, table: pd.DataFrame, thresholds: Thresholds) -> None:
    """The sentence, the classes of `related` as bars, and the time taken; `table` is `evidence_table`."""
    st.subheader("Answer", anchor=False)
    st.markdown(in_words(result, table))
    draw(related_bars, related_table(result), "related_bars")
    st.caption(f"Answered in {1000 * result.seconds:.1f}\u00a0ms. Thresholds: {POINTS[thresholds.point]}.")


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
         "state": FLAGGED if i == result.related_class else BELOW,
         "reading": ("✓ " if i == result.related_class else "") + percent(share)}
        for i, share in enumerate(result.related)
    ])
