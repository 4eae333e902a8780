"""The answer and its evidence as a table, for those who cannot read a chart or would rather not."""

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

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
        _greyed_unless_known(label_table(evidence.highest_first), evidence),
        hide_index=True,
        height=460,
        key="label_table",
        column_config=_columns(evidence),
        alt="All 35 labels with probability, threshold, how common it is and held-out performance, most probable first",
    )
    st.dataframe(
        _greyed_unless_known(class_table(evidence.classes), evidence),
        hide_index=True,
        key="related_table",
        column_config=_columns(evidence),
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
            "Held-out performance": in_words(one.label.title.lower(), one.performance),
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
            "Held-out performance": in_words(one.name, one.performance),
            "Meaning": one.meaning,
        }
        for one in classes
    )


def _greyed_unless_known(table: pd.DataFrame, evidence: Evidence) -> "pd.DataFrame | Styler":
    """The first column is pinned, which Streamlit shows in grey anyway."""
    return table if evidence.language_known else table.style.set_properties(subset=table.columns[1:], color=GREY)


def _columns(evidence: Evidence) -> dict[str, Any]:
    """Without bars where the language is not known: Streamlit draws them in the colour of the theme."""
    return _COLUMNS if evidence.language_known else _COLUMNS | {"Probability": _SHARE}


_SHARE = st.column_config.NumberColumn(format="percent")
_COLUMNS = {
    **dict.fromkeys(("Label", "Class of related"), st.column_config.TextColumn(pinned=True)),
    "Probability": st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1),
    "Held-out performance": st.column_config.TextColumn(width="large"),
    "Test messages": st.column_config.NumberColumn(format="localized"),
    **dict.fromkeys(("Threshold", "How common", "Test precision", "Test recall"), _SHARE),
}
