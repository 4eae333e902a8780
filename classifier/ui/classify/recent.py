"""Recent messages of this session: to return to one, and cleared with one click."""

import streamlit as st

from classifier.ui.shared.submission import submit

MOST, LENGTH = 20, 90
"""Messages kept, and characters of each that are shown."""

_KEPT, _LAST, _CHOSEN = "recent_messages", "last_message", "recent_message"


def remember(message: str) -> None:
    """Keep the message on the page, newest first, each once; what was cleared comes back with the next message only."""
    if message != st.session_state.get(_LAST):
        kept: list[str] = st.session_state.get(_KEPT, [])
        st.session_state[_KEPT] = [message, *(one for one in kept if one != message)][:MOST]
        st.session_state[_LAST] = message


def draw_recent() -> None:
    """The messages behind a button; nothing before the first one."""
    kept: list[str] = st.session_state.get(_KEPT, [])
    if not kept:
        return
    recent = st.popover("Recent", icon=":material/history:", type="tertiary", key="recent", on_change="rerun")
    if not recent.open:
        return
    with recent:
        st.selectbox(  # shows its options as plain text
            "Recent messages of this session",
            range(len(kept)),
            index=None,
            key=_CHOSEN,
            format_func=lambda place: shortened(kept[place]),
            placeholder="Return to a message",
            on_change=_return,
        )
        st.button("Clear", icon=":material/delete:", key="recent_clear", on_click=_clear)


def shortened(message: str) -> str:
    """A message on one line, cut at LENGTH characters."""
    line = " ".join(message.split())
    return line if len(line) <= LENGTH else f"{line[: LENGTH - 1]}…"


def _clear() -> None:
    st.session_state[_KEPT] = []


def _return() -> None:
    place = st.session_state[_CHOSEN]
    if place is not None:
        submit(st.session_state[_KEPT][place])
    st.session_state[_CHOSEN] = None
