"""The page *Data and metrics*: the evidence behind every number, all of it from metrics.json."""

import streamlit as st

from classifier.ui.metrics import (
    comparison,
    confusion,
    cooccurrence,
    distributions,
    downloads,
    identification,
    imbalance,
    label_scores,
    languages,
    long_messages,
    one_label,
    overview,
    raised_instead,
    robustness,
)
from classifier.ui.resources import get_report
from classifier.ui.shared.artifact_errors import artifact_errors_shown
from classifier.ui.shared.choice import as_they_are, choose

SECTIONS = {
    "Overview": (overview.draw,),
    "Comparison": (comparison.draw,),
    "Data set": (imbalance.draw, distributions.draw, cooccurrence.draw),
    "Labels": (label_scores.draw,),
    "One label": (one_label.draw,),
    "Confusions": (confusion.draw, raised_instead.draw),
    "Languages": (languages.draw, identification.draw),
    "Robustness": (robustness.draw, long_messages.draw),
}

st.title("Data and metrics")
with artifact_errors_shown():
    report = get_report()
overview.draw_provenance(report)
section = choose("Section", as_they_are(*SECTIONS), "metrics_section", "Overview")
for draw in SECTIONS[section]:
    draw(report)
downloads.draw(report)
