"""The page *Classify*: one message in, 36 outputs out, with the evidence beside each."""

import streamlit as st

from classifier import charts
from classifier.ui.parts.answer import draw_answer
from classifier.ui.parts.bars import draw_bars, draw_order
from classifier.ui.parts.chips import draw_chips
from classifier.ui.parts.downloads import draw_downloads
from classifier.ui.parts.draw import prepare
from classifier.ui.parts.evidence import evidence_table, related_evidence
from classifier.ui.parts.examples import draw_examples, open_link
from classifier.ui.parts.message import current_result, draw_box
from classifier.ui.parts.notes import draw_notes
from classifier.ui.parts.operating import draw_one_label, draw_switch, thresholds_in_force
from classifier.ui.parts.result import Result
from classifier.ui.parts.table import draw_table
from classifier.ui.parts.welcome import draw_welcome
from classifier.ui.parts.what_if import draw_what_if
from classifier.ui.parts.why import draw_why
from classifier.ui.resources import artifact_errors_shown, get_classifier, get_report

st.title("Classify a disaster message", anchor=False)
with artifact_errors_shown():
    open_link()
    box, choices = st.columns([3, 2], gap="large")
    with box:
        draw_box()
    with choices:
        draw_examples()
    classifier, report = get_classifier(), get_report()

with st.container():  # holds its place, so that what follows is not built anew when a warning comes or goes
    found = current_result(classifier)


@st.fragment
def draw_result(result: Result) -> None:
    """Everything below the message; moving a threshold runs this again and nothing else."""
    thresholds = thresholds_in_force(classifier.thresholds)
    table, related = evidence_table(result, thresholds, report), related_evidence(result, report)
    left, right = st.columns([2, 3], gap="large")
    with left.container(key="answer"):
        draw_answer(result, table, related)
    with left.container():
        draw_notes(result, table)
    with left.container():
        draw_chips(result, report)
    with left.container():
        draw_one_label(table, classifier.thresholds, report)
    with right:
        with st.container(horizontal=True, gap="medium"):
            draw_switch()
            grouped = draw_order()
        draw_bars(table, grouped)
    why, what_if, as_table, files = st.tabs(["Why", "What if", "Table", "Download"], key="tabs")
    with why:
        draw_why(result, table, classifier)
    with what_if:
        draw_what_if(result, thresholds, classifier)
    with as_table:
        draw_table(table, related)
    with files:
        draw_downloads(result, table, thresholds, classifier.manifest)


if found is None:
    draw_welcome(report)
    prepare(charts.probability_bars, charts.related_bars, charts.word_effects, charts.changes)
else:
    draw_result(found)
