"""The reviewer's first judgement beside the model's answer, and the final judgement."""

from collections.abc import Sequence, Set

import streamlit as st

from classifier.formatting import listed, percent, percents_told_apart
from classifier.labels import BINARY_LABELS, PARENTS, RELATED_CLASSES, title
from classifier.reviews.review import ErrorKind, Judgement, Mark, Predicted, Review
from classifier.reviews.store import Store
from classifier.ui.review.desk import Desk, Item
from classifier.ui.review.judging import NOT_SURE, draw_message, draw_questions, read_answers

LONGEST_NOTE = 2_000


def draw_comparison(desk: Desk, item: Item, review: Review, store: Store) -> None:
    """What was said and what the model says, and the form to confirm or to change it."""
    draw_message(item)
    with st.container(gap="xsmall", key="review_comparison"):
        for line in comparison(review.first, review.predicted):
            st.markdown(line)
    if not review.blind:
        st.caption("Not blind: you had been shown the answer before. This review is kept apart from the figures.")
    said = review.final or review.first
    with st.form(f"review_final_form_{item.number}", border=False):
        st.markdown("**Your final answer**, which starts as your first one: change it, or leave it to confirm it.")
        marked, not_sure = marks(said, Mark.MARKED), marks(said, Mark.NOT_SURE)
        draw_questions(item, marked, not_sure, NOT_SURE if said.related is None else said.related, final=True)
        left, right = st.columns([3, 2])
        with left:
            st.text_input(
                "Note", review.note, key=_note(item), max_chars=LONGEST_NOTE, placeholder="For example: Water: a flood"
            )
        with right:
            choose_kind(_kind(item), review.error_kind)
        if desk.objection:
            st.warning(desk.objection, icon=":material/edit_note:")
        st.form_submit_button(
            "Save and next",
            key=f"review_save_{item.number}",
            type="primary",
            icon=":material/check:",
            shortcut="Ctrl+Enter",
            on_click=_finish,
            args=(desk, item, review, store),
        )


def choose_kind(key: str, chosen: ErrorKind | None) -> None:
    """Why reviewer and model disagree, if somebody knows."""
    kinds = list(ErrorKind)
    st.selectbox(
        "Kind of error",
        kinds,
        index=kinds.index(chosen) if chosen else None,
        key=key,
        format_func=lambda kind: kind.value.capitalize(),
        placeholder="If you and the model disagree",
    )


def comparison(judgement: Judgement, predicted: Predicted, who: str = "You") -> list[str]:
    """The labels by who gave them, a line of Markdown each, made of titles and numbers only; `who` is ours."""
    marked, unsure = set(marks(judgement, Mark.MARKED)), set(marks(judgement, Mark.NOT_SURE))
    flagged = {name for name in BINARY_LABELS if predicted.flags(name)}
    lines = (
        _line(f"{who} and the model", "blue", ":material/check:", marked & flagged, predicted),
        _line(f"{who} only", "violet", ":material/person:", marked - flagged, predicted),
        _line("The model only", "orange", ":material/flag:", flagged - marked - unsure, predicted),
        _line(f"{who}, not sure", "gray", ":material/question_mark:", unsure, predicted),
    )
    agreed = "Neither reviewer nor model gave it any topic."
    filled_in = [f"**Filled in** {'; '.join(implications(marked))}."] if implications(marked) else []
    return [*([line for line in lines if line] or [agreed]), *filled_in, _related(judgement, predicted, who)]


def implications(marked: Set[str]) -> list[str]:
    """Which labels imply others of these, in words."""
    found = {
        parent: [name for name in BINARY_LABELS if name in marked and PARENTS.get(name) == parent]
        for parent in PARENTS.values()
    }
    return [
        f"{listed(list(map(title, names)))} {'implies' if len(names) == 1 else 'imply'} {title(parent)}"
        for parent, names in found.items()
        if names
    ]


def differences(judgement: Judgement, predicted: Predicted) -> list[str]:
    """The labels on which a reviewer who was sure and the model disagree."""
    return [
        name
        for name, mark in judgement.labels.items()
        if mark != Mark.NOT_SURE and (mark == Mark.MARKED) != predicted.flags(name)
    ]


def marks(judgement: Judgement, mark: Mark) -> list[str]:
    """The labels with a mark."""
    return [name for name in BINARY_LABELS if judgement.labels[name] == mark]


def _related(judgement: Judgement, predicted: Predicted, who: str) -> str:
    mine = "not sure" if judgement.related is None else RELATED_CLASSES[judgement.related]
    number = predicted.related_class
    found = f"{RELATED_CLASSES[number]} {percent(predicted.related[number])}"
    return f"**About a disaster?** {who}: {mine}. The model: {found}."


def _line(who: str, color: str, icon: str, names: Set[str], predicted: Predicted) -> str:
    highest_first: Sequence[str] = sorted(names, key=lambda name: -predicted.probabilities[name])
    badges = " ".join(f":{color}-badge[{icon} {_in_words(name, predicted)}]" for name in highest_first)
    return f"**{who}** {badges}" if badges else ""


def _in_words(name: str, predicted: Predicted) -> str:
    shown, needed = percents_told_apart(predicted.probabilities[name], predicted.thresholds[name])
    return f"{title(name)} {shown}, flagged from {needed}"


def _note(item: Item) -> str:
    return f"review_note_{item.number}"


def _kind(item: Item) -> str:
    return f"review_kind_{item.number}"


def _finish(desk: Desk, item: Item, review: Review, store: Store) -> None:
    """Reads the session first; from there on nothing of Streamlit's is called, so that nothing cuts the saving."""
    said = read_answers(item, final=True)
    note, kind = st.session_state.get(_note(item)) or "", st.session_state.get(_kind(item))
    if isinstance(said, str):
        desk.objection = said
    else:
        desk.finish(review.id, said, note.strip(), kind, store)
