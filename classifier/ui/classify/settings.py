"""The page's settings and their place in the address, such as `?view=why&point=recall`: for links, back and forward.

A choice writes the address in its callback, which adds an entry to the browser's history.
"""

from dataclasses import dataclass

import streamlit as st

from classifier.operating_points import BALANCED, OPERATING_POINTS
from classifier.ui.shared.operating_point import IN_FORCE

TOPICS, WHY, WHAT_IF, READ, TABLE, DOWNLOAD = TABS = ("Topics", "Why", "What if", "What it read", "Table", "Download")
ALL, CLOSE = "All 35", "Found or close"
HIGHEST, GROUPED = "Highest first", "By group"

_FOLLOWED = "followed_settings"


@dataclass(frozen=True)
class Setting:
    """A choice of one of `options`, the first unless chosen otherwise; `key` is its widget's key."""

    parameter: str
    key: str
    options: tuple[str, ...]

    @property
    def chosen(self) -> str:
        """The option that is chosen now."""
        return str(st.session_state.get(self.key) or self.options[0])

    @property
    def word(self) -> str | None:
        """What stands for the chosen option in the address; None for the first."""
        return None if self.chosen == self.options[0] else _word(self.chosen)

    def option(self, word: str | None) -> str | None:
        """The option that a word in the address stands for; None if there is none."""
        return self.options[0] if word is None else {_word(one): one for one in self.options}.get(word.lower())


VIEW = Setting("view", "view", TABS)
BARS = Setting("bars", "bars", (ALL, CLOSE))
ORDER = Setting("order", "bar_order", (HIGHEST, GROUPED))
POINT = Setting("point", IN_FORCE, (BALANCED, *(name for name in OPERATING_POINTS if name != BALANCED)))
SETTINGS = (VIEW, BARS, ORDER, POINT)


def follow(arrived: bool) -> bool:
    """Choose what the address names, before the widgets are drawn; False if it names something that does not exist.

    For somebody who has `arrived` from another page, an address that names nothing means what was chosen before.
    """
    address = _address()
    if arrived and not any(address.values()):
        write()
    elif address != st.session_state.get(_FOLLOWED):
        found = [setting.option(word) for setting, word in zip(SETTINGS, address.values(), strict=True)]
        for setting, option in zip(SETTINGS, found, strict=True):
            st.session_state[setting.key] = option or setting.options[0]
        st.session_state[_FOLLOWED] = address
        if None in found:
            write()
            return False
    return True


def write() -> None:
    """Put what is chosen into the address, except what is as it is at first."""
    for setting in SETTINGS:
        if st.query_params.get(setting.parameter) != setting.word:
            put(setting.parameter, setting.word)
    st.session_state[_FOLLOWED] = _address()


def put(parameter: str, word: str | None) -> None:
    """Set a parameter of the address, or take it out."""
    if word is not None:
        st.query_params[parameter] = word
    elif parameter in st.query_params:
        del st.query_params[parameter]


def _address() -> dict[str, str | None]:
    return {setting.parameter: st.query_params.get(setting.parameter) for setting in SETTINGS}


def _word(option: str) -> str:
    return option.lower().replace(" ", "-")
