"""The desk of this session, and what the page says when the record cannot be used."""

import streamlit as st

from classifier.errors import ReviewsError
from classifier.reviews.review import Reviewer
from classifier.reviews.store import Store
from classifier.ui.review.desk import Desk

DESK, _SHOWN = "review_desk", "review_shown"


def desk_of(reviewer: Reviewer) -> Desk:
    """The desk of this session; another reviewer gets another one, and what was not saved moves to it.

    Which answers each of them was shown is kept, for when one comes back.
    """
    desk: Desk | None = st.session_state.get(DESK)
    if desk is None or desk.reviewer.key != reviewer.key:
        shown: dict[tuple[str, str], set[str]] = st.session_state.setdefault(_SHOWN, {})
        found = Desk(reviewer, shown=shown.setdefault(reviewer.key, set()))
        if desk:
            found.waiting, found.trouble, found.turn = desk.waiting, desk.trouble, desk.turn
        desk = found
        st.session_state[DESK] = desk
    return desk


def draw_unsaved(desk: Desk, store: Store) -> None:
    """Say what waits to be saved, with a button that tries again; nothing if all is saved."""
    desk.save_what_waits(store)
    if desk.refused:
        st.warning(desk.refused, icon=":material/delete:")
    count = len(desk.waiting)
    if not count:
        return
    what = "1 judgement is" if count == 1 else f"{count:,} judgements are"
    with st.container(border=True, key="review_unsaved"):
        st.warning(
            f"**{what} not saved yet.** Kept in this session, and tried again whenever you go on. "
            "Do not close this page.",
            icon=":material/cloud_off:",
        )
        st.text(desk.trouble)
        st.button("Try again", key="review_retry", icon=":material/refresh:", on_click=desk.save, args=(store,))


def draw_failure(error: ReviewsError) -> None:
    """One sentence about a record that cannot be used."""
    st.error("The reviews cannot be used at the moment:", icon=":material/cloud_off:")
    st.text(str(error))  # holds the name of a file or a server, which could be Markdown
    st.button("Try again", key="review_reopen", icon=":material/refresh:")
