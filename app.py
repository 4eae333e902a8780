"""The app: page configuration, navigation, run. Start it with `streamlit run app.py`."""

import streamlit as st

st.set_page_config(page_title="Disaster message classifier", page_icon=":material/crisis_alert:", layout="wide")

page = st.navigation(
    [
        st.Page("classifier/ui/classify.py", title="Classify", icon=":material/sms:", default=True,
                help="Type a message: 36 outputs, the evidence behind each, reasons, and what other words would change."),
        st.Page("classifier/ui/metrics.py", title="Data and metrics", icon=":material/query_stats:",
                help="How the model did on held-out messages, label by label, and the data set it learned from."),
    ],
    position="top",
)
page.run()
