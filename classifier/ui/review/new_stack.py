"""A new stack: from pasted lines, from a scored file, or from the test messages."""

import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

import numpy as np
import streamlit as st

from classifier.dataset import public_files
from classifier.errors import DataError, ReviewsError
from classifier.labels import BINARY_LABELS, LEARNABLE, title
from classifier.operating_points import BALANCED, thresholds_at
from classifier.reviews.review import Method, Sampling, Source
from classifier.reviews.sampling import by_label, by_uncertainty, draw_rows, expected_marked, simple_random
from classifier.reviews.stack import Stack, StackMessage
from classifier.reviews.store import Store
from classifier.ui import resources
from classifier.ui.review.desk import Desk
from classifier.ui.shared.choice import choose
from classifier.ui.shared.label_choice import choose_label
from classifier.ui.shared.operating_point import IN_FORCE
from classifier.ui.shared.scored_file import ScoredFile, readable, scored_file

if TYPE_CHECKING:
    from classifier.inference import Classifier

SOURCE, LINES, METHOD, LABEL, SIZE, REVIEWERS = (
    f"review_new_{what}" for what in ("source", "lines", "method", "label", "size", "reviewers")
)
MOST, USUAL = 1_000, 20
"""Messages of a stack: as many as it can have, and as many as are offered."""

VARIABLE = "DISASTER_DATA"
_METHODS = {
    Method.RANDOM: "At random",
    Method.UNCERTAIN: "Uncertain ones more often",
    Method.STRATIFIED: "By the probability of a label",
}
_TITLES = {Source.PASTE: "Pasted lines", Source.MANY_MESSAGES: "Many messages", Source.TEST_MESSAGES: "Test messages"}
_FIRST_LABEL = "water"


class Batch(NamedTuple):
    """The messages of a new stack, and its name."""

    name: str
    messages: Sequence[StackMessage]


def draw_new_stack(desk: Desk, store: Store, classifier: "Classifier") -> None:
    """Let people make a stack of one of the sources that are at hand."""
    st.markdown("**A new stack of messages**")
    file, folder = scored_file(), os.environ.get(VARIABLE)
    at_hand = {Source.PASTE, *([Source.MANY_MESSAGES] if file else []), *([Source.TEST_MESSAGES] if folder else [])}
    titles = {source.value: name for source, name in _TITLES.items() if source in at_hand}
    if st.session_state.get(SOURCE) not in titles:
        st.session_state.pop(SOURCE, None)
    source = Source(choose("Messages from", titles, SOURCE, Source.PASTE))
    make = _chooser(source, file, folder, classifier)
    reviewers = st.number_input("Reviewers per message", 1, 10, key=REVIEWERS, width=180)
    if st.button("Make the stack", key="review_make", type="primary", icon=":material/library_add:"):
        _make(desk, store, source, make, int(reviewers))


def _chooser(
    source: Source, file: ScoredFile | None, folder: str | None, classifier: "Classifier"
) -> Callable[[], Batch]:
    if source == Source.MANY_MESSAGES and file:
        return _choose_of_file(file, classifier)
    if source == Source.TEST_MESSAGES and folder:
        size = _choose_size()
        return lambda: _of_test_messages(folder, size)
    lines = st.text_area("Messages, one per line", key=LINES, height=140)
    if not file:
        st.caption("A file that you score on *Many messages* can be drawn from here too.")
    return lambda: _of_lines(lines)


def _choose_of_file(file: ScoredFile, classifier: "Classifier") -> Callable[[], Batch]:
    titles = {method.value: name for method, name in _METHODS.items()}
    method = Method(choose("Draw", titles, METHOD, Method.RANDOM))
    label = choose_label(LEARNABLE, LABEL, _FIRST_LABEL) if method == Method.STRATIFIED else None
    size = _choose_size()
    st.caption(
        "From the messages that the model could read, each text once. You have seen the answers to this file, so your "
        "own reviews of it are kept apart as **not blind**; those of others are blind."
    )
    point = st.session_state.get(IN_FORCE) or BALANCED
    thresholds = thresholds_at(point, classifier.thresholds).values
    if label:
        st.markdown(_expected(file, label, size, thresholds[label]))
    return lambda: _of_file(file, method, label, size, thresholds)


def _expected(file: ScoredFile, label: str, size: int, threshold: float) -> str:
    """How many messages of such a stack carry the label, and how many of a random one, in Markdown of our own."""
    column = file.scored.probabilities[readable(file), BINARY_LABELS.index(label)].astype(np.float64)
    if not len(column):
        return ""
    here = expected_marked(column, by_label(column, threshold, size))
    elsewhere = expected_marked(column, simple_random(len(column), size))
    return f"About **{here:.0f}** of these should carry {title(label)}; of a random stack about {elsewhere:.0f}."


def _choose_size() -> int:
    return int(st.number_input("How many", 1, MOST, USUAL, key=SIZE, width=180))


def _make(desk: Desk, store: Store, source: Source, make: Callable[[], Batch], reviewers: int) -> None:
    """Make the stack, keep it, and begin with it; a sentence if there is no message to begin with."""
    try:
        batch = make()
    except DataError as error:
        st.error("These messages cannot be used:", icon=":material/draft:")
        st.text(str(error))
        return
    stack = Stack(uuid4(), batch.name, source, datetime.now(UTC), batch.messages, reviewers, desk.reviewer)
    try:
        store.add_stack(stack)
    except ReviewsError as error:
        st.error("The stack could not be kept:", icon=":material/cloud_off:")
        st.text(str(error))
        return
    desk.open(stack.summary)
    st.rerun()


def _of_lines(lines: str | None) -> Batch:
    """All of the pasted lines, each once."""
    found = _each_once((lines or "").splitlines())
    if not found:
        raise DataError("Paste at least one message.")
    if len(found) > MOST:
        raise DataError(f"There are {len(found):,} lines; a stack has at most {MOST:,}.")
    return Batch("all lines", [StackMessage(one, Sampling(Method.ALL, 1.0)) for one in found])


def _of_test_messages(folder: str, size: int) -> Batch:
    messages = _test_messages(folder)
    return Batch("at random", _drawn(messages, simple_random(len(messages), size), Method.RANDOM))


def _of_file(file: ScoredFile, method: Method, label: str | None, size: int, thresholds: Mapping[str, float]) -> Batch:
    """A sample of a scored file, of the messages that the model could read."""
    scored = file.scored
    rows = readable(file)
    rows = rows[~scored.messages.take(rows).to_pandas().duplicated().to_numpy()]
    if not len(rows):
        raise DataError("The model could read none of the messages of this file.")
    probabilities = scored.probabilities[rows].astype(np.float64)
    if method == Method.UNCERTAIN:
        limits = np.array([thresholds[name] for name in BINARY_LABELS])
        chances, how = by_uncertainty(probabilities, limits, size), "uncertain ones more often"
    elif method == Method.STRATIFIED and label:
        column = probabilities[:, BINARY_LABELS.index(label)]
        chances, how = by_label(column, thresholds[label], size), f"by the probability of {title(label)}"
    else:
        chances, how = simple_random(len(rows), size), "at random"
    messages = scored.messages.take(rows).to_pylist()
    return Batch(f"{file.name}, {how}", _drawn(messages, chances, method, label))


def _drawn(
    messages: Sequence[str], chances: np.ndarray, method: Method, label: str | None = None
) -> list[StackMessage]:
    """A sample of messages with these chances to be in it."""
    rows = draw_rows(chances, secrets.randbits(32)).tolist()
    return [StackMessage(messages[row], Sampling(method, min(float(chances[row]), 1.0), label)) for row in rows]


def _each_once(lines: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, map(str.strip, lines))))


@st.cache_resource(max_entries=1, show_spinner="Reading the test messages")
def _test_messages(folder: str) -> list[str]:
    """The test messages of the two public files, each text once; DataError if they cannot be read."""
    frame = public_files.read(public_files.contents(folder))
    seed = resources.get_report().split_seed
    return _each_once(public_files.held_out(frame, seed).messages)
