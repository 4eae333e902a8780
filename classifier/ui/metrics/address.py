"""The address of what the page shows, such as `?section=one-label&label=water`."""

from collections.abc import Mapping
from enum import StrEnum
from itertools import chain

import streamlit as st

from classifier.labels import BINARY_LABELS, GROUPS
from classifier.operating_points import BALANCED, OPERATING_POINTS
from classifier.report.figures import METRICS
from classifier.ui.shared.addressed_choice import AddressedChoice, words

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


SECTION = AddressedChoice("section", "metrics_section", words(*Section), Section.OVERVIEW)
METRIC = AddressedChoice(
    "metric",
    "metrics_metric",
    {word: metric for metric, title in METRICS.items() for word in words(title)},
    "mean_average_precision",
)
GROUP = AddressedChoice("group", "metrics_labels_group", words(ALL, *GROUPS), ALL)
POINT = AddressedChoice("point", "metrics_point", words(*OPERATING_POINTS), BALANCED)
LABEL = AddressedChoice("label", "metrics_label", {name: name for name in BINARY_LABELS}, "water")
CHOICES: Mapping[str, tuple[AddressedChoice, ...]] = {
    Section.COMPARISON: (METRIC,),
    Section.LABELS: (GROUP, POINT),
    Section.ONE_LABEL: (LABEL,),
}
"""The choices that a section shows, beside the choice of the section itself."""

_PARAMETERS = {choice.parameter for choice in (SECTION, *chain(*CHOICES.values()))}
_LAST, _OPENED = "metrics_last_section", "metrics_opened"

Address = dict[str, str]
"""Parameter -> word."""


def follow() -> bool:
    """Choose what the address names, before the widgets are drawn; False if it names something that does not exist.

    An address that names nothing means what the page showed when it was opened: the first section or, for someone who
    comes back from the other page, what they left.
    """
    if SECTION.key not in st.session_state:  # the page was just opened: no other widget's state is dropped on leaving
        st.session_state[_OPENED] = _address(st.session_state.get(_LAST, SECTION.default))
    address = {name: word for name, word in st.query_params.items() if name in _PARAMETERS}
    known = _follow(address or st.session_state[_OPENED])
    st.session_state[_LAST] = SECTION.chosen
    return known


def write() -> None:
    """Put what is chosen into the address: the section, and the choices in it that are not as they are at first."""
    others = {name: word for name, word in st.query_params.items() if name not in _PARAMETERS}
    address = others | _address(SECTION.chosen)
    if address != st.query_params.to_dict():
        st.query_params.from_dict(address)


def _address(section: str) -> Address:
    chosen = {choice.parameter: choice.word for choice in CHOICES.get(section, ())}
    named = {parameter: word for parameter, word in chosen.items() if word is not None}
    return {SECTION.parameter: SECTION.word_of(section)} | named


def _follow(address: Address) -> bool:
    known = SECTION.choose(address.get(SECTION.parameter))
    choices = CHOICES.get(SECTION.chosen, ())
    return all([known, *(choice.choose(address.get(choice.parameter)) for choice in choices)])
