"""The least that a Streamlit page can be and still answer: what `server_load.py` holds the app's cost against."""

import streamlit as st

message = st.text_area("Message", key="message")
st.button("Classify", key="classify")
st.text(f"{len(message)} characters")
