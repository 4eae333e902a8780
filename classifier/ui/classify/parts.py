"""A long message in its parts: which part raised which label, and the text of that part."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from classifier.charts import parts
from classifier.charts.parts import LabelInParts
from classifier.formatting import percent
from classifier.labels import BINARY_LABELS
from classifier.report.evidence import Evidence
from classifier.text.reading import Reading
from classifier.ui.classify.chart import draw

if TYPE_CHECKING:
    from classifier.inference import Answer

MOST_OPEN = 3
"""If more parts than these raised a label, their texts are one click away."""


def draw_long_message(reading: Reading, *, presenting: bool) -> None:
    """A sentence on how a long message was read; nothing for any other."""
    count = len(reading.windows)
    if count > 1:
        st.info(
            f"A long message, read in **{count} parts**, sentence by sentence; the probability of each topic is the "
            f"highest of any part.{'' if presenting else ' *What it read* shows which part raised what.'}",
            icon=":material/view_agenda:",
        )


def draw_parts(answer: "Answer", evidence: Evidence) -> None:
    """Which part raised which label, for a long message in a language that the model knows."""
    texts = part_texts(answer.reading)
    if len(texts) == 1 or not evidence.language_known:
        return
    st.subheader("Which part raised what", anchor=False)
    shown = in_parts(answer, evidence)
    _draw_texts(texts, shown if evidence.flagged else ())
    draw(parts.CHART, parts.rows(shown), "part_points")
    st.caption("One point for each part; filled: the highest, with its part. Line: flagged from here.")
    twin = st.expander("The parts as a table", icon=":material/table:", key="parts_twin", on_change="rerun")
    if twin.open:
        with twin:
            _draw_table(parts_table(texts, shown))


def part_texts(reading: Reading) -> list[str]:
    """The text of each part of a message."""
    return [reading.text[window.start : window.end] for window in reading.windows]


def in_parts(answer: "Answer", evidence: Evidence) -> tuple[LabelInParts, ...]:
    """The flagged labels, or the three most probable if there are none, in each part; most probable first."""
    columns = {name: answer.parts.probabilities[:, i].tolist() for i, name in enumerate(BINARY_LABELS)}
    return tuple(
        LabelInParts(one.label.title, one.threshold, tuple(columns[one.label.name]))
        for one in evidence.flagged or evidence.highest_first[:3]
    )


def raised_in_words(part: int, of: int, labels: Sequence[LabelInParts]) -> str:
    """What one part raised, in Markdown made of label names and numbers only."""
    names = ", ".join(f"{label.title} {percent(max(label.probabilities))}" for label in labels)
    return f"**Part {part} of {of}** raised {names}"


def parts_table(texts: Sequence[str], labels: Sequence[LabelInParts]) -> pd.DataFrame:
    """The same as a table: a row per part with its number, its shares of 1 and its text."""
    columns = {label.title: label.probabilities for label in labels}
    return pd.DataFrame({"Part": range(1, len(texts) + 1), **columns, "Text": texts})


def _draw_texts(texts: Sequence[str], flagged: Sequence[LabelInParts]) -> None:
    """Each part that raised a flagged label, with its text."""
    if not flagged:
        st.markdown("No part raised a label to its threshold; the three most probable:")
    raising = sorted({label.highest for label in flagged})
    for part in raising:
        found = raised_in_words(part, len(texts), [label for label in flagged if label.highest == part])
        with st.expander(found, expanded=len(raising) <= MOST_OPEN):
            st.text(texts[part - 1])


def _draw_table(table: pd.DataFrame) -> None:
    shares = [name for name in table.columns if name not in ("Part", "Text")]
    st.dataframe(
        table.style.format(dict.fromkeys(shares, percent)),
        hide_index=True,
        key="parts_table",
        column_config={
            "Part": st.column_config.NumberColumn(pinned=True),
            "Text": st.column_config.TextColumn(width="large"),
        },
        alt="Probabilities and text of each part of the message",
    )
