"""Who reviews: a name, remembered in the session."""

import streamlit as st

from classifier.reviews.review import Reviewer

NAME = "reviewer_name"
LONGEST = 80


def choose_reviewer() -> Reviewer | None:
    """Let people say who they are; None until they have. Where there is a login, it says so for them."""
    user = st.user.to_dict()
    if user.get("is_logged_in") is True:
        name = str(user.get("name") or user.get("email") or user["sub"])[:LONGEST]
        st.text(name, width="content")
        return Reviewer(name, str(user["iss"]), str(user["sub"]))
    name = st.text_input("Your name", key=NAME, max_chars=LONGEST, persist_state="session", width=260)
    return Reviewer(name.strip()) if name and name.strip() else None
