"""All 35 probabilities as bars, each with its threshold and its evidence; a click on a bar opens its label."""

import streamlit as st

from classifier.charts import probabilities
from classifier.labels import BY_NAME
from classifier.report.evidence import Evidence
from classifier.report.support import FEW_TEST_MESSAGES
from classifier.ui.classify.chart import draw
from classifier.ui.classify.one_label import open_label
from classifier.ui.classify.settings import ALL, BARS, CLOSE, GROUPED, HIGHEST, ORDER, write
from classifier.ui.shared.choice import as_they_are, choose

_KEY = "probability_bars"


def draw_probabilities(evidence: Evidence, *, presenting: bool = False) -> None:
    """The switches, the chart and its legend; a presentation starts with the labels that are found or close."""
    with st.container(horizontal=True, gap="medium"):
        if presenting:
            shown, order = choose("Show", as_they_are(CLOSE, ALL), "bars_presented", CLOSE), HIGHEST
        else:
            shown = choose("Show", as_they_are(ALL, CLOSE), BARS.key, ALL, on_change=write)
            order = choose("Order", as_they_are(HIGHEST, GROUPED), ORDER.key, HIGHEST, on_change=write)
    st.caption(legend(evidence))
    labels = evidence.highest_first if shown == ALL else evidence.close
    draw(
        probabilities.CHART,
        probabilities.rows(labels, evidence.language_known, order == GROUPED),
        _KEY,
        large=presenting,
        on_select=_open,
    )


def legend(evidence: Evidence) -> str:
    """How to read the bars."""
    few = f"Dashed: too few test messages (under {FEW_TEST_MESSAGES})."
    if evidence.language_known:
        return f"Line: flagged from here. ✓ and full colour: flagged. {few} Click a bar for its evidence."
    return f"Grey, without lines: the model does not know the language. {few}"


def _open() -> None:
    chosen = st.session_state[f"{_KEY}_chart"].selection.get(probabilities.SELECTION)
    if chosen:
        title = chosen[0].get("Label")
        open_label(next(name for name, label in BY_NAME.items() if label.title == title))
