"""What is lost without a translation: average precision of each label on originals and on their translations."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from classifier.charts.ink import STANDS_BACK
from classifier.charts.style import FIFTHS, SHARES, Chart, finish, height_of, names_down, tooltips
from classifier.report.figures import OriginalsLabel
from classifier.report.support import SupportLevel, level_of

ORIGINAL, ENGLISH = "Creole original", "English translation"


def rows(labels: Sequence[OriginalsLabel]) -> pd.DataFrame:
    """One row per label, best on the originals first."""
    return pd.DataFrame(
        {
            "Label": one.title,
            "Test messages": one.support,
            ORIGINAL: one.average_precision,
            ENGLISH: one.english,
            "Evidence": level_of(one.support).value,
        }
        for one in sorted(labels, key=lambda one: -one.average_precision)
    )


def chart(labels: Sequence[OriginalsLabel]) -> Chart:
    """Both scores of each label, joined by a line; labels that few of these messages carry are hollow."""
    table = rows(labels)
    names = list(table["Label"])
    long = table.melt(["Label", "Evidence"], [ORIGINAL, ENGLISH], "Text", "Average precision")
    lines = (
        alt.Chart(table)
        .mark_rule(opacity=STANDS_BACK, strokeWidth=2)
        .encode(
            y=names_down("Label", names), x=alt.X(ORIGINAL, type="quantitative", title="Average precision", axis=FIFTHS)
        )
        .encode(x2=ENGLISH)
    )
    legend = alt.Legend(orient="top", columns=1)
    ends = alt.Chart(long).encode(
        y=names_down("Label", names),
        x=alt.X("Average precision:Q", scale=SHARES, axis=FIFTHS),
        shape=alt.Shape("Text:N", sort=[ORIGINAL, ENGLISH], title=None, legend=legend),
        color=alt.Color("Text:N", sort=[ORIGINAL, ENGLISH], title=None, legend=legend),
        tooltip=tooltips("Label", "Text", "Evidence"),
    )
    few = alt.datum.Evidence == SupportLevel.FEW.value
    solid = ends.transform_filter(~few).mark_point(size=80, filled=True, opacity=1)
    hollow = ends.transform_filter(few).mark_point(size=70, filled=False, opacity=1)
    better = int((table[ORIGINAL] > table[ENGLISH]).sum())
    return finish(
        lines + solid + hollow,
        f"Average precision of {len(table)} labels, {ORIGINAL} against {ENGLISH}; {better} are better on the former.",
        height_of(len(table)) + 60,
    )
