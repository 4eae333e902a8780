"""The page *Many messages*: a file in, its answers out, the most urgent or the most doubtful ones first."""

import streamlit as st

from classifier.ui.batch.chooser import draw_chooser, draw_chosen, draw_trouble
from classifier.ui.batch.progress import draw_progress
from classifier.ui.batch.result import draw_result
from classifier.ui.batch.stages import Chosen, Result, Running, stage
from classifier.ui.resources import get_report, wait_for_classifier
from classifier.ui.shared.artifact_errors import artifact_errors_shown

found = stage()
if not isinstance(found, Result):  # which has its buttons beside the title
    st.title("Many messages", anchor=False)
with artifact_errors_shown():
    report, classifier = get_report(), wait_for_classifier()
draw_trouble()
match found:
    case Chosen():
        draw_chosen(found)
    case Running():
        draw_progress(found)
    case Result():
        draw_result(found, classifier, report)
    case _:
        draw_chooser()
