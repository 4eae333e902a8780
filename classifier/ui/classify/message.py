"""The message box, and the one place where a submitted message becomes an answer."""

from typing import TYPE_CHECKING

import streamlit as st

from classifier.errors import MessageError
from classifier.ui.shared.submission import BOX, EXAMPLE, OWN, SUBMITTED, submit

if TYPE_CHECKING:
    from classifier.inference import Answer, Classifier

ANSWER = "answer_of_message"

_OUTDATED = "The message has changed: this is still the answer to the one before. Press *Classify*."


def draw_box() -> None:
    """The text area and its button; Ctrl+Enter submits too."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="message_row"):
        st.text_area(
            "Message",
            key=BOX,
            height=98,
            persist_state="session",
            placeholder="Type or paste a message, for example: we need water and tents in Delmas",
            on_change=_forget_example,
        )
        st.button(
            "Classify",
            type="primary",
            icon=":material/play_arrow:",
            key="classify",
            shortcut="Ctrl+Enter",
            on_click=_submit_typed,
        )


def is_outdated() -> bool:
    """Whether the text in the box is no longer the one that was answered."""
    answer: Answer | None = st.session_state.get(ANSWER)
    return answer is not None and st.session_state.get(BOX) != answer.message


def draw_outdated() -> None:
    """Say that the answer is to the message before; while somebody types, the style sheet shows and hides it."""
    if is_outdated():
        with st.container(key="outdated"):
            st.warning(_OUTDATED, icon=":material/edit_note:")
    else:
        with st.container(key="changing"):
            st.caption(_OUTDATED)


def answer_submitted(classifier: "Classifier", submitted: str = SUBMITTED, kept: str = ANSWER) -> "Answer | None":
    """The answer to a submitted message, kept in the session: the model runs only when the message changes.

    `submitted` and `kept` are the session's keys of the text and of its answer. If a message cannot be
    classified, a sentence on the page says why; None then, and before the first message.
    """
    text = st.session_state.get(submitted)
    answer: Answer | None = st.session_state.get(kept)
    if text is None or (answer is not None and answer.message == text):
        return answer
    try:
        answer = classifier.answer(text)
    except MessageError as error:
        answer = None
        st.warning(str(error), icon=":material/edit_note:")
    st.session_state[kept] = answer
    return answer


def return_to_own() -> None:
    """Submit the last message that was no example; where there is none, the page is as it was at first."""
    own = st.session_state.get(OWN)
    if own is not None:
        submit(own)
    else:
        st.session_state[BOX] = ""
        st.session_state[SUBMITTED] = st.session_state[ANSWER] = st.session_state[EXAMPLE] = None


def _submit_typed() -> None:
    if st.session_state[BOX] != st.session_state.get(SUBMITTED):
        submit(st.session_state[BOX])


def _forget_example() -> None:
    st.session_state[EXAMPLE] = None
