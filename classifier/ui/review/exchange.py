"""Reviews as files, in and out, and the ways to delete them for good."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import streamlit as st

from classifier.errors import DataError, ReviewsError
from classifier.reviews.files import CSV, JSON_LINES, read_reviews, write_reviews
from classifier.reviews.review import Review, Reviewer
from classifier.reviews.store import Deleted, Store, visible_to
from classifier.ui.review.sums import Visible, sums_of
from classifier.ui.shared.choice import told_apart
from classifier.ui.shared.download import draw_download
from classifier.ui.shared.uploads import release

TURN, SAID, DELETED_ONE, SURE = "review_import_turn", "review_files_said", "review_delete_one", "review_delete_sure"
DELETE = "delete"
_LENGTH, _LENGTH_OF_NAME = 90, 60
_FORMATS = {CSV: ("CSV", "text/csv"), JSON_LINES: ("JSON Lines", "application/jsonl")}


def draw_exchange(reviewer: Reviewer, store: Store) -> None:
    """Export, import, delete."""
    said = st.session_state.pop(SAID, None)
    if said:
        st.text(said)
    st.subheader("Export", anchor=False)
    st.markdown(
        "Every field needed to score again: your reviews, and others' reviews of messages that you have judged. "
        "`python -m classifier.review export FILE` writes all of them."
    )
    with st.container(horizontal=True):
        for ending, (name, kind) in _FORMATS.items():
            draw_download(
                f"Download {name}",
                lambda ending=ending: _exported(reviewer, store, ending),  # type: ignore[misc]
                f"reviews{ending}",
                kind,
                f"review_export_{ending[1:]}",
            )
    _draw_import(store)
    _draw_delete(reviewer, store)


def _exported(reviewer: Reviewer, store: Store, ending: str) -> bytes:
    """The reviews that this reviewer may see, superseded ones too, as a file."""
    with tempfile.TemporaryDirectory(prefix="classifier-reviews-") as folder:
        path = Path(folder) / f"reviews{ending}"
        write_reviews(path, visible_to(reviewer, list(store.reviews())))
        return path.read_bytes()


def _draw_import(store: Store) -> None:
    st.subheader("Import", anchor=False)
    turn = st.session_state.get(TURN, 0)  # a new one lets go of the bytes of the file before
    file = st.file_uploader("A file of reviews", ["csv", "jsonl"], key=f"review_file_{turn}")
    st.caption("One that was exported here or by the command. Reviews that are there already stay as they are.")
    if file is None:
        return
    try:
        reviews = _imported(file.getvalue(), file.name)
        new = store.save_all(reviews)
    except (DataError, ReviewsError) as error:
        st.error("This file cannot be imported:", icon=":material/draft:")
        st.text(str(error))  # holds cells of the file, which could be Markdown
        return
    release([file])
    st.session_state[TURN] = turn + 1
    st.session_state[SAID] = f"{_reviews(new)} added; {len(reviews) - new:,} were there already."
    st.rerun()


def _imported(content: bytes, name: str) -> Sequence[Review]:
    """The reviews of an uploaded file, which errors call by its name, or by the end of a long one."""
    with tempfile.TemporaryDirectory(prefix="classifier-reviews-") as folder:
        path = Path(folder) / Path(name.replace("\0", "")).name[-_LENGTH_OF_NAME:]
        path.write_bytes(content)
        return read_reviews(path)


def _draw_delete(reviewer: Reviewer, store: Store) -> None:
    st.subheader("Delete for good", anchor=False)
    visible = Visible(reviewer, store, None)
    own = sums_of(reviewer, store, None).part("own", make=lambda: _own(reviewer, visible.all()))
    left, right = st.columns(2, gap="large")
    with left:
        st.selectbox(  # shows its options as plain text
            "One of your reviews",
            list(own),
            index=None,
            key=DELETED_ONE,
            format_func=lambda id_: own.get(id_, ""),
            placeholder="Choose a message",
        )
        st.button("Delete this review", key="review_delete", icon=":material/delete:", on_click=_delete, args=(store,))
    with right:
        st.text_input(f"Everybody's reviews and all stacks: type “{DELETE}”", key=SURE)
        st.button(
            "Delete all reviews",
            key="review_delete_all",
            icon=":material/delete_forever:",
            on_click=_delete_all,
            args=(store,),
        )


def _own(reviewer: Reviewer, reviews: Sequence[Review]) -> dict[UUID, str]:
    """The beginning of each message that the reviewer judged, by the review's id."""
    mine = [one for one in reviews if one.reviewer.key == reviewer.key]
    return told_apart({one.id: " ".join(one.message.split())[:_LENGTH] for one in mine})


def _delete(store: Store) -> None:
    chosen: UUID | None = st.session_state.get(DELETED_ONE)
    if chosen is None:
        st.session_state[SAID] = "Choose a review first."
        return
    st.session_state[DELETED_ONE] = None
    try:
        st.session_state[SAID] = _in_words(store.delete(chosen))
    except ReviewsError as error:
        st.session_state[SAID] = str(error)


def _delete_all(store: Store) -> None:
    if (st.session_state.get(SURE) or "").strip().lower() != DELETE:
        st.session_state[SAID] = f"Type “{DELETE}” first: nothing was deleted."
        return
    st.session_state[SURE] = ""
    try:
        st.session_state[SAID] = _in_words(store.delete_all())
    except ReviewsError as error:
        st.session_state[SAID] = str(error)


def _in_words(deleted: Deleted) -> str:
    elsewhere = f" The same message stands in {_reviews(deleted.elsewhere)} more." if deleted.elsewhere else ""
    return f"{_reviews(deleted.reviews)} deleted, corrections counted.{elsewhere}"


def _reviews(count: int) -> str:
    return f"{count:,} review" if count == 1 else f"{count:,} reviews"
