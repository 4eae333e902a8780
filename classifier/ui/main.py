"""The page script: configuration and navigation. `app.py` serves it; tests start here."""

from pathlib import Path

import streamlit as st

from classifier.ui import sign_in

st.set_page_config(page_title="Disaster message classifier", page_icon=sign_in.ICON, layout="wide")
st.html(Path(__file__).with_name("styles.css"))

if not sign_in.is_admitted():
    st.stop()

page = st.navigation(
    [
        st.Page(
            "classify/page.py",
            title="Classify",
            icon=":material/sms:",
            url_path="classify",
            default=True,
            help="Type a message and see 36 outputs, the evidence behind each, why, and what if.",
        ),
        st.Page(
            "batch/page.py",
            title="Many messages",
            icon=":material/table_rows:",
            url_path="many-messages",
            help="Score a file, then see the most urgent, the most doubtful or the unreadable messages first.",
        ),
        st.Page(
            "review/page.py",
            title="Review",
            icon=":material/fact_check:",
            url_path="review",
            help="Judge messages before you see the model's answer, keep it, and see what it adds up to.",
        ),
        st.Page(
            "metrics/page.py",
            title="Data and metrics",
            icon=":material/query_stats:",
            url_path="metrics",
            help="How the model did on held-out messages, label by label, and the data set it learned from.",
        ),
        st.Page(
            "test_messages/page.py",
            title="Test messages",
            icon=":material/quiz:",
            url_path="test-messages",
            help="Real messages that the model found, missed, or flagged by mistake.",
        ),
        st.Page(
            "model_card/page.py",
            title="Model card",
            icon=":material/article:",
            url_path="model-card",
            help="What the model is for and not for, how it was made, measured and tried.",
        ),
        *sign_in.pages(),
    ],
    position="top",
)
page.run()
