"""Labels: every label's held-out figures as a table and as charts."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from classifier.charts import label_scores as charts
from classifier.charts.label_scores import best_first
from classifier.charts.style import PREVALENCE
from classifier.formatting import score_range
from classifier.operating_points import OPERATING_POINTS
from classifier.report.figures import SCORES, LabelFigures
from classifier.report.report import Report
from classifier.report.support import FEW_TEST_MESSAGES, SupportLevel
from classifier.ui.metrics import address
from classifier.ui.metrics.address import GROUP, POINT
from classifier.ui.metrics.figure import draw_figure, draw_table
from classifier.ui.metrics.label_group import choose_group, figures_of
from classifier.ui.metrics.meanings import draw_words
from classifier.ui.shared.choice import choose
from classifier.ui.shared.operating_point import choose_operating_point

_INTERVAL = "95 % interval"


@st.fragment
def draw(report: Report) -> None:
    """Draw the figures of all labels."""
    st.header("How good is each label?")
    with st.container(horizontal=True):
        labels = figures_of(report, choose_group(GROUP.key, address.write))
        point = choose_operating_point("How cautious should it be?", POINT.key, address.write)
    chosen = OPERATING_POINTS[point]
    st.markdown(f"Precision, recall and F1 are at the operating point **{chosen.title}**. This point {chosen.meaning}.")
    table = pd.DataFrame(label_row(figures, point) for figures in labels)
    draw_table(table, "metrics_labels_table", "Held-out figures of each label")
    _few(labels, point)
    draw_words("metrics_score_meanings", *SCORES.values(), "ECE", PREVALENCE)
    _scores(labels, point)
    st.subheader("Do rare labels do worse?")
    hollow = f"Hollow marks: fewer than {FEW_TEST_MESSAGES} test messages."
    nameless = " A mark without a name has no room for it: point at it, or open the table."
    st.markdown(hollow + nameless * charts.has_nameless_points(labels, point))
    draw_figure(
        charts.prevalence_chart(labels, point),
        "metrics_prevalence",
        "F1 and how common each label is",
        lambda: table[["Label", "Group", PREVALENCE, "F1", "Test messages", "Evidence"]],
    )


def label_row(figures: LabelFigures, point: str) -> dict[str, object]:
    """The row of a label in the table; figures from too few test messages are left out."""
    enough = figures.level == SupportLevel.ENOUGH
    scores = {words: figures.estimate(name, point).value if enough else None for name, words in SCORES.items()}
    return {
        "Label": figures.label.title,
        "Test messages": figures.support.test,
        **scores,
        "ECE": figures.ece if enough else None,
        PREVALENCE: figures.prevalence,
        "Threshold": figures.points[point].threshold,
        "Evidence": figures.level.value,
        "Group": figures.label.group,
    }


def interval_in_words(figures: LabelFigures, score: str, point: str) -> str:
    """The interval of a score, or why there is none."""
    if figures.level == SupportLevel.NONE:
        return "not measurable"
    estimate = figures.estimate(score, point)
    if estimate.value is None or not estimate.interval:
        return "not defined: nothing flagged"
    return score_range(estimate.interval, 2)


def _few(labels: Sequence[LabelFigures], point: str) -> None:
    few = sorted((figures for figures in labels if figures.level != SupportLevel.ENOUGH), key=lambda f: -f.support.test)
    if not few:
        return
    st.markdown(
        f"A dash: fewer than {FEW_TEST_MESSAGES} test messages carry the label, too few for a figure that can "
        f"be trusted. Here that is {', '.join(figures.label.title for figures in few)}."
    )
    known = st.expander(
        "What is known about them: 95 % intervals", icon=":material/help:", key="metrics_few", on_change="rerun"
    )
    if known.open:
        with known:
            draw_table(
                pd.DataFrame(_few_row(figures, point) for figures in few),
                "metrics_few_table",
                "Intervals of labels with too few test messages",
                formats=dict.fromkeys(SCORES.values()),
            )


def _few_row(figures: LabelFigures, point: str) -> dict[str, object]:
    return {
        "Label": figures.label.title,
        "Test messages": figures.support.test,
        "Evidence": figures.level.value,
        **{words: interval_in_words(figures, name, point) for name, words in SCORES.items()},
    }


def _scores(labels: Sequence[LabelFigures], point: str) -> None:
    st.subheader("From best to worst")
    score = choose("Score", SCORES, "metrics_score", "f1")
    draw_figure(
        charts.chart(labels, score, point),
        "metrics_scores",
        f"{SCORES[score]} and its interval",
        lambda: pd.DataFrame(_score_row(figures, score, point) for figures in best_first(labels, score, point)),
    )


def _score_row(figures: LabelFigures, score: str, point: str) -> dict[str, object]:
    row = label_row(figures, point)
    kept = {column: row[column] for column in ("Label", SCORES[score], "Test messages", "Evidence")}
    return kept | {_INTERVAL: interval_in_words(figures, score, point)}
