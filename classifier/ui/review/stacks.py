"""The choice of a stack, and the way to a new one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import streamlit as st

from classifier.reviews.stack import StackSummary
from classifier.reviews.store import Store
from classifier.ui.review.desk import Desk
from classifier.ui.review.new_stack import draw_new_stack
from classifier.ui.shared.choice import told_apart

if TYPE_CHECKING:
    from classifier.inference import Classifier

CHOICE, OPEN_NEW = "review_stack", "review_new_open"


def choose_stack(desk: Desk, store: Store, classifier: "Classifier") -> None:
    """Let people choose one of the stacks; ReviewsError if the record cannot be read."""
    summaries = store.stacks()
    stacks, names = {one.id: one for one in summaries}, names_of(summaries)
    if desk.stack and desk.stack.id not in stacks:
        desk.open(None)
        st.info("The stack was deleted meanwhile.", icon=":material/delete:")
    if not stacks:
        return
    chosen = desk.stack.id if desk.stack else None
    st.session_state[CHOICE] = chosen if chosen in stacks else None
    with st.container(horizontal=True, vertical_alignment="bottom", key="review_choice"):
        st.selectbox(  # shows its options as plain text
            "Stack of messages",
            list(stacks),
            index=None,
            key=CHOICE,
            format_func=lambda id_: names.get(id_, ""),
            placeholder="Go on with a stack",
            on_change=_open,
            args=(desk, stacks),
        )
        if desk.stack or desk.item:
            key = f"{OPEN_NEW}_{chosen}"  # another one for another stack, so that it closes behind a new one
            new = st.popover("New stack", icon=":material/library_add:", key=key, on_change="rerun")
            if new.open:
                with new:
                    draw_new_stack(desk, store, classifier)


def names_of(stacks: Sequence[StackSummary]) -> dict[UUID, str]:
    """What people choose stacks by; `stacks` has the newest first."""
    return told_apart({one.id: _in_words(one) for one in reversed(stacks)})


def _in_words(stack: StackSummary) -> str:
    count = f"{stack.messages:,} message{'s' * (stack.messages != 1)}"
    person = f", drawn by {stack.drawn_by.name}" if stack.drawn_by else ""
    return f"{stack.source.value.capitalize()}: {stack.name}{person} ({count}, {stack.made_at:%Y-%m-%d %H:%M} UTC)"


def _open(desk: Desk, stacks: dict[UUID, StackSummary]) -> None:
    chosen = st.session_state[CHOICE]
    desk.open(stacks[chosen] if chosen else None)
