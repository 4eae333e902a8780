"""The page *Data and metrics*: the evidence behind every number, all of it from metrics.json."""

import streamlit as st

from classifier.errors import ArtifactError
from classifier.ui.panels import comparison, confusions, dataset, downloads, label, labels, languages, overview
from classifier.ui.resources import get_report, show_artifact_error

SECTIONS = {
    "Overview": overview.draw,
    "Comparison": comparison.draw,
    "Data set": dataset.draw,
    "Labels": labels.draw,
    "One label": label.draw,
    "Confusions": confusions.draw,
    "Languages": languages.draw,
}

st.title("Data and metrics")
try:
    report = get_report()
except ArtifactError as error:
    show_artifact_error(error)
    st.stop()
overview.provenance(report)
section = st.segmented_control(
    "Section", list(SECTIONS), default="Overview", required=True, key="metrics_section", persist_state="session"
)
SECTIONS[section](report)
downloads.draw(report)
