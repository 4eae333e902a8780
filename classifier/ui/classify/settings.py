"""The page's settings and their place in the address, such as `?view=why&point=recall`."""

import streamlit as st

from classifier.operating_points import BALANCED, OPERATING_POINTS
from classifier.ui.shared.addressed_choice import AddressedChoice, words
from classifier.ui.shared.operating_point import IN_FORCE

TOPICS, WHY, WHAT_IF, READ, TABLE, DOWNLOAD = TABS = ("Topics", "Why", "What if", "What it read", "Table", "Download")
ALL, CLOSE = "All 35", "Found or close"
HIGHEST, GROUPED = "Highest first", "By group"

VIEW = AddressedChoice("view", "view", words(*TABS), TOPICS)
BARS = AddressedChoice("bars", "bars", words(ALL, CLOSE), ALL)
ORDER = AddressedChoice("order", "bar_order", words(HIGHEST, GROUPED), HIGHEST)
POINT = AddressedChoice("point", IN_FORCE, words(*OPERATING_POINTS), BALANCED)
SETTINGS = (VIEW, BARS, ORDER, POINT)

_FOLLOWED = "followed_settings"


def follow(arrived: bool) -> bool:
    """Choose what the address names, before the widgets are drawn; False if it names something that does not exist.

    For somebody who has `arrived` from another page, an address that names nothing means what was chosen before.
    """
    address = _address()
    if arrived and not any(address.values()):
        write()
    elif address != st.session_state.get(_FOLLOWED):
        known = [setting.choose(address[setting.parameter]) for setting in SETTINGS]
        st.session_state[_FOLLOWED] = address
        if not all(known):
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
