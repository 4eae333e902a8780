"""A file with gold labels as a test of the model: how well it does, where people disagree, which thresholds fit."""

import streamlit as st

from classifier.operating_points import Thresholds
from classifier.report.report import Report
from classifier.scoring.evaluation_text import rows_in_words
from classifier.scoring.scored import Scored
from classifier.ui.batch.judgement import judgement_of
from classifier.ui.batch.operating_point import choose_operating_point
from classifier.ui.shared.artifact_errors import artifact_errors_shown
from classifier.ui.shared.choice import as_they_are, choose

SCORES, DISAGREEMENTS, THRESHOLDS = PARTS = ("Scores", "Disagreements", "Thresholds")
PART = "evaluation_part"


def has_gold(scored: Scored) -> bool:
    """Whether a scored file has gold labels, also those that cannot be read."""
    return judgement_of(scored).exists


@st.fragment
def draw_evaluation(scored: Scored, report: Report, thresholds: Thresholds) -> None:
    """Draw what the gold labels say at the thresholds of an operating point, none of them moved."""
    found = judgement_of(scored)
    if found.gold is None:
        st.error("The gold labels of this file cannot be read:", icon=":material/draft:")
        st.text(found.trouble or "There are none.")  # holds names and cells of the file, which could be Markdown
        return
    with artifact_errors_shown():
        rows = found.judged(found.gold)
    st.markdown(rows_in_words(rows))
    if not len(rows):
        st.info("No labelled row is left to judge the model on.", icon=":material/search_off:")
        return
    from classifier.ui.batch import disagreements, gold_scores, suggested_thresholds  # imports Altair, which takes time

    with st.container(horizontal=True):
        choose_operating_point(thresholds.point)
        part = choose("Look at", as_they_are(*PARTS), PART, SCORES)
    if part == SCORES:
        gold_scores.draw(found, rows, report, thresholds)
    elif part == DISAGREEMENTS:
        disagreements.draw(found, rows, thresholds)
    else:
        suggested_thresholds.draw(found, rows, thresholds)
