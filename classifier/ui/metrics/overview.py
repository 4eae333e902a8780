"""Overview: the headline figures with their intervals, what they mean, and where the model is strong and weak."""

from collections.abc import Sequence

import streamlit as st

from classifier.charts.label_scores import best_first
from classifier.formatting import percent, score, score_range, with_interval
from classifier.operating_points import BALANCED
from classifier.report.figures import METRICS, LabelFigures, metric_digits
from classifier.report.report import Report
from classifier.report.support import FEW_TEST_MESSAGES, SupportLevel
from classifier.ui.metrics import calibration
from classifier.ui.metrics.meanings import ARTICLE_TOTAL, INTERVALS, METRIC_MEANINGS, draw_words

ARTICLE = "article_total"
HEADLINES = tuple(metric for metric in METRIC_MEANINGS if metric != ARTICLE)
"""What is on the cards; the article total needs an explanation and has a place of its own."""


def draw_provenance(report: Report) -> None:
    """Say which model, which messages and which split the page is about."""
    st.markdown(
        f"Measured on **{report.rows.test:,} test messages** that the model was never trained on, of "
        f"{report.rows.total:,} messages in all. {INTERVALS}"
    )
    st.markdown(
        f":small[Model {report.version}, hash of its file {report.model_sha256[:12]}…; data split with seed "
        f"{report.split_seed}.]"
    )


@st.fragment
def draw(report: Report) -> None:
    """Draw the headline figures."""
    st.header("How good is it?")
    _cards(report)
    half = {metric: score(report.overall[metric].at_half, metric_digits(metric)) for metric in METRICS}
    st.markdown(
        "Macro-F1 and micro-F1 depend on thresholds: these are at the **balanced** operating point, which balances "
        "precision and recall and was chosen on validation messages. With the same cut-off (50 %) for all labels they "
        f"would be {half['macro_f1']} and {half['micro_f1']}."
    )
    st.markdown(
        "Accuracy is left out on purpose: a system that never flags anything would already be right in "
        f"{percent(accuracy_of_never_flagging(report))} of its decisions."
    )
    _strengths(list(report.labels.values()))
    draw_words("metrics_meanings", *(METRICS.get(name, "ECE") for name in HEADLINES), "F1", "Precision", "Recall")
    calibration.draw_pooled(report)
    total, digits = report.overall[ARTICLE], metric_digits(ARTICLE)
    st.subheader("The article's own figure")
    st.markdown(
        f"{METRICS[ARTICLE]}: **{with_interval(total.value, total.interval, digits)}**, and {half[ARTICLE]} with the "
        f"same cut-off (50 %) for all labels. {ARTICLE_TOTAL}"
    )


def accuracy_of_never_flagging(report: Report) -> float:
    """The accuracy of a system that never flags anything: its share of right decisions over labels x test messages."""
    positives = sum(figures.support.test for figures in report.labels.values())
    return 1 - positives / (len(report.labels) * report.rows.test)


def _cards(report: Report) -> None:
    with st.grid(len(HEADLINES), min_column_width=160, gap="small"):
        for metric in HEADLINES:
            estimate, digits = report.overall[metric], metric_digits(metric)
            span = f"95 %: {score_range(estimate.interval, digits)}" if estimate.interval else "no interval"
            st.metric(
                METRICS.get(metric, "ECE, pooled"),
                score(estimate.value, digits),
                span,
                delta_color="off",
                delta_arrow="off",
                border=True,
                height="stretch",
                help=METRIC_MEANINGS[metric],
            )


def _strengths(labels: Sequence[LabelFigures]) -> None:
    measured = [figures for figures in labels if figures.level == SupportLevel.ENOUGH]
    ranked = best_first(measured, "f1", BALANCED)
    strong, weak = st.columns(2)
    strong.subheader("Strongest labels")
    strong.markdown(_bullets(ranked[:5]))
    weak.subheader("Weakest labels")
    weak.markdown(_bullets(ranked[:-6:-1]))
    few = ", ".join(figures.label.title for figures in labels if figures.level != SupportLevel.ENOUGH)
    st.markdown(
        f"By F1 at the balanced operating point, with 95 % intervals. Not ranked, because fewer than "
        f"{FEW_TEST_MESSAGES} test messages carry them: {few}."
    )


def _bullets(labels: Sequence[LabelFigures]) -> str:
    return "\n".join(_bullet(figures) for figures in labels)


def _bullet(figures: LabelFigures) -> str:
    f1 = figures.estimate("f1", BALANCED)
    span = f" ({score_range(f1.interval, 2)})" if f1.interval else ""
    return f"- **{figures.label.title}** {score(f1.value, 2)}{span}, {figures.support.test:,} test messages"
