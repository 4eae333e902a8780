"""The address of what the page shows, such as `?section=one-label&label=water`: for links, back and forward.

A choice writes the address in its callback, which adds an entry to the browser's history. (A widget bound to the
address by Streamlit's `bind` replaces the entry, so that back would leave the page.)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from classifier.labels import BINARY_LABELS, GROUPS
from classifier.operating_points import BALANCED, OPERATING_POINTS
from classifier.report.figures import METRICS

ALL = "All"
"""The group of all labels."""


class Section(StrEnum):
    """The sections of the page, in their order."""

    OVERVIEW = "Overview"
    COMPARISON = "Comparison"
    DATA_SET = "Data set"
    LABELS = "Labels"
    ONE_LABEL = "One label"
    CONFUSIONS = "Confusions"
    LANGUAGES = "Languages"
    ROBUSTNESS = "Robustness"


@dataclass(frozen=True)
class Choice:
    """A choice that has an address: `parameter=word`, where `words` maps each word to its option.

    `key` is the widget's; `section` is where the choice is shown, None on the whole page.
    """

    parameter: str
    key: str
    words: Mapping[str, str]
    default: str
    section: Section | None = None

    @property
    def chosen(self) -> str:
        """The option that is chosen now."""
        return str(st.session_state.get(self.key) or self.default)

    def word_of(self, option: str) -> str:
        """The word that stands for an option in the address."""
        return next(word for word, known in self.words.items() if known == option)


def _words(*titles: str) -> dict[str, str]:
    return {title.lower().replace(" ", "-"): title for title in titles}


SECTION = Choice("section", "metrics_section", _words(*Section), Section.OVERVIEW)
METRIC = Choice(
    "metric",
    "metrics_metric",
    {word: metric for metric, title in METRICS.items() for word in _words(title)},
    "mean_average_precision",
    Section.COMPARISON,
)
GROUP = Choice("group", "metrics_labels_group", _words(ALL, *GROUPS), ALL, Section.LABELS)
POINT = Choice("point", "metrics_point", {name: name for name in OPERATING_POINTS}, BALANCED, Section.LABELS)
LABEL = Choice("label", "metrics_label", {name: name for name in BINARY_LABELS}, "water", Section.ONE_LABEL)
CHOICES = (SECTION, METRIC, GROUP, POINT, LABEL)


_PARAMETERS = {choice.parameter for choice in CHOICES}
_LAST, _OPENED = "metrics_last_section", "metrics_opened"

Address = dict[str, str]
"""Parameter -> word."""


def follow() -> bool:
    """Choose what the address names, before the widgets are drawn; False if it names something that does not exist.

    An address that names nothing means what the page showed when it was opened: the first section or, for someone who
    comes back from the other page, what they left.
    """
    if SECTION.key not in st.session_state:  # the page was just opened: no other widget's state is dropped on leaving
        st.session_state[_OPENED] = _address(Section(st.session_state.get(_LAST, SECTION.default)))
    address = {name: word for name, word in st.query_params.items() if name in _PARAMETERS}
    known = _follow(address or st.session_state[_OPENED])
    st.session_state[_LAST] = SECTION.chosen
    return known


def write() -> None:
    """Put what is chosen into the address: the section, and the choices in it that are not as they are at first."""
    others = {name: word for name, word in st.query_params.items() if name not in _PARAMETERS}
    address = others | _address(Section(SECTION.chosen))
    if address != st.query_params.to_dict():
        st.query_params.from_dict(address)


def _address(section: Section) -> Address:
    chosen = [one for one in CHOICES if one.section == section and one.chosen != one.default]
    return {SECTION.parameter: SECTION.word_of(section)} | {one.parameter: one.word_of(one.chosen) for one in chosen}


def _follow(address: Address) -> bool:
    known = _choose(SECTION, address)
    return all([known, *(_choose(choice, address) for choice in CHOICES if choice.section == SECTION.chosen)])


def _choose(choice: Choice, address: Address) -> bool:
    word = address.get(choice.parameter)
    option = choice.default if word is None else choice.words.get(word.lower())
    st.session_state[choice.key] = option or choice.default
    return option is not None
