"""The page *Classify*: one message in, 36 outputs out, with the evidence beside each."""

from typing import TYPE_CHECKING

import streamlit as st

from classifier.operating_points import Thresholds
from classifier.report.evidence import Evidence, gather
from classifier.ui.classify.answer import draw_answer
from classifier.ui.classify.consistency import draw_consistency
from classifier.ui.classify.downloads import draw_downloads
from classifier.ui.classify.examples import draw_examples, draw_steps
from classifier.ui.classify.links import draw_copy_link, follow_link, show_in_address
from classifier.ui.classify.message import answer_submitted, draw_box, draw_outdated
from classifier.ui.classify.one_label import draw_label_choice, draw_opened_label
from classifier.ui.classify.parts import draw_long_message, draw_parts
from classifier.ui.classify.present import draw_toggle, is_first_draw, is_presenting
from classifier.ui.classify.probabilities import draw_probabilities
from classifier.ui.classify.recent import draw_recent, remember
from classifier.ui.classify.related import draw_related
from classifier.ui.classify.settings import TABS, TOPICS, VIEW, write
from classifier.ui.classify.table import draw_table
from classifier.ui.classify.thresholds import draw_moved, draw_switch, thresholds_in_force
from classifier.ui.classify.unknown_language import draw_unknown_language
from classifier.ui.classify.welcome import draw_intended_use, draw_welcome
from classifier.ui.classify.what_if import draw_what_if
from classifier.ui.classify.why import draw_why
from classifier.ui.classify.words_read import draw_reading_notice, draw_words_read
from classifier.ui.resources import get_report, wait_for_classifier
from classifier.ui.shared.artifact_errors import artifact_errors_shown
from classifier.ui.shared.checking import draw_check, note_shown
from classifier.ui.shared.submission import SUBMITTED

if TYPE_CHECKING:
    from classifier.inference import Answer

follow_link(arrived=is_first_draw())
presenting = is_presenting()
with st.container(horizontal=True, vertical_alignment="center"):
    if not (presenting and SUBMITTED in st.session_state):
        st.title("Classify a disaster message", anchor=False, width="stretch")
    returns = st.container(horizontal=True, width="content")
    draw_toggle()
    if presenting:
        draw_steps()
top = st.container(gap="xsmall")
with top:
    draw_box()
    if not presenting:
        draw_examples()
with artifact_errors_shown():
    report, classifier = get_report(), wait_for_classifier()

with top:  # with what is above, so that what follows is not rebuilt when a warning comes or goes
    found = answer_submitted(classifier)
    if found is not None:
        draw_outdated()
        remember(found.message)
        note_shown(found.message)
show_in_address()
if not presenting:
    with returns:
        if found is not None:
            draw_check(found.message)
        draw_recent()
        draw_copy_link(found.message if found else None)


@st.fragment
def draw_everything(answer: "Answer") -> None:
    """Everything below the message; moving a threshold reruns this and nothing else."""
    thresholds = thresholds_in_force(classifier.thresholds)
    known = answer.reading.language is not None
    evidence = gather(answer.probabilities, answer.related, thresholds, report, language_known=known)
    with st.container():
        draw_unknown_language(answer.reading.identified)
        draw_reading_notice(answer.reading)
        draw_long_message(answer.reading, presenting=presenting)
    with st.container(key="answer", gap="xsmall"):
        draw_answer(answer, evidence, thresholds.point, presenting=presenting)
        if presenting or VIEW.chosen != TOPICS:
            draw_moved(classifier.thresholds)
    if presenting:
        _present(answer, evidence)
    else:
        _draw_tabs(answer, evidence, thresholds)
    draw_opened_label(answer, report, classifier)


def _present(answer: "Answer", evidence: Evidence) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        draw_probabilities(evidence, presenting=True)
    with right:
        draw_why(answer, evidence, classifier)


def _draw_tabs(answer: "Answer", evidence: Evidence, thresholds: Thresholds) -> None:
    topics, why, what_if, read, table, files = st.tabs(TABS, key=VIEW.key, on_change=write)
    if topics.open:
        with topics:
            _draw_topics(evidence)
    if why.open:
        with why:
            draw_why(answer, evidence, classifier)
    if what_if.open:
        with what_if:
            draw_what_if(answer, evidence, thresholds, report, classifier)
    if read.open:
        with read:
            draw_words_read(answer.reading, report)
            with st.container(key="parts"):
                draw_parts(answer, evidence)
    if table.open:
        with table:
            draw_table(evidence)
    if files.open:
        with files:
            draw_downloads(answer, evidence, thresholds, classifier.manifest)


def _draw_topics(evidence: Evidence) -> None:
    left, right = st.columns([3, 2], gap="large")
    with left:
        draw_probabilities(evidence)
    with right:
        if evidence.language_known:
            draw_switch(report)
            draw_moved(classifier.thresholds)
        draw_label_choice(evidence)
        draw_consistency(evidence)
        st.caption("About a disaster?")
        draw_related(evidence)


if found is None:
    draw_intended_use()
    draw_welcome(report)
else:
    with st.container(key="answer_area", gap="xsmall"):
        draw_everything(found)
