"""Downloads: every figure, for a spreadsheet or a program."""

import json

import pandas as pd
import streamlit as st

from classifier.report import Report
from classifier.report_tables import all_points
from classifier.ui.parts.downloads import neutralised


def draw(report: Report) -> None:
    """Draw the download buttons; a file is made only when it is asked for."""
    st.subheader("Download")
    with st.container(horizontal=True):
        st.download_button(
            "Figures of all labels (CSV)",
            lambda: as_csv(all_points(report)),
            "label-metrics.csv",
            "text/csv",
            key="metrics_csv",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            "Every figure (JSON)",
            lambda: json.dumps(dict(report.raw), indent=1),
            "metrics.json",
            "application/json",
            key="metrics_json",
            icon=":material/download:",
            on_click="ignore",
        )


def as_csv(table: pd.DataFrame) -> bytes:
    """A table as UTF-8 CSV with a mark that spreadsheets need; no cell can start a formula."""
    return table.map(neutralised).to_csv(index=False).encode("utf-8-sig")
