"""Reviews that disagree with the model, or with one another: a list to open, with a kind of error to choose."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID, uuid5

import streamlit as st

from classifier.formatting import listed, showable
from classifier.labels import BINARY_LABELS, title
from classifier.reviews.review import ErrorKind, Mark, Review
from classifier.reviews.store import Store
from classifier.ui.review.comparison import comparison, differences, in_brief
from classifier.ui.review.desk import Desk
from classifier.ui.review.final_answer import choose_kind
from classifier.ui.review.sums import ModelAtPoint, kind_of
from classifier.ui.shared.choice import told_apart

OPENED = "review_disagreement"
_LENGTH = 90


def disagreements(reviews: Sequence[Review]) -> dict[str, str]:
    """Messages about which reviewers and the model, or reviewers, disagree: a line for each, by the message's hash."""
    by_message: dict[str, list[Review]] = defaultdict(list)
    for review in reviews:
        by_message[review.message_sha256].append(review)
    divided = {name: said for name, said in by_message.items() if _divided(said) or any(map(_with_model, said))}
    return told_apart({name: _in_words(said) for name, said in divided.items()})


def draw_disagreements(
    desk: Desk, found: Mapping[str, str], kind: ModelAtPoint, stack: UUID | None, store: Store
) -> None:
    """The list, and the one that is opened: what was said about it in the stack, to that model at that point."""
    st.subheader("Disagreements", anchor=False)
    if not found:
        st.caption("Reviewers and the model agree on every message.")
        return
    opened = st.selectbox(  # shows its options as plain text
        f"Messages with a disagreement ({len(found):,})",
        list(found),
        index=None,
        key=OPENED,
        format_func=lambda name: found.get(name, ""),
        placeholder="Open one",
    )
    if opened is not None and opened in found:
        said = store.judgements_of(desk.reviewer, opened)
        _draw_message(desk, [one for one in said if kind_of(one) == kind and stack in (None, one.stack)], store)


def _draw_message(desk: Desk, said: Sequence[Review], store: Store) -> None:
    with st.container(border=True, key="review_opened"):
        for one in said[:1]:
            st.text(showable(one.message))
        for review in said:
            mine = review.reviewer.key == desk.reviewer.key
            st.text("You" if mine else showable(review.reviewer.name))  # a name could be Markdown
            for line in comparison(review.final or review.first, review.predicted, "You" if mine else "They"):
                st.markdown(line)
            if review.final and (review.final.labels, review.final.related) != (
                review.first.labels,
                review.first.related,
            ):
                st.markdown(f"**At first** {in_brief(review.first)}")
            for name, comment in review.comments.items():
                st.text(f"{title(name)}: {showable(comment)}")
            if review.note:
                st.text(f"Note: {showable(review.note)}")
            if mine:
                _draw_kind(desk, review, store)
            elif review.error_kind:
                st.caption(f"Kind of error: {review.error_kind.value}")


def _draw_kind(desk: Desk, review: Review, store: Store) -> None:
    key = f"review_kind_of_{review.id}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        choose_kind(key, review.error_kind)
        st.button("Save the kind", key=f"review_keep_{review.id}", on_click=_save, args=(desk, review, key, store))


def _save(desk: Desk, review: Review, key: str, store: Store) -> None:
    """Reads the session first; nothing of Streamlit's is called while it is saved."""
    kind: ErrorKind | None = st.session_state[key]
    desk.keep(replace(review, id=uuid5(review.id, str(kind)), error_kind=kind, supersedes=review.id), store)


def _with_model(review: Review) -> bool:
    return bool(differences(review.final or review.first, review.predicted))


def _divided(said: Sequence[Review]) -> list[str]:
    """The labels that some reviewers mark and others do not."""
    answers = {name: {one.first.labels[name] for one in said} - {Mark.NOT_SURE} for name in BINARY_LABELS}
    return [name for name, found in answers.items() if len(found) > 1]


def _in_words(said: Sequence[Review]) -> str:
    names = sorted({name for one in said for name in differences(one.final or one.first, one.predicted)})
    line = " ".join(said[0].message.split())
    shown = line if len(line) <= _LENGTH else f"{line[: _LENGTH - 1]}…"
    parts = [f"model: {listed([title(name) for name in names])}"] if names else []
    if divided := _divided(said):
        parts.append(f"reviewers: {listed([title(name) for name in divided])}")
    return f"{shown} ({'; '.join(parts)})"
