"""Overview: the headline figures with their intervals, what they mean, and where the model is strong and weak."""

from collections.abc import Sequence

import streamlit as st

from classifier.charts.label_scores import best_first
from classifier.formatting import percent, score, score_range
from classifier.operating_points import BALANCED
from classifier.report.figures import ARTICLE_TITLE, ARTICLE_URL, METRICS, LabelFigures, metric_digits
from classifier.report.report import Report
from classifier.report.support import FEW_TEST_MESSAGES, SupportLevel

MEANINGS = {
    "mean_average_precision": "Mean average precision over the 34 labels that have positives: how well the messages of "
    "each label are ranked above the others. It needs no threshold. Its interval reaches further up than down, because "
    "a resample that repeats a rare label's few messages ranks them better than they are.",
    "macro_f1": "Mean F1 of the 34 labels that have positives: every label counts the same, rare ones too.",
    "micro_f1": "F1 over all decisions together: frequent labels count most.",
    "related_macro_f1": "Mean F1 of the three classes of related.",
    "article_total": "Sum over the 36 outputs of macro-averaged F1, as the article "
    f"[{ARTICLE_TITLE}]({ARTICLE_URL}) adds it up; 36 would be perfect.",
    "ece": "Expected calibration error, 15 equal-mass bins, all labels pooled: how far the probabilities that the "
    "model gives are from the shares that come true.",
}
ARTICLE_TOTAL_CAVEAT = (
    f"The article total, as [{ARTICLE_TITLE}]({ARTICLE_URL}) adds it up, contains a meaningless 1.0 from child_alone, "
    "which has no positive example."
)


def draw_provenance(report: Report) -> None:
    """Say which model, which messages and which split the page is about."""
    st.markdown(
        f"Measured on **{report.rows.test:,} test messages** that the model was never trained on, of "
        f"{report.rows.total:,} messages in all. Intervals are 95 % bootstrap intervals over test messages."
    )
    st.markdown(f":small[Model {report.version}, SHA-256 {report.model_sha256[:12]}…, split seed {report.split_seed}.]")


@st.fragment
def draw(report: Report) -> None:
    """Draw the headline figures."""
    st.header("How good is it?")
    _cards(report)
    half = {metric: score(report.overall[metric].at_half, metric_digits(metric)) for metric in METRICS}
    st.markdown(
        "Macro-F1, micro-F1 and the article total depend on thresholds: these are at the **balanced** operating point, "
        f"chosen on validation messages. At 0.5 for every label they would be {half['macro_f1']}, {half['micro_f1']} "
        f"and {half['article_total']}. {ARTICLE_TOTAL_CAVEAT}"
    )
    st.markdown(
        "Accuracy is left out on purpose: a system that never flags anything would already be right in "
        f"{percent(accuracy_of_never_flagging(report))} of its decisions."
    )
    _strengths(list(report.labels.values()))
    words = st.expander("What these words mean", icon=":material/help:", key="metrics_meanings", on_change="rerun")
    if words.open:
        words.markdown("\n".join(f"- **{METRICS.get(name, 'ECE')}**: {text}" for name, text in MEANINGS.items()))


def accuracy_of_never_flagging(report: Report) -> float:
    """The accuracy of a system that never flags anything: its share of right decisions over labels x test messages."""
    positives = sum(figures.support.test for figures in report.labels.values())
    return 1 - positives / (len(report.labels) * report.rows.test)


def _cards(report: Report) -> None:
    with st.grid(3, min_column_width=160, gap="small"):
        for metric, meaning in MEANINGS.items():
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
                help=meaning,
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
