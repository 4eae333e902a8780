"""A choice of one of a few options, kept while people move between pages and sections."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from typing import Literal, TypeVar

import streamlit as st

from classifier.formatting import showable

Key = TypeVar("Key", bound=Hashable)


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


def told_apart(names: Mapping[Key, str]) -> dict[Key, str]:
    """The names of options, a number behind those that are there already: Streamlit knows an option by its name."""
    found: dict[Key, str] = {}
    taken: Counter[str] = Counter()
    for key, given in names.items():
        shown = name = showable(given)
        while shown in taken:
            taken[name] += 1
            shown = f"{name}, no. {taken[name]}"
        taken[shown] = 1
        found[key] = shown
    return found
