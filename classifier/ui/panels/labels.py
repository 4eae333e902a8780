"""Labels: every label's held-out record as a table and as charts."""

import pandas as pd
import streamlit as st

from classifier import label_charts as charts
from classifier.labels import FEW_TEST_MESSAGES
from classifier.report import Report
from classifier.report_tables import SCORES, intervals, readable, untrusted
from classifier.ui.panels.choices import choose_group, choose_point, members, point_in_words
from classifier.ui.panels.figure import figure, panel, table

_COLUMNS = (
    "title",
    "test",
    "f1",
    "precision",
    "recall",
    "average_precision",
    "roc_auc",
    "ece",
    "prevalence",
    "threshold",
    "evidence",
    "group",
)


@panel
def draw(report: Report) -> None:
    """Draw the figures of all labels."""
    st.header("How good is each label?")
    with st.container(horizontal=True):
        group = choose_group("metrics_labels_group")
        point = choose_point()
    st.markdown(point_in_words(point))
    labels = report.labels(point)
    labels = labels[labels["name"].isin(members(group))]
    table(readable(labels), "metrics_labels_table", "Held-out figures of each label", _COLUMNS, height=422)
    _untrusted(labels)
    _scores(labels)
    st.subheader("Do rare labels do worse?")
    st.markdown(f"Hollow marks: fewer than {FEW_TEST_MESSAGES} test messages.")
    figure(
        charts.score_by_prevalence(labels),
        "metrics_prevalence",
        "F1 and prevalence",
        readable(labels),
        ["title", "group", "prevalence", "f1", "test", "evidence"],
    )


def _untrusted(labels: pd.DataFrame) -> None:
    rows = untrusted(labels)
    if rows.empty:
        return
    st.markdown(
        f"A dash: fewer than {FEW_TEST_MESSAGES} test messages carry the label, too few for a figure that can "
        f"be trusted. Here that is {', '.join(rows['title'])}."
    )
    with st.expander("What is known about them: 95 % intervals", icon=":material/help:", key="metrics_untrusted"):
        table(
            rows,
            "metrics_untrusted_table",
            "Intervals of labels with few test messages",
            ["title", "test", "evidence", *SCORES],
            config=SCORES,
        )


def _scores(labels: pd.DataFrame) -> None:
    st.subheader("From best to worst")
    score = st.segmented_control(
        "Score",
        list(SCORES),
        default="f1",
        format_func=SCORES.__getitem__,
        required=True,
        key="metrics_score",
        persist_state="session",
        wrap=True,
    )
    rows = intervals(labels, score)
    figure(
        charts.scores(labels, score, SCORES[score]),
        "metrics_scores",
        f"{SCORES[score]} and its interval",
        rows,
        ["title", score, "words", "test", "evidence"],
    )
