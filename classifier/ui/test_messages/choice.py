"""Which messages to look at: a label, how cautious the model is, and whether it was right about the label or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from classifier.labels import LEARNABLE, title
from classifier.operating_points import BALANCED, thresholds_at
from classifier.ui.shared.label_choice import choose_label
from classifier.ui.shared.operating_point import IN_FORCE, choose_operating_point
from classifier.ui.test_messages.scored import Kind, ScoredMessages

LABEL, KIND = "test_messages_label", "test_messages_kind"
INTERESTING = "water"
"""The label chosen at first: many of its mistakes are ones that people would argue about."""

TITLES: Mapping[Kind, str] = {
    Kind.FALSE_ALARM: "False alarms",
    Kind.MISS: "Misses",
    Kind.FOUND: "Found",
    Kind.NOT_FLAGGED: "Rightly not flagged",
}
IN_SHORT: Mapping[Kind, str] = {
    Kind.FALSE_ALARM: "only the model",
    Kind.MISS: "only people",
    Kind.FOUND: "both",
    Kind.NOT_FLAGGED: "neither",
}
MEANINGS: Mapping[Kind, str] = {
    Kind.FALSE_ALARM: "flagged by the model, not labelled by people (false positives)",
    Kind.MISS: "labelled by people, not flagged by the model (false negatives)",
    Kind.FOUND: "labelled and flagged (true positives)",
    Kind.NOT_FLAGGED: "neither labelled nor flagged (true negatives)",
}


@dataclass(frozen=True)
class Choice:
    """A label, an operating point with its thresholds by label, and a kind of message."""

    label: str
    point: str
    thresholds: Mapping[str, float]
    kind: Kind

    @property
    def threshold(self) -> float:
        """The threshold of the label."""
        return self.thresholds[self.label]


def choose(scored: ScoredMessages, fitted: Mapping[str, np.ndarray]) -> Choice:
    """Let people choose; each kind is shown with the number of its messages. `fitted` is `Classifier.thresholds`."""
    which, cautious = st.columns([1, 2])
    with which:
        label = _choose_label(scored.labelled.labels)
    st.session_state[IN_FORCE] = st.session_state.get(IN_FORCE) or BALANCED  # Classify's switch is another widget
    with cautious:
        point = choose_operating_point("How cautious should it be?", IN_FORCE)
    thresholds = thresholds_at(point, fitted).values
    return Choice(label, point, thresholds, _choose_kind(scored.counts(label, thresholds[label]), label))


def _choose_label(offered: Sequence[str]) -> str:
    names = [name for name in LEARNABLE if name in offered]
    default = INTERESTING if INTERESTING in names else names[0]
    if st.session_state.get(LABEL) not in names:  # chosen for other messages
        st.session_state[LABEL] = default
    return choose_label(names, LABEL, default)


def _choose_kind(counts: Mapping[Kind, int], label: str) -> Kind:
    kind = st.radio(
        f"Who says {title(label)}?",
        list(Kind),
        format_func=TITLES.__getitem__,
        captions=[f"{counts[kind]:,} · {IN_SHORT[kind]}" for kind in Kind],
        horizontal=True,
        key=KIND,
        persist_state="session",
        help="; ".join(f"**{TITLES[kind]}**: {MEANINGS[kind]}" for kind in Kind) + ".",
    )
    return Kind(str(kind))
