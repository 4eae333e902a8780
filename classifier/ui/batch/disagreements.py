"""Where people and the model disagree: the likeliest label errors first, each a click from its answer on Classify."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from classifier.formatting import counted, percent
from classifier.labels import OUTPUTS, RELATED, RELATED_CLASSES, title
from classifier.operating_points import Thresholds
from classifier.scoring.disagreements import Disagreements, disagreements
from classifier.scoring.evaluation import Judged
from classifier.scoring.scored import Scored
from classifier.ui.batch.judgement import Judgement
from classifier.ui.batch.queue_table import ROW_HELP
from classifier.ui.shared.checking import note_shown
from classifier.ui.shared.choice import choose
from classifier.ui.shared.csv_export import to_csv
from classifier.ui.shared.download import draw_download
from classifier.ui.shared.opening import open_on_classify

PER_PAGE = 20
LABEL, SIDE, PAGE, OPEN = "disagreements_label", "disagreements_side", "disagreements_page", "disagreements_open"

ALL = "all"
BOTH, PEOPLE, MODEL = "both", "people", "model"
SIDES: Mapping[str, str] = {BOTH: "All", PEOPLE: "Only people said it", MODEL: "Only the model says it"}

_SHOWN = 400
"""Characters of a message in the table; Classify shows all of it."""

_ROW = 76
"""Pixels of a row, which has room for four lines."""


def draw(found: Judgement, judged: Judged, thresholds: Thresholds) -> None:
    """Draw the disagreements, a page at a time."""
    every = found.part("disagreements", thresholds.point, make=lambda: disagreements(judged, thresholds))
    if not len(every):
        st.info("People and the model agree on every label of these rows.", icon=":material/check:")
        return
    st.markdown(
        "Sorted by how sure the model is that people are wrong, so **the likeliest label errors come first**. Nobody "
        "but a reader can tell who is right."
    )
    with st.container(horizontal=True):
        label, side = _choose_label(every), choose("Who says it?", SIDES, SIDE, BOTH)
    shown = chosen(every, label, side)
    if not len(shown):
        st.info("There is no such disagreement.", icon=":material/search_off:")
        return
    pages = -(-len(shown) // PER_PAGE)
    place = f"{label}_{side}_{thresholds.point}_{len(shown)}"
    with st.container(horizontal=True, vertical_alignment="center"):
        messages = counted(len(np.unique(shown.rows)), "message")  # there can be one on each label
        st.markdown(f"**{counted(len(shown), 'disagreement')}** about {messages}", width="stretch")
        page = 1 if pages == 1 else st.pagination(pages, key=f"{PAGE}_{place}", persist_state="session")
    _draw_table(shown[slice((page - 1) * PER_PAGE, page * PER_PAGE)], found.scored, f"{place}_{page}")
    draw_download(
        "Download these disagreements",
        lambda: to_csv(table(shown, found.scored)),
        f"disagreements-{thresholds.point}.csv",
        "text/csv",
        "disagreements_csv",
    )


def chosen(every: Disagreements, label: str, side: str) -> Disagreements:
    """Those about a label, or all; and those where only people, or only the model, say it: for `related`, 1 or 2."""
    kept = np.ones(len(every), bool) if label == ALL else every.outputs == OUTPUTS.index(label)
    if side != BOTH:
        kept &= (every.given > every.found) == (side == PEOPLE)
    return every[kept]


def table(shown: Disagreements, scored: Scored) -> pd.DataFrame:
    """The disagreements with their messages; rows are counted from 1 without the header."""
    names = [OUTPUTS[output] for output in shown.outputs]
    return pd.DataFrame(
        {
            "Message": scored.messages.take(shown.rows).to_pylist(),
            "Label": list(map(title, names)),
            "People": [_said(name, said) for name, said in zip(names, shown.given, strict=True)],
            "Model": [_said(name, said) for name, said in zip(names, shown.found, strict=True)],
            "Confidence": list(map(percent, shown.confidence.tolist())),
            "Row": shown.rows + 1,
        }
    )


def _choose_label(every: Disagreements) -> str:
    counts = np.bincount(every.outputs, minlength=len(OUTPUTS))
    names = {ALL: f"All labels ({len(every):,})"} | {
        name: f"{title(name)} ({count:,})" for name, count in zip(OUTPUTS, counts, strict=True) if count
    }
    if st.session_state.get(LABEL) not in names:  # chosen at another operating point
        st.session_state[LABEL] = ALL
    return str(
        st.selectbox("Label", list(names), format_func=names.__getitem__, key=LABEL, persist_state="session", width=320)
    )


def _draw_table(shown: Disagreements, scored: Scored, place: str) -> None:
    """One page of them, plain text all of it; `place` names the page and what it is of."""
    rows = table(shown, scored)
    note_shown(*rows["Message"])
    rows["Message"] = rows["Message"].str.slice(0, _SHOWN)
    rows.insert(0, "Open", "Open")
    picked = st.dataframe(
        rows,
        hide_index=True,
        row_height=_ROW,
        height="content",
        key=f"disagreements_table_{place}",
        on_select="rerun",
        selection_mode="single-row",
        alt="Disagreements of people and the model",
        column_config={
            "Open": st.column_config.ButtonColumn("Open", type="tertiary", key=OPEN, width=64),
            "Message": st.column_config.TextColumn(width=440),
            "Confidence": st.column_config.TextColumn(
                alignment="right", help="The share that the model gives to people being wrong."
            ),
            "Row": st.column_config.NumberColumn(width=66, format="localized", help=ROW_HELP),
        },
    )
    pressed = st.session_state.get(OPEN)
    opened = [pressed["row"]] if pressed else picked["selection"]["rows"]
    if opened and opened[0] < len(shown):
        open_on_classify(scored.messages[int(shown.rows[opened[0]])].as_py())
    st.caption(
        "*Open*, or the box at the left of a message (Shift+Space), shows it on *Classify*. A click on a "
        "column's head sorts this page only."
    )


def _said(name: str, value: int) -> str:
    return f"{value} {RELATED_CLASSES[value]}" if name == RELATED else ("no", "yes")[value]
