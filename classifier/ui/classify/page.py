"""The page *Classify*: one message in, 36 outputs out, with the evidence beside each."""

from typing import TYPE_CHECKING

import streamlit as st

from classifier.report.evidence import gather
from classifier.ui.classify.answer import draw_answer
from classifier.ui.classify.consistency import draw_consistency
from classifier.ui.classify.downloads import draw_downloads
from classifier.ui.classify.examples import draw_examples, open_link
from classifier.ui.classify.message import answer_submitted, draw_box
from classifier.ui.classify.one_label import draw_one_label
from classifier.ui.classify.parts import draw_long_message, draw_parts
from classifier.ui.classify.probabilities import draw_probabilities
from classifier.ui.classify.table import draw_table
from classifier.ui.classify.thresholds import thresholds_in_force
from classifier.ui.classify.unknown_language import draw_unknown_language
from classifier.ui.classify.welcome import draw_welcome
from classifier.ui.classify.what_if import draw_what_if
from classifier.ui.classify.why import draw_why
from classifier.ui.classify.words_read import draw_words_read
from classifier.ui.resources import get_report, wait_for_classifier
from classifier.ui.shared.artifact_errors import artifact_errors_shown

if TYPE_CHECKING:
    from classifier.inference import Answer

st.title("Classify a disaster message", anchor=False)
open_link()
box, choices = st.columns([3, 2], gap="large")
with box:
    draw_box()
with choices:
    draw_examples()
with artifact_errors_shown():
    report, classifier = get_report(), wait_for_classifier()

with st.container():  # always there, so that what follows is not rebuilt when a warning comes or goes
    found = answer_submitted(classifier)


@st.fragment
def draw_everything(answer: "Answer") -> None:
    """Everything below the message; moving a threshold reruns this and nothing else."""
    thresholds = thresholds_in_force(classifier.thresholds)
    known = answer.reading.language is not None
    evidence = gather(answer.probabilities, answer.related, thresholds, report, language_known=known)
    with st.container():
        draw_unknown_language(answer.reading.identified)
        draw_long_message(answer.reading)
    left, right = st.columns([2, 3], gap="large")
    with left.container(key="answer"):
        draw_answer(answer, evidence)
    with left.container():
        draw_consistency(evidence)
    with left.container(key="parts"):
        draw_parts(answer, evidence)
    with left.container():
        draw_words_read(answer.reading, report)
    with left.container():
        if known:
            draw_one_label(evidence, thresholds.point, classifier.thresholds)
    with right:
        draw_probabilities(evidence)
    why, what_if, table, files = st.tabs(["Why", "What if", "Table", "Download"], key="tabs", on_change="rerun")
    if why.open:
        with why:
            draw_why(answer, evidence, classifier)
    if what_if.open:
        with what_if:
            draw_what_if(answer, evidence, thresholds, report, classifier)
    if table.open:
        with table:
            draw_table(evidence)
    if files.open:
        with files:
            draw_downloads(answer, evidence, thresholds, classifier.manifest)


if found is None:
    draw_welcome(report)
else:
    draw_everything(found)
