"""The choice of one label, kept while people move between pages."""

from collections.abc import Callable, Sequence

import streamlit as st

from classifier.labels import title


def choose_label(names: Sequence[str], key: str, default: str, on_change: Callable[[], None] | None = None) -> str:
    """Let people choose one of these labels, by name; `default` is chosen at first."""
    st.session_state.setdefault(key, default)
    return str(st.selectbox("Label", names, format_func=title, key=key, persist_state="session", on_change=on_change))
