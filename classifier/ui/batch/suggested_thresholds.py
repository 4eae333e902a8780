"""Thresholds chosen again on the labelled rows: a suggestion with what it is worth; nothing in the app uses it."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from classifier.charts import suggested_thresholds as charts
from classifier.formatting import listed, percent, score_range, signed_score
from classifier.operating_points import Thresholds
from classifier.report.support import FEW_TEST_MESSAGES
from classifier.scoring.evaluation import Judged
from classifier.scoring.evaluation_text import verdict
from classifier.scoring.suggestion import FOLDS, Suggestion, Suggestions, suggest
from classifier.ui.batch.judgement import Judgement
from classifier.ui.shared.csv_export import to_csv
from classifier.ui.shared.download import draw_download


def draw(found: Judgement, judged: Judged, thresholds: Thresholds) -> None:
    """Draw the suggestions."""
    made = found.part("suggestions", thresholds.point, make=lambda: suggest(judged, thresholds))
    if not made.labels:
        st.info(
            f"No label has {FEW_TEST_MESSAGES} rows that carry it: too few to choose thresholds again.",
            icon=":material/search_off:",
        )
        return
    st.markdown(
        f"For each label that {FEW_TEST_MESSAGES} rows or more carry: the threshold with the highest F1 on these rows. "
        f"**It is a suggestion; nothing uses it.** Its worth was measured on rows that it was not chosen on: each "
        f"of {FOLDS} parts at the threshold that is best on the others (cross-fitting)."
    )
    st.markdown(in_words(made))
    gaining = sorted(made.labels, key=lambda one: -(one.gain.value or 0.0))
    st.caption("Beside each mark: the threshold now → the suggested one. Filled and bold: a change beyond chance.")
    st.altair_chart(charts.chart(gaining), width="stretch", key="evaluation_gains")
    rows = table(gaining)
    twin = st.expander("All thresholds, as a table", icon=":material/table:", key="suggestions_twin", on_change="rerun")
    if twin.open:
        with twin:
            st.dataframe(
                rows.style.format(dict.fromkeys(("Threshold", "Suggested"), percent)),
                hide_index=True,
                key="suggestions_table",
                alt="Suggested thresholds",
                column_config=_FORMATS,
            )
            draw_download(
                "Download the thresholds",
                lambda: to_csv(rows),
                f"thresholds-{thresholds.point}.csv",
                "text/csv",
                "suggestions_csv",
            )


def in_words(made: Suggestions) -> str:
    """What the suggestions are worth, as Markdown made of titles and numbers only."""
    better = [one.title for one in made.labels if one.is_better]
    worse = [one.title for one in made.labels if one.differs and not one.is_better]
    low, high = made.gain.interval or (0.0, 0.0)
    gain = f"A clear gain for **{listed(better)}**" if better else "**No clear gain** for any label"
    loss = f"; a clear loss for {listed(worse)}" if worse else ""
    return (
        f"{gain}{loss}. If all were followed, the mean F1 of these labels would change by "
        f"**{signed_score(made.gain.value or 0.0)}** (95 % interval {signed_score(low)} to {signed_score(high)})."
    )


def table(suggestions: Sequence[Suggestion]) -> pd.DataFrame:
    """Each label's threshold in force and the suggested one, as shares of 1, and F1 at both."""
    return pd.DataFrame(
        {
            "Label": one.title,
            "Rows": one.support,
            "Threshold": one.threshold,
            "Suggested": one.suggested,
            "F1": one.f1,
            "F1, cross-fitted": one.cross_fitted,
            "Difference": one.gain.value,
            "95 % interval": score_range(one.gain.interval).replace("-", "−") if one.gain.interval else None,
            "Verdict": verdict(one),
        }
        for one in suggestions
    )


_FORMATS = {
    **dict.fromkeys(("F1", "F1, cross-fitted"), st.column_config.NumberColumn(format="%.3f")),
    "Difference": st.column_config.NumberColumn(format="%+.3f"),
}
