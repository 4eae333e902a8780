"""Downloads: every figure, for a spreadsheet or a program."""

import json

import streamlit as st

from classifier.report import Report
from classifier.report_tables import all_points
from classifier.spreadsheet import to_csv


def draw(report: Report) -> None:
    """Draw the download buttons; a file is made only when it is asked for."""
    st.subheader("Download")
    with st.container(horizontal=True):
        st.download_button("Figures of all labels (CSV)", lambda: to_csv(all_points(report)), "label-metrics.csv",
                           "text/csv", key="metrics_csv", icon=":material/download:", on_click="ignore")
        st.download_button("Every figure (JSON)", lambda: json.dumps(dict(report.raw), indent=1), "metrics.json",
                           "application/json", key="metrics_json", icon=":material/download:", on_click="ignore")
