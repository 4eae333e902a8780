"""Presenting to a room: the answer in larger type and nothing else; `?present=1` in the address."""

from pathlib import Path

import streamlit as st

_PARAMETER = "present"
_KEYS = {False: "present_off", True: "present_on"}
"""Two keys, so that a click leaves another switch behind, without the focus: Page Down is for the page then."""
_STYLES = Path(__file__).parents[1] / "present.css"


def is_presenting() -> bool:
    """Whether the address asks for it."""
    return st.query_params.get(_PARAMETER) == "1"


def is_first_draw() -> bool:
    """Whether the page was just opened, or come to from another page: its widgets are not there yet."""
    return not any(key in st.session_state for key in _KEYS.values())


def draw_toggle() -> None:
    """The switch; while it is on, larger type and a button that leaves by Esc."""
    presenting = is_presenting()
    key = _KEYS[presenting]
    st.session_state[key] = presenting  # the address decides, so that back and forward work
    help_text = "Larger type for a room, and only the answer; Esc leaves"
    st.toggle("Present", key=key, on_change=_switch, args=(key,), help=help_text)
    if presenting:
        st.html(_STYLES)
        st.button("Leave", icon=":material/close:", type="tertiary", key="leave", on_click=_leave, shortcut="Esc")


def _switch(key: str) -> None:
    if st.session_state[key]:
        st.query_params[_PARAMETER] = "1"
    else:
        _leave()


def _leave() -> None:
    st.query_params.pop(_PARAMETER, None)
