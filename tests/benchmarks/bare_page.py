"""The smallest Streamlit page that still answers: `server_load.py` compares the app's cost with it."""

import streamlit as st

message = st.text_area("Message", key="message")
st.button("Classify", key="classify")
st.text(f"{len(message)} characters")
