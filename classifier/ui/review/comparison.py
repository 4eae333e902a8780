"""The reviewer's first judgement beside the model's answer and, after it, what others said."""

from collections.abc import Sequence, Set

import streamlit as st

from classifier.errors import ReviewsError
from classifier.formatting import listed, percent, percents_told_apart, showable
from classifier.labels import BINARY_LABELS, PARENTS, RELATED_CLASSES, title
from classifier.reviews.review import Judgement, Mark, Predicted, Review
from classifier.reviews.store import Store
from classifier.ui.review.desk import Desk, Item
from classifier.ui.review.final_answer import draw_final_answer
from classifier.ui.review.judging import draw_message


def draw_comparison(desk: Desk, item: Item, review: Review, store: Store, language_known: bool) -> None:
    """What was said, what the model says, what others said, and the form to comment, to change or to confirm it."""
    draw_message(item)
    left, right = st.columns([3, 2])
    with left.container(gap="xsmall", key="review_comparison"):
        for line in agreed(review.first, review.predicted):
            st.markdown(line)
    if not language_known:
        st.caption(
            "The model takes this message to be in a language that it does not know. Its flags count here as they do "
            "in all figures; on *Classify* nothing is flagged."
        )
    if not review.blind:
        st.caption("Not blind: you had been shown the answer before. This review is kept apart from the figures.")
    _draw_others(desk, review, store)
    draw_final_answer(desk, item, review, store, right)


def _draw_others(desk: Desk, review: Review, store: Store) -> None:
    """What others said about the message: the record gives it to those only who have judged it themselves."""
    try:
        others = store.judgements_of_others(desk.reviewer, review.message)
    except ReviewsError:  # said above, where the review waits to be saved
        return
    with st.container(gap="xxsmall", key="review_others"):
        for one in others:
            with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
                st.text(showable(one.reviewer.name), width="content")  # a name could be Markdown
                st.markdown(in_brief(one.final or one.first), width="content")


def in_brief(judgement: Judgement) -> str:
    """A judgement in one line of Markdown, made of titles only."""
    marked = " ".join(f":blue-badge[{title(name)}]" for name in marks(judgement, Mark.MARKED))
    unsure = " ".join(
        f":gray-badge[:material/question_mark: {title(name)}]" for name in marks(judgement, Mark.NOT_SURE)
    )
    related = "not sure" if judgement.related is None else RELATED_CLASSES[judgement.related]
    return " ".join(filter(None, (marked or "no topic", unsure, f"· {related}")))


def agreed(judgement: Judgement, predicted: Predicted) -> list[str]:
    """What reviewer and model agree on, and what was filled in, a line of Markdown each, of titles and numbers only."""
    marked = set(marks(judgement, Mark.MARKED))
    both = {name for name in marked if predicted.flags(name)}
    lines = [_line("You and the model", "blue", ":material/check:", both, predicted), *_filled_in(marked)]
    if not both:
        neither = not marked and not any(map(predicted.flags, BINARY_LABELS))
        common = "Neither you nor the model gave it any topic." if neither else "You and the model share no topic."
        lines.insert(0, common)
    same = judgement.related == predicted.related_class
    if same and not differences(judgement, predicted) and not marks(judgement, Mark.NOT_SURE):
        lines.insert(0, ":green-badge[:material/check: You and the model agree on every label]")
    return [*filter(None, lines), *([_related(judgement, predicted, "You")] if same else [])]


def comparison(judgement: Judgement, predicted: Predicted, who: str) -> list[str]:
    """The labels by who gave them, a line of Markdown each, made of titles and numbers only; `who` is ours."""
    marked, unsure = set(marks(judgement, Mark.MARKED)), set(marks(judgement, Mark.NOT_SURE))
    flagged = {name for name in BINARY_LABELS if predicted.flags(name)}
    lines = (
        _line(f"{who} and the model", "blue", ":material/check:", marked & flagged, predicted),
        _line(f"{who} only", "violet", ":material/person:", marked - flagged, predicted),
        _line("The model only", "orange", ":material/flag:", flagged - marked - unsure, predicted),
        _line(f"{who}, not sure", "gray", ":material/question_mark:", unsure, predicted),
    )
    neither = "Neither reviewer nor model gave it any topic."
    return [*([line for line in lines if line] or [neither]), *_filled_in(marked), _related(judgement, predicted, who)]


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


def _filled_in(marked: Set[str]) -> list[str]:
    found = implications(marked)
    return [f"**Filled in** {'; '.join(found)}."] if found else []


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
