"""All 35 probabilities as bars, each with its threshold and its evidence, under the switches that change them."""

import streamlit as st

from classifier.charts import probabilities
from classifier.report.evidence import Evidence
from classifier.report.support import FEW_TEST_MESSAGES
from classifier.ui.classify.chart import draw
from classifier.ui.classify.thresholds import draw_switch
from classifier.ui.shared.choice import as_they_are, choose

HIGHEST, GROUPED = "Highest first", "By group"
_BUTTONS = "The chart's own buttons (point at it, or Tab) show its data, save it as PNG or open it full screen."


def draw_probabilities(evidence: Evidence) -> None:
    """The switches, the chart and its legend."""
    with st.container(horizontal=True, gap="medium"):
        if evidence.language_known:
            draw_switch()
        order = choose("Order of the bars", as_they_are(HIGHEST, GROUPED), "bar_order", HIGHEST)
    st.caption("Probability of each label")
    draw(probabilities.CHART, probabilities.rows(evidence, order == GROUPED), "probability_bars")
    st.caption(f"{legend(evidence)} {_BUTTONS}")


def legend(evidence: Evidence) -> str:
    """How to read the bars."""
    few = f"Hollow and dashed: fewer than {FEW_TEST_MESSAGES} test messages, too few to trust."
    if evidence.language_known:
        return f"Upright line: threshold. ✓ and full colour: at or above it. {few} Point at a bar for its evidence."
    return (
        f"Grey, without thresholds: the model does not know the language. {few} What you see when you point at a bar "
        "was measured on English messages and does not hold here."
    )
