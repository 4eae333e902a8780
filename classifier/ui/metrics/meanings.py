"""What the words on this page mean, for tooltips, the heads of columns and the lists of words."""

from collections.abc import Mapping

import streamlit as st

from classifier.charts.style import HIGH, LOW, PREVALENCE
from classifier.report.figures import ARTICLE_TITLE, ARTICLE_URL, METRICS, SCORES
from classifier.report.support import FEW_TEST_MESSAGES

ARTICLE = f"[{ARTICLE_TITLE}]({ARTICLE_URL})"
ARTICLE_TOTAL = (
    "The article total is the sum over the 36 outputs of F1, averaged over the classes of each output, as the article "
    f"{ARTICLE} that this project starts from adds it up. 36 would be perfect, but it contains a meaningless 1.0 from "
    "Child alone, which has no positive example."
)
METRIC_MEANINGS: Mapping[str, str] = {
    "mean_average_precision": "Mean average precision over the 34 labels that have positives: how well the messages of "
    "each label are ranked above the others. It needs no threshold. Its interval reaches further up than down, because "
    "a resample that repeats a rare label's few messages ranks them better than they are.",
    "macro_f1": "Mean F1 of the 34 labels that have positives: every label counts the same, rare ones too.",
    "micro_f1": "F1 over all decisions together: frequent labels count most.",
    "related_macro_f1": "Mean F1 of the three classes of related: not related, related, unclear.",
    "ece": "Expected calibration error: how far the probabilities that the model gives are from the shares that come "
    "true, on average over 15 groups of equally many answers. 0 would be perfect.",
    "article_total": ARTICLE_TOTAL,
}
SCORE_MEANINGS: Mapping[str, str] = {
    "precision": "Of the messages that are flagged, the share that carry the label.",
    "recall": "Of the messages that carry the label, the share that are flagged.",
    "f1": "The harmonic mean of precision and recall: high only if both are.",
    "average_precision": "How well the messages with the label are ranked above the others, over all thresholds. "
    "Chance gets as much as the label is common.",
    "roc_auc": "How often a message with the label gets a higher probability than one without. Chance gets 0.5.",
}
_OTHERS = {
    PREVALENCE: "The share of all messages, training messages too, that carry the label (its prevalence).",
    "Threshold": "A message is flagged when its probability reaches the threshold.",
    "Evidence": f"Figures from fewer than {FEW_TEST_MESSAGES} test messages are too uncertain to act on.",
    "Test messages": "Test messages that carry the label. The model was never trained on them.",
    "95 % interval": "The range in which the figure lies in 95 of 100 random redraws of the test messages.",
    LOW: "The lower end of the 95 % interval.",
    HIGH: "The upper end of the 95 % interval.",
}
INTERVALS = (
    "Ranges are 95 % intervals: how far a figure moves when the test messages are redrawn at random (bootstrap)."
)

COLUMN_MEANINGS: Mapping[str, str] = {
    **{METRICS.get(name, "ECE"): meaning for name, meaning in METRIC_MEANINGS.items()},
    **{SCORES[name]: meaning for name, meaning in SCORE_MEANINGS.items()},
    **_OTHERS,
}
"""Title of a column -> what it means."""


def draw_words(key: str, *titles: str) -> None:
    """A list of these words and what they mean, closed at first."""
    words = st.expander("What these words mean", icon=":material/help:", key=key, on_change="rerun")
    if words.open:
        words.markdown("\n".join(f"- **{title}**: {COLUMN_MEANINGS[title]}" for title in titles))
