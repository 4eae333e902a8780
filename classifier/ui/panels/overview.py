"""Overview: the headline figures with their intervals, what they mean, and where the model is strong and weak."""

import pandas as pd
import streamlit as st

from classifier.labels import FEW_TEST_MESSAGES
from classifier.metrics_rows import METRICS
from classifier.report import MEASURED, Report
from classifier.report_tables import silent_accuracy
from classifier.ui.panels.figure import panel
from classifier.ui.parts.evidence import percent

MEANINGS = {
    "mean_average_precision": "Mean average precision over the 34 labels that have positives: how well the messages of "
    "each label are ranked above the others. It needs no threshold.",
    "macro_f1": "Mean F1 of the 34 labels that have positives: every label counts the same, rare ones too.",
    "micro_f1": "F1 over all decisions together: frequent labels count most.",
    "related_macro_f1": "Mean F1 of the three classes of related.",
    "article_total": "Sum over the 36 outputs of macro-averaged F1, as the article adds it up; 36 would be perfect.",
    "ece": "Expected calibration error, 15 equal-mass bins, all labels pooled: how far the probabilities that the "
    "model gives are from the shares that come true.",
}
ARTICLE_TOTAL_CAVEAT = "The article total contains a meaningless 1.0 from child_alone, which has no positive example."


def provenance(report: Report) -> None:
    """Say which model, which messages and which split the page speaks of."""
    rows = report.raw["rows"]
    st.markdown(
        f"Measured on **{rows['test']:,} test messages** that the model never learned from, of "
        f"{sum(rows.values()):,} in all. Intervals are 95 % bootstrap intervals over test messages."
    )
    st.markdown(
        f":small[Model {report.raw['version']}, SHA-256 {report.raw['model_sha256'][:12]}…, split seed "
        f"{report.raw['split_seed']}.]"
    )


@panel
def draw(report: Report) -> None:
    """Draw the headline figures."""
    st.header("How good is it?")
    _cards(report)
    half = report.overall().set_index("metric")["at_half"]
    st.markdown(
        "Macro-F1, micro-F1 and the article total depend on thresholds: these are at the **balanced** operating point, "
        f"chosen on validation messages. At 0.5 for every label they would be {half['macro_f1']:.3f}, "
        f"{half['micro_f1']:.3f} and {half['article_total']:.2f}. {ARTICLE_TOTAL_CAVEAT}"
    )
    st.markdown(
        "Accuracy is left out on purpose: a system that never flags anything would already be right in "
        f"{percent(silent_accuracy(report))} of its decisions."
    )
    _strengths(report.labels())
    with st.expander("What these words mean", icon=":material/help:", key="metrics_meanings"):
        st.markdown("\n".join(f"- **{METRICS.get(name, 'ECE')}**: {text}" for name, text in MEANINGS.items()))


def _cards(report: Report) -> None:
    with st.grid(3, min_column_width=160, gap="small"):
        for metric, meaning in MEANINGS.items():
            entry = report.raw["overall"][metric]
            figure = ".2f" if metric == "article_total" else ".3f"
            low, high = entry.get("interval") or (None, None)
            span = "no interval" if low is None else f"95 %: {low:{figure}} to {high:{figure}}"
            st.metric(
                METRICS.get(metric, "ECE, pooled"),
                format(entry["value"], figure),
                span,
                delta_color="off",
                delta_arrow="off",
                border=True,
                height="stretch",
                help=meaning,
            )


def _strengths(labels: pd.DataFrame) -> None:
    measured = labels[labels["evidence"] == MEASURED].sort_values("f1", ascending=False)
    strong, weak = st.columns(2)
    strong.subheader("Strongest labels")
    strong.markdown(_bullets(measured.head(5)))
    weak.subheader("Weakest labels")
    weak.markdown(_bullets(measured.tail(5).iloc[::-1]))
    few = ", ".join(labels.loc[labels["evidence"] != MEASURED, "title"])
    st.markdown(
        f"By F1 at the balanced operating point, with 95 % intervals. Not ranked, because fewer than "
        f"{FEW_TEST_MESSAGES} test messages carry them: {few}."
    )


def _bullets(labels: pd.DataFrame) -> str:
    return "\n".join(
        f"- **{row['title']}** {row['f1']:.2f} ({row['f1_low']:.2f} to {row['f1_high']:.2f}), "
        f"{row['test']:,} test messages"
        for row in labels.to_dict("records")
    )
