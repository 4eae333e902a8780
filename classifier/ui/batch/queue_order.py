"""The order of the queue: what comes first, the label that decides it, and the weights of a priority."""

from collections.abc import Callable, Mapping

import streamlit as st

from classifier.labels import GROUPS, LABELS, LEARNABLE, title
from classifier.scoring.orders import ByDistance, ByLabel, ByPriority, ByUncertainty
from classifier.scoring.priority import DEFAULT_WEIGHTS, HIGHEST, Weights
from classifier.scoring.triage import Group, Order
from classifier.ui.batch.label_histogram import LABEL as SHOWN
from classifier.ui.shared.label_choice import choose_label

ORDER, LABEL, WEIGHTS = "queue_order", "queue_label", "queue_weights"
"""The session's keys of the order, of the label that decides it, and of the weights by label."""

PRIORITY, PROBABILITY, UNCERTAINTY, DISTANCE = "priority", "probability", "uncertainty", "distance"
TITLES = {
    PRIORITY: "Priority",
    PROBABILITY: "Probability of a label",
    UNCERTAINTY: "Uncertainty",
    DISTANCE: "Uncertainty of a label",
}
_OF_A_LABEL: Mapping[str, Callable[[str], Order]] = {PROBABILITY: ByLabel, DISTANCE: ByDistance}
_FIRST_LABEL = "search_and_rescue"
_HELP = (
    "**Priority**: the sum of what the labels of a message weigh, each times its probability, one label for each "
    "group. **Probability of a label**: the highest first. **Uncertainty**: the expected number of wrong decisions "
    "among the 35 about a message, which is the sum of 1 − p over the labels found and of p over the others. "
    "**Uncertainty of a label**: the probability nearest to its threshold first, in log-odds, ln(p / (1 − p)): "
    "there 1 % and 2 % are further apart than 50 % and 60 %."
)


def choose_order(group: Group) -> Order:
    """Let people choose what comes first; what could not be read has no order but that of the file."""
    order = PRIORITY
    if group.is_read:
        order = str(
            st.selectbox(
                "Order by",
                list(TITLES),
                format_func=TITLES.__getitem__,
                key=ORDER,
                persist_state="session",
                help=_HELP,
                width=210,
            )
        )
        if order == PRIORITY:
            _draw_weights()
    if order in _OF_A_LABEL:
        with st.container(width=190):
            return _OF_A_LABEL[order](choose_label(LEARNABLE, LABEL, _FIRST_LABEL, _show_its_probabilities))
    return ByUncertainty() if order == UNCERTAINTY else ByPriority(_weights())


def in_words(order: Order) -> str:
    """What comes first, made of our own words."""
    match order:
        case ByLabel(label):
            return f"the most probable {title(label)} first"
        case ByDistance(label):
            return f"those nearest to the threshold of {title(label)} first"
        case ByUncertainty():
            return "the most uncertain first"
        case _:
            return "the most urgent first"


def _show_its_probabilities() -> None:
    st.session_state[SHOWN] = st.session_state[LABEL]


def _weights() -> Weights:
    found: Weights = st.session_state.get(WEIGHTS, DEFAULT_WEIGHTS)
    return found


def _draw_weights() -> None:
    """A number for each label, behind a button."""
    popover = st.popover("Weights", icon=":material/tune:", key="queue_weights_open", on_change="rerun")
    if not popover.open:
        return
    with popover:
        st.markdown(
            f"How much each label counts, from 0 to {HIGHEST:g}. Of each group only the label that adds most counts, "
            "so that a need is not counted a second time as aid."
        )
        for group in GROUPS:
            st.markdown(f"**{group}**")
            with st.grid(3, min_column_width=130, gap="small"):
                for label in LABELS:
                    if label.group == group and label.name in LEARNABLE:
                        _draw_weight(label.name)
        st.button("Reset the weights", key="queue_weights_reset", icon=":material/restart_alt:", on_click=_reset)


def _draw_weight(name: str) -> None:
    key = f"queue_weight_{name}"
    st.session_state[key] = float(_weights()[name])
    st.number_input(title(name), 0.0, HIGHEST, step=1.0, format="%g", key=key, on_change=_set, args=(name, key))


def _set(name: str, key: str) -> None:
    st.session_state[WEIGHTS] = {**_weights(), name: st.session_state[key]}


def _reset() -> None:
    st.session_state.pop(WEIGHTS, None)
