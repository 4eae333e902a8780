"""The app: page configuration, navigation, run. Start it with `streamlit run app.py`."""

from pathlib import Path

import streamlit as st

ICON = Path(__file__).parent / "assets" / "icon.svg"  # a named icon would be fetched from the network

st.set_page_config(page_title="Disaster message classifier", page_icon=ICON, layout="wide")

page = st.navigation(
    [
        st.Page(
            "classifier/ui/classify.py",
            title="Classify",
            icon=":material/sms:",
            default=True,
            help="Type a message: 36 outputs, the evidence behind each, the reasons, and what if.",
        ),
        st.Page(
            "classifier/ui/metrics.py",
            title="Data and metrics",
            icon=":material/query_stats:",
            help="How the model did on held-out messages, label by label, and the data set it learned from.",
        ),
    ],
    position="top",
)
page.run()
