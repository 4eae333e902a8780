"""The form after the answer: each label on which reviewer and model differ can be commented, changed or confirmed."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from classifier.formatting import listed, percent, percents_told_apart, showable
from classifier.labels import BINARY_LABELS, BY_NAME, PARENTS, RELATED, RELATED_CLASSES, title
from classifier.reviews.review import ErrorKind, Judgement, Mark, Review, judged
from classifier.reviews.store import Store
from classifier.ui.review.desk import Desk, Item, Remarks
from classifier.ui.review.focus import move_focus
from classifier.ui.review.judging import BY_GROUP, NOT_SURE, draw_objection

LONGEST_COMMENT, LONGEST_NOTE = 500, 2_000
_MARKS = {Mark.MARKED: "Applies", Mark.NOT_MARKED: "Does not apply", Mark.NOT_SURE: "Not sure"}
_CLASSES = {**{i: f"{i} {name}" for i, name in enumerate(RELATED_CLASSES)}, NOT_SURE: "Not sure"}


def draw_final_answer(desk: Desk, item: Item, review: Review, store: Store, beside: DeltaGenerator) -> None:
    """A row for each label to look at, the note, and the button; the choice of further labels goes to `beside`."""
    said = review.final or review.first
    opened = to_look_at(review)
    more = [name for name in (*BY_GROUP, RELATED) if name not in opened]
    opened += beside.multiselect(
        "Look at another label, too",
        more,
        key=_key("more", item),
        format_func=lambda name: f"{title(name)} ({BY_NAME[name].group})" if name in BY_NAME else title(name),
        placeholder="Type to find one you agree on",
        select_all=False,
        filter_mode="contains",
        wrap=True,
    )
    with st.form(f"review_final_form_{item.number}", border=False):
        if opened:
            st.markdown("**Your final answer**: comment or change a label; what you leave as it is, you confirm.")
        else:
            st.markdown("**Your final answer** is your first one: save to confirm it.")
        with st.container(gap="small", key="review_rows"):
            for name in opened:
                _draw_row(name, item, review, said)
        left, right = st.columns([3, 2])
        with left:
            st.text_input("Note on the message", showable(review.note), key=_key("note", item), max_chars=LONGEST_NOTE)
        with right:
            choose_kind(_key("kind", item), review.error_kind)
        draw_objection(desk)
        st.form_submit_button(
            "Save and next",
            key=f"review_save_{item.number}",
            type="primary",
            icon=":material/check:",
            shortcut="Ctrl+Enter",
            on_click=_finish,
            args=(desk, item, review, opened, store),
        )
    differing = to_look_at(review)
    move_focus(_key(f"comment_{differing[0]}" if differing else "note", item))


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


def to_look_at(review: Review) -> list[str]:
    """The outputs on which reviewer and model differ, or that the reviewer changed or commented on."""
    first, final = review.first, review.final or review.first
    found = [
        name
        for name in BINARY_LABELS
        if first.labels[name] == Mark.NOT_SURE
        or (first.labels[name] == Mark.MARKED) != review.predicted.flags(name)
        or final.labels[name] != first.labels[name]
        or name in review.comments
    ]
    related = {first.related, final.related, review.predicted.related_class}
    return [*found, *([RELATED] if len(related) > 1 or RELATED in review.comments else [])]


def changed(
    said: Judgement, answers: Mapping[str, Mark], related: int | None, chosen: Collection[str]
) -> Judgement | str:
    """The final judgement, hierarchy filled in, or a sentence on what does not go together.

    `answers` are the marks of the labels that were looked at; the others stay as they were said. Only what somebody
    chose stays without a label that implies it: what water had filled in goes with it.
    """
    now = {**said.labels, **answers}
    implied = {PARENTS[name] for name, mark in now.items() if mark == Mark.MARKED and name in PARENTS}
    for parent in set(PARENTS.values()) - implied - {*answers, *chosen}:
        if now[parent] == Mark.MARKED:
            now[parent] = Mark.NOT_MARKED
    marked = [name for name in BINARY_LABELS if now[name] == Mark.MARKED]
    for parent in dict.fromkeys(PARENTS.values()):
        below = [title(name) for name in marked if PARENTS.get(name) == parent]
        if below and now[parent] not in (Mark.MARKED, said.labels[parent]):
            verb = "implies" if len(below) == 1 else "imply"
            return f"{listed(below)} {verb} {title(parent)}: take out both, or neither."
    if marked and related not in (None, said.related, 1):
        return "A topic implies that the message is related: take the topics out, or choose “related”."
    not_sure = [name for name in BINARY_LABELS if now[name] == Mark.NOT_SURE]
    return judged(marked, related, not_sure)


def _draw_row(name: str, item: Item, review: Review, said: Judgement) -> None:
    """One output: who said what, the final answer, and a comment."""
    left, middle, right = st.columns([9, 8, 6], vertical_alignment="center", gap="xsmall")
    left.markdown(related_in_words(review) if name == RELATED else in_words(name, review))
    with middle:
        if name == RELATED:
            _choose(name, _CLASSES, NOT_SURE if said.related is None else said.related, item)
        else:
            _choose(name, _MARKS, said.labels[name], item)
    with right:
        st.text_input(
            f"Comment on {title(name)}",
            showable(review.comments.get(name, "")),
            key=_key(f"comment_{name}", item),
            max_chars=LONGEST_COMMENT,
            placeholder=f"Comment on {title(name)}",
            label_visibility="collapsed",
        )


def _choose(name: str, titles: Mapping[Any, str], chosen: Mark | int, item: Item) -> None:
    """The final answer; what it is about stands beside it."""
    st.segmented_control(
        title(name),
        list(titles),
        default=chosen,
        required=True,
        key=_key(name, item),
        format_func=titles.__getitem__,
        label_visibility="collapsed",
        wrap=True,
    )


def in_words(name: str, review: Review) -> str:
    """Who gave a label, as Markdown made of titles and numbers only."""
    shown, needed = percents_told_apart(review.predicted.probabilities[name], review.predicted.thresholds[name])
    who = _who(review.first.labels[name], review.predicted.flags(name))
    return f"**{title(name)}** {who} {shown}, flagged from {needed}"


def related_in_words(review: Review) -> str:
    """The same for the class of `related`."""
    number = review.predicted.related_class
    return f"**{title(RELATED)}** The model: {RELATED_CLASSES[number]} {percent(review.predicted.related[number])}"


def _who(first: Mark, flagged: bool) -> str:
    if first == Mark.NOT_SURE:
        return ":gray-badge[:material/question_mark: You, not sure]"
    if first == Mark.MARKED:
        return ":blue-badge[:material/check: Both]" if flagged else ":violet-badge[:material/person: You only]"
    return ":orange-badge[:material/flag: The model only]" if flagged else ":gray-badge[Neither]"


def _key(what: str, item: Item) -> str:
    return f"review_final_{what}_{item.number}"


def _finish(desk: Desk, item: Item, review: Review, opened: Sequence[str], store: Store) -> None:
    """Reads the session first; from there on nothing of Streamlit's is called, so that nothing cuts the saving."""
    said = review.final or review.first
    session = {key: st.session_state.get(_key(key, item)) for key in (*opened, "note", "kind", RELATED)}
    comments = {name: (st.session_state.get(_key(f"comment_{name}", item)) or "").strip() for name in opened}
    related = said.related
    if RELATED in opened:
        related = None if session[RELATED] == NOT_SURE else session[RELATED]
    answers = {name: Mark(str(session[name])) for name in opened if name != RELATED}
    answer = changed(said, answers, related, item.chosen)
    if isinstance(answer, str):
        desk.objection = answer
    else:
        remarks = Remarks({**review.comments, **comments}, (session["note"] or "").strip(), session["kind"])
        desk.finish(review.id, answer, remarks, store, [name for name, mark in answers.items() if mark == Mark.MARKED])
