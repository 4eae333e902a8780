"""Where messages are judged: the stack, how far it is, and the message on the desk."""

from typing import TYPE_CHECKING

import streamlit as st

from classifier.errors import ReviewsError
from classifier.labels import BINARY_LABELS
from classifier.operating_points import BALANCED, OPERATING_POINTS, thresholds_at
from classifier.reviews.review import Predicted
from classifier.reviews.stack import Progress
from classifier.reviews.store import Store
from classifier.ui.review.comparison import draw_comparison
from classifier.ui.review.desk import Desk, Predict
from classifier.ui.review.judging import draw_form, draw_undo
from classifier.ui.review.new_stack import draw_new_stack
from classifier.ui.review.session import draw_failure
from classifier.ui.review.stacks import choose_stack
from classifier.ui.shared.checking import TO_CHECK
from classifier.ui.shared.operating_point import IN_FORCE

if TYPE_CHECKING:
    from classifier.inference import Classifier


def draw_workplace(desk: Desk, store: Store, classifier: "Classifier") -> None:
    """The stack, its progress, and one message."""
    predict = _predicting(classifier)
    asked: str | None = st.session_state.pop(TO_CHECK, None)
    if asked is not None:
        desk.put_answer(asked, predict)
    away = False
    try:
        choose_stack(desk, store, classifier)
        desk.take_next(store, predict)
    except ReviewsError as error:
        away = True
        if not desk.waiting:  # or else it has been said
            draw_failure(error)
    _draw_progress(desk, known=desk.item is not None or not away)
    if desk.stack is None and desk.item is None:
        draw_new_stack(desk, store, classifier)
    elif desk.item is None:
        _draw_end(desk, away)
    elif desk.review is None:
        draw_form(desk, desk.item, store)
    else:
        known = classifier.read(desk.item.message).language is not None
        draw_comparison(desk, desk.item, desk.review, store, known)


def _predicting(classifier: "Classifier") -> Predict:
    """What answers a message at the operating point in force."""
    point = st.session_state.get(IN_FORCE) or BALANCED
    thresholds = dict(thresholds_at(point, classifier.thresholds).values)

    def predict(message: str) -> Predicted:
        from classifier import __version__

        answer = classifier.predict([message])
        shares = dict(zip(BINARY_LABELS, answer.probabilities[0].tolist(), strict=True))
        low, middle, high = answer.related[0].tolist()
        sha256 = classifier.manifest.model_sha256
        return Predicted(sha256, __version__, point, thresholds, shares, (low, middle, high))

    return predict


def _draw_progress(desk: Desk, known: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="review_progress"):
        if desk.stack and desk.progress and known:
            st.markdown(_in_words(desk.progress, desk), width="content")
        if desk.saved and not desk.waiting:
            st.badge("Saved", icon=":material/check:", color="green")
        if desk.item:
            point = OPERATING_POINTS[desk.item.predicted.operating_point].title
            st.caption(f"Operating point: {point}", width="content")


def _in_words(progress: Progress, desk: Desk) -> str:
    """How many messages this reviewer has judged, and how many have all of their reviewers; the latter as last read."""
    since = {one.id for one in (*desk.waiting, desk.review) if one and one.supersedes is None}
    own, reviewers = progress.own + len(since), desk.stack.reviewers_per_message if desk.stack else 1
    skipped = f", {len(desk.skipped)} skipped" if desk.skipped else ""
    others = ""
    if reviewers > 1:
        others = f", {progress.complete} with all {reviewers} reviewers"
    elif progress.complete > progress.own:
        others = f", {progress.complete - progress.own} by others"
    return f"**{own} of {progress.messages}**{skipped}{others}"


def _draw_end(desk: Desk, away: bool) -> None:
    if away:
        st.info("The next message comes once the reviews can be read again.", icon=":material/cloud_off:")
    elif desk.skipped:
        st.info("Only messages that you skipped are left.", icon=":material/low_priority:")
    elif not desk.waiting:
        st.success("Nothing is left for you in this stack.", icon=":material/task_alt:")
    with st.container(horizontal=True):
        if desk.skipped:
            st.button(
                "Return to the skipped ones",
                key="review_skipped",
                icon=":material/undo:",
                type="primary",
                on_click=desk.return_to_skipped,
            )
        draw_undo(desk)
