"""The answer and its evidence as a table, for those who cannot read a chart or would rather not."""

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from classifier.formatting import UNDEFINED, percent
from classifier.report.evidence import ClassEvidence, Evidence, LabelEvidence, in_words

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

GREY = "#767676"
"""Readable on a light and on a dark page."""


def draw_table(evidence: Evidence) -> None:
    """All 35 labels, most probable first, then the classes of `related`; grey if the language is not known."""
    if not evidence.language_known:
        st.caption(
            "Grey, and nothing flagged: the model does not know the language. The thresholds and test figures were "
            "measured on English messages and do not hold here."
        )
    st.dataframe(
        _styled(label_table(evidence.highest_first), evidence),
        hide_index=True,
        height=460,
        key="label_table",
        column_config=_COLUMNS,
        alt="All 35 labels with probability, threshold, how common it is and held-out performance, most probable first",
    )
    st.dataframe(
        _styled(class_table(evidence.classes), evidence),
        hide_index=True,
        key="related_table",
        column_config=_COLUMNS,
        alt="The three classes of related with their probabilities",
    )


def label_table(labels: tuple[LabelEvidence, ...]) -> pd.DataFrame:
    """What the table of labels shows; shares of 1."""
    return pd.DataFrame(
        {
            "Label": one.label.title,
            "Probability": one.probability,
            "Flagged": "✓ flagged" if one.flagged else "",
            "Threshold": one.threshold,
            "How common": one.prevalence,
            "Test precision": one.performance.precision.value,
            "Test recall": one.performance.recall.value,
            "Test messages": one.performance.support,
            "Evidence": one.performance.level.value,
            "On test messages": in_words(one.label.title.lower(), one.performance),
            "Group": one.label.group,
            "Meaning": one.label.meaning,
        }
        for one in labels
    )


def class_table(classes: tuple[ClassEvidence, ...]) -> pd.DataFrame:
    """What the table of the classes of `related` shows."""
    return pd.DataFrame(
        {
            "Class of related": one.title,
            "Probability": one.probability,
            "Test precision": one.performance.precision.value,
            "Test recall": one.performance.recall.value,
            "Test messages": one.performance.support,
            "On test messages": in_words(one.name, one.performance),
            "Meaning": one.meaning,
        }
        for one in classes
    )


def _styled(table: pd.DataFrame, evidence: Evidence) -> "Styler":
    """Shares as percentages, and all grey where the language is not known, but for the first column: it is pinned."""
    styled = table.style.format(dict.fromkeys(table.columns.intersection(_SHARES), percent), na_rep=UNDEFINED)
    return styled if evidence.language_known else styled.set_properties(subset=table.columns[1:], color=GREY)


_SHARES = ["Probability", "Threshold", "How common", "Test precision", "Test recall"]
_COLUMNS = {
    **dict.fromkeys(("Label", "Class of related"), st.column_config.TextColumn(pinned=True)),
    "On test messages": st.column_config.TextColumn(width="large"),
    "Test messages": st.column_config.NumberColumn(format="localized"),
}
