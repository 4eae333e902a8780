"""The message box, and the one place where a submitted message becomes a result."""

from typing import TYPE_CHECKING

import streamlit as st

from classifier.errors import MessageError
from classifier.ui.parts.result import Result, classify

if TYPE_CHECKING:
    from classifier.inference import Classifier

BOX, SUBMITTED, RESULT, EXAMPLE = "message", "submitted", "result", "example"


def draw_box() -> None:
    """The text area and its button; Ctrl+Enter submits too."""
    with st.form("message_form", border=False, enter_to_submit=True):
        st.text_area(
            "Message",
            key=BOX,
            height=130,
            persist_state="session",
            placeholder="Type or paste a message, for example: we need water and tents in Delmas",
        )
        st.form_submit_button("Classify", icon=":material/play_arrow:", key="classify", on_click=_submit_typed)


def submit(text: str) -> None:
    """Put a message into the box and ask for its classification."""
    st.session_state[BOX] = text
    st.session_state[SUBMITTED] = text


def current_result(classifier: "Classifier", submitted: str = SUBMITTED, kept: str = RESULT) -> Result | None:
    """The result of a submitted message, kept in the session: the model runs only when the message changes.

    `submitted` and `kept` are the keys in the session of the text and its result.
    Says in a sentence why a message cannot be classified; None then, and before any message.
    """
    text = st.session_state.get(submitted)
    result: Result | None = st.session_state.get(kept)
    if text is None or (result is not None and result.message == text):
        return result
    try:
        st.session_state[kept] = classify(classifier, text)
    except MessageError as error:
        st.session_state[kept] = None
        st.warning(str(error), icon=":material/edit_note:")
    return st.session_state[kept]


def _submit_typed() -> None:
    if st.session_state[BOX] != st.session_state.get(SUBMITTED):
        st.session_state[EXAMPLE] = None
    st.session_state[SUBMITTED] = st.session_state[BOX]
