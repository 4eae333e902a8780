"""One label: its threshold to move, and what that means per 1,000 messages."""

import streamlit as st

from classifier.formatting import percent
from classifier.labels import BINARY_LABELS, UNLEARNABLE
from classifier.operating_points import thresholds_at
from classifier.report.evidence import Evidence, in_words
from classifier.ui.classify.thresholds import LABEL, Fitted, draw_slider
from classifier.ui.shared import per_thousand
from classifier.ui.shared.label_choice import choose_label

_LABELS = [name for name in BINARY_LABELS if name not in UNLEARNABLE]


def draw_one_label(evidence: Evidence, point: str, fitted: Fitted) -> None:
    """Choose a label, move its threshold, and read what it means per 1,000 messages."""
    st.subheader("One label", anchor=False)
    likeliest = next(one.label.name for one in evidence.highest_first if one.label.name in _LABELS)
    label = choose_label(_LABELS, LABEL, likeliest)
    draw_slider(label, thresholds_at(point, fitted).values[label])
    one = evidence.of(label)
    verdict = "flagged" if one.flagged else "not flagged"
    st.markdown(
        f"**This message**: {percent(one.probability)}, so it is {verdict}. "
        f"{in_words(one.label.title.lower(), one.performance)}"
    )
    st.markdown(per_thousand.in_words(one.label.title, one.performance))
