"""What the queue shows: computed when a choice changes, and kept in the session beside the result."""

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import streamlit as st

from classifier.scoring.scored import Scored
from classifier.scoring.texts import compared
from classifier.scoring.triage import Filters, Order, Triage, ordered

PER_PAGE = 50
"""Messages on one page."""

_TRIAGE, _VIEW = "queue_triage", "queue_view"
_NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class View:
    """The rows of the messages that are shown, int64 (k,), as `ordered` gives them. Each view has a number of its own,
    which is part of the keys of its widgets: a new view starts at its first page.
    """

    triage: Triage
    order: Order
    filters: Filters
    rows: np.ndarray
    number: int

    @property
    def pages(self) -> int:
        """How many pages they fill."""
        return math.ceil(len(self.rows) / PER_PAGE)

    def shows(self, triage: Triage, order: Order, filters: Filters) -> bool:
        """Whether it is a view of the same messages in the same order."""
        return self.triage is triage and self.order == order and self.filters == filters


def judge(scored: Scored, thresholds: Mapping[str, float]) -> Triage:
    """The messages at these thresholds; the one before is kept, and so is what does not depend on thresholds."""
    kept: Triage | None = st.session_state.get(_TRIAGE)
    if kept is None or kept.scored is not scored:
        kept = Triage(scored, compared(scored.messages), thresholds)
    elif kept.thresholds != thresholds:
        kept = Triage(scored, kept.texts, thresholds)
    st.session_state[_TRIAGE] = kept
    return kept


def look(triage: Triage, order: Order, filters: Filters) -> View:
    """The messages as they are wanted; the same view as before if nothing has changed."""
    kept: View | None = st.session_state.get(_VIEW)
    if kept is not None and kept.shows(triage, order, filters):
        return kept
    view = View(triage, order, filters, ordered(triage, order, filters), next(_NUMBERS))
    st.session_state[_VIEW] = view
    return view


def forget() -> None:
    """Let go of the messages, and of the choices that were made for them; weights are kept."""
    for key in [str(key) for key in st.session_state if str(key).startswith("queue_")]:
        if not key.startswith("queue_weight"):
            del st.session_state[key]
