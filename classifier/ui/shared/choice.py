"""A choice of one of a few options, kept while people move between pages and sections."""

from collections.abc import Callable, Mapping
from typing import Literal

import streamlit as st


def choose(
    title: str,
    titles: Mapping[str, str],
    key: str,
    default: str,
    help: str | None = None,
    *,
    on_change: Callable[[], None] | None = None,
    persist: Literal["session"] | None = "session",
) -> str:
    """Let people choose one option; `titles` maps each to what is shown; `default` is chosen at first."""
    chosen = key in st.session_state  # code may have set it, and then there is no default
    return str(
        st.segmented_control(
            title,
            list(titles),
            default=None if chosen else default,
            required=True,
            format_func=titles.__getitem__,
            key=key,
            persist_state=persist,
            wrap=True,
            help=help,
            on_change=on_change,
        )
    )


def as_they_are(*options: str) -> dict[str, str]:
    """Options that are shown under their own names."""
    return {option: option for option in options}
