"""Where people and the model disagree: the likeliest label errors first, each a click from its answer on Classify."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from classifier.formatting import percent
from classifier.labels import RELATED, RELATED_CLASSES, title
from classifier.operating_points import Thresholds
from classifier.scoring.disagreements import OUTPUTS, Disagreements, disagreements
from classifier.scoring.evaluation import Judged
from classifier.scoring.scored import Scored
from classifier.ui.batch.judgement import Judgement
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
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{len(shown):,} disagreement{'s' * (len(shown) != 1)}**", width="stretch")
        page = 1 if pages == 1 else st.pagination(pages, key=f"{PAGE}_{label}_{side}_{thresholds.point}")
    _draw_table(shown[slice((page - 1) * PER_PAGE, page * PER_PAGE)], found.scored)
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
    """The disagreements with their messages; rows are counted with the header as row 1."""
    names = [OUTPUTS[output] for output in shown.outputs]
    return pd.DataFrame(
        {
            "Label": list(map(title, names)),
            "People": [_said(name, said) for name, said in zip(names, shown.given, strict=True)],
            "Model": [_said(name, said) for name, said in zip(names, shown.found, strict=True)],
            "Confidence": list(map(percent, shown.confidence.tolist())),
            "Message": scored.messages.take(shown.rows).to_pylist(),
            "Row": shown.rows + 2,
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


def _draw_table(shown: Disagreements, scored: Scored) -> None:
    rows = table(shown, scored)
    rows["Message"] = rows["Message"].str.slice(0, _SHOWN)
    rows.insert(0, "Open", ":material/sms: Open")
    st.dataframe(
        rows,
        hide_index=True,
        height="content",
        key="disagreements_table",
        alt="Disagreements of people and the model",
        column_config={
            "Open": st.column_config.ButtonColumn("On Classify", type="tertiary", key=OPEN, width="small"),
            "Row": st.column_config.NumberColumn(format="localized", help="Counted with the header as row 1"),
            "Confidence": st.column_config.TextColumn(
                alignment="right", help="The share that the model gives to people being wrong"
            ),
            "Message": st.column_config.TextColumn(width="large"),
        },
    )
    click = st.session_state.get(OPEN)
    if click is not None:
        open_on_classify(scored.messages[int(shown.rows[click["row"]])].as_py())


def _said(name: str, value: int) -> str:
    return f"{value} {RELATED_CLASSES[value]}" if name == RELATED else ("no", "yes")[value]
