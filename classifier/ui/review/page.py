"""The page *Review*: a person judges messages, sees the answer afterwards, and what it all adds up to is kept."""

import streamlit as st

from classifier.errors import ReviewsError
from classifier.ui.resources import get_report, wait_for_classifier
from classifier.ui.review.exchange import draw_exchange
from classifier.ui.review.record import get_store
from classifier.ui.review.results import draw_results
from classifier.ui.review.reviewer import choose_reviewer
from classifier.ui.review.session import desk_of, draw_failure, draw_unsaved
from classifier.ui.review.workplace import draw_workplace
from classifier.ui.shared.artifact_errors import artifact_errors_shown

TABS, VIEW = ("Review", "What it adds up to", "Files"), "review_view"

with st.container(horizontal=True, vertical_alignment="bottom"):
    st.title("Review", anchor=False, width="stretch")
    reviewer = choose_reviewer()
with artifact_errors_shown():
    report, classifier = get_report(), wait_for_classifier()
if reviewer is None:
    st.markdown(
        "Judge messages yourself, **before** you see the model's answer; then compare. Every judgement is kept, and "
        "together they show how precise the model is on your own messages, with intervals."
    )
    st.info("Enter your name to begin. It stands beside your judgements, and whoever uses this app can read it.")
    st.stop()
desk = desk_of(reviewer)
try:
    store = get_store()
    draw_unsaved(desk, store)
    work, results, files = st.tabs(TABS, key=VIEW, on_change="rerun")
    if work.open:
        with work:
            draw_workplace(desk, store, classifier)
    if results.open:
        with results:
            draw_results(desk, store, report, classifier.manifest.model_sha256)
    if files.open:
        with files:
            draw_exchange(reviewer, store)
except ReviewsError as error:
    if not desk.waiting:  # or else it has been said
        draw_failure(error)
