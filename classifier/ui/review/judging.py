"""The form in which a reviewer says what a message is, before seeing the answer."""

from collections.abc import Sequence

import streamlit as st

from classifier.formatting import listed, showable
from classifier.labels import BY_NAME, GROUPS, LABELS, PARENTS, RELATED_CLASS, RELATED_TITLES, title
from classifier.reviews.review import Judgement, judged
from classifier.reviews.store import Store
from classifier.ui.review.desk import Desk, Item
from classifier.ui.review.focus import move_focus
from classifier.ui.shared.checking import was_shown

BY_GROUP = tuple(label.name for group in GROUPS for label in LABELS if label.group == group)
NOT_SURE = len(RELATED_TITLES)
_CLASSES = (*range(NOT_SURE), NOT_SURE)
_LONG, _HEIGHT = 800, 220
"""From how many characters on a message scrolls, and in how many pixels."""

_HELP = "Type to find one, Enter takes it. " + " ".join(
    f"**{group}**: " + "; ".join(f"{label.title} – {label.meaning}" for label in LABELS if label.group == group) + "."
    for group in GROUPS
)


def draw_form(desk: Desk, item: Item, store: Store) -> None:
    """The message, the questions about it, and the buttons; nothing of the answer is on the page."""
    draw_message(item)
    with st.form(f"review_form_{item.number}", border=False):
        _draw_questions(item)
        draw_objection(desk)
        st.form_submit_button(
            "Submit and see the model's answer",
            key=f"review_submit_{item.number}",
            type="primary",
            icon=":material/visibility:",
            shortcut="Ctrl+Enter",
            on_click=_submit,
            args=(desk, item, store),
        )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Skip",
            key="review_skip",
            icon=":material/skip_next:",
            shortcut="Alt+S",
            on_click=desk.skip,
            args=(item.id,),
        )
        draw_undo(desk)
        st.caption("By keyboard: type to find a topic, Enter takes it, Ctrl+Enter goes on.", width="content")
    move_focus(_keys(item)[0])


def draw_undo(desk: Desk) -> None:
    """The way back to the message before."""
    steps = len(desk.history)
    st.button(
        "Undo",
        key="review_undo",
        icon=":material/undo:",
        shortcut="Alt+U",
        disabled=not steps,
        on_click=desk.undo,
        args=(steps,),
    )


def draw_message(item: Item) -> None:
    """The message as plain text; a long one scrolls in its own place, so that the questions about it stay in view."""
    with st.container(border=True, key="review_message", height=_HEIGHT if len(item.message) > _LONG else "content"):
        st.text(showable(item.message))


def _draw_questions(item: Item) -> None:
    """Which topics apply, which may, and whether the message is about a disaster at all."""
    topics, unsure, about = _keys(item)
    left, right = st.columns([3, 2])
    with left:
        _choose("Which topics apply?", topics, _HELP)
    with right:
        _choose("Not sure about", unsure, "Topics that you cannot decide on: they count neither way.")
    st.radio(
        "About a disaster?",
        _CLASSES,
        index=None,
        key=about,
        format_func=lambda number: RELATED_TITLES[number] if number < NOT_SURE else "Not sure",
        horizontal=True,
        help="Where a topic applies this can be left open: every topic implies that the message is related.",
    )


def _keys(item: Item) -> tuple[str, str, str]:
    """The session's keys of the three answers, to be told apart from those of other messages."""
    topics, unsure, about = (f"review_first_{what}_{item.number}" for what in ("topics", "not_sure", "related"))
    return topics, unsure, about


def read_answers(marked: Sequence[str], not_sure: Sequence[str], about: int | None) -> Judgement | str:
    """What was said in the form, hierarchy filled in; or a sentence on what does not go together."""
    both = [title(name) for name in marked if name in not_sure]
    if both:
        return f"{listed(both)}: both marked and not sure. Take it out of one of the two."
    for name in marked:
        if (parent := PARENTS.get(name)) in not_sure:
            return f"{title(name)} implies {title(str(parent))}: take {title(str(parent))} out of “Not sure about”."
    if marked and about not in (None, RELATED_CLASS):
        return "A topic implies that the message is related: take the topics out, or choose “related”."
    if not marked and about is None:
        return "Choose a topic, or say whether the message is about a disaster."
    return judged(marked, None if about == NOT_SURE else about, not_sure)


def _choose(label: str, key: str, help: str) -> None:
    st.multiselect(
        label,
        BY_GROUP,
        key=key,
        format_func=lambda name: f"{title(name)} ({BY_NAME[name].group})",
        placeholder="Type to find a topic",
        select_all=False,
        filter_mode="contains",
        wrap=True,
        help=help,
    )


def draw_objection(desk: Desk) -> None:
    """What does not go together in the answers, if anything."""
    if desk.objection:
        st.warning(desk.objection, icon=":material/edit_note:")


def _submit(desk: Desk, item: Item, store: Store) -> None:
    """Reads the session first; from there on nothing of Streamlit's is called, so that nothing cuts the saving."""
    topics, unsure, about = (st.session_state.get(key) for key in _keys(item))
    said = read_answers(topics or (), unsure or (), about)
    shown = item.may_be_blind and was_shown(item.message)  # which takes a moment where a large file is scored
    if isinstance(said, str):
        desk.objection = said
    else:
        desk.submit(item.id, said, shown, store, topics or ())
