"""Languages and sources: which language each figure is about, and how genres differ."""

import pandas as pd
import streamlit as st

from classifier.charts import comparison, languages
from classifier.formatting import percent
from classifier.report.figures import METRICS, SHIPPED, Estimate, OriginalsFigures, PartFigures, SystemFigures
from classifier.report.report import Report
from classifier.report.support import FEW_TEST_MESSAGES, SupportLevel, level_of
from classifier.ui.metrics.figure import draw_figure, draw_table

_ON_ORIGINALS, _ON_TRANSLATIONS = "Creole originals", "English translations"
_MAP = METRICS["mean_average_precision"]
_PART_METRICS = {metric: words for metric, words in METRICS.items() if metric != "article_total"}


@st.fragment
def draw(report: Report) -> None:
    """Draw the figures on untranslated originals and on each genre."""
    st.header("Which languages were tested?")
    creole = report.languages.creole
    st.markdown(
        f"Every figure in the other sections is about **English** text, as the data set has it. {creole.messages:,} of "
        "the test messages also have an untranslated original, mostly **Haitian Creole**. The same model read those "
        f"originals too. mAP (mean average precision) here is over the {len(creole.labels)} labels that "
        f"{creole.minimum_support} or more of these messages carry:"
    )
    if creole.labels:
        _systems(creole)
        _labels(creole)
    _genres(report)
    _earthquake(report)


def _systems(creole: OriginalsFigures) -> None:
    linear = "TF-IDF + logistic regression"
    known = [
        (SystemFigures(name, title, source, "", {}), estimate)
        for name, title, source, estimate in (
            (SHIPPED, "This model on Creole originals", _ON_ORIGINALS, creole.mean_average_precision),
            ("english", "This model on their English translations", _ON_TRANSLATIONS, creole.english_same_messages),
            ("linear_creole", f"{linear} on Creole originals", _ON_ORIGINALS, creole.linear_on_originals),
            ("linear_english", f"{linear} on the translations", _ON_TRANSLATIONS, creole.linear_on_english),
        )
    ]
    chart = comparison.estimates_chart(known, _MAP, 3)
    draw_figure(chart, "metrics_creole", "mAP by language", lambda: pd.DataFrame(_row(*pair) for pair in known))


def _row(system: SystemFigures, estimate: Estimate) -> dict[str, object]:
    return {"System": system.title, _MAP: estimate.value, "Text": system.source}


def _labels(creole: OriginalsFigures) -> None:
    st.subheader("What is lost without a translation?")
    st.markdown(f"Hollow marks: fewer than {FEW_TEST_MESSAGES} of these messages carry the label.")
    draw_figure(
        languages.chart(creole.labels), "metrics_creole_labels", "Labels by language", lambda: originals_table(creole)
    )


def originals_table(creole: OriginalsFigures) -> pd.DataFrame:
    """The labels by language; figures from too few test messages are left out."""
    table = languages.rows(creole.labels)
    few = table["Test messages"].map(level_of) == SupportLevel.FEW
    scores = [languages.ORIGINAL, languages.ENGLISH]
    table[scores] = table[scores].mask(few)
    return table


def _genres(report: Report) -> None:
    st.subheader("Does it hold for every kind of source?")
    rows = [
        {"Genre": genre, "Messages": figures.rows, "Test messages": figures.test_rows, **_metrics(figures)}
        for genre, figures in report.genres.items()
    ]
    draw_table(pd.DataFrame(rows), "metrics_genres_table", "Figures by genre")
    st.markdown(
        "English text, balanced thresholds. mAP and macro-F1 are over the labels with at least "
        f"{report.languages.creole.minimum_support} test messages in the genre, so not over the same labels in "
        "every row."
    )


def _earthquake(report: Report) -> None:
    haiti = report.biases.haiti_2010
    direct = haiti.genres["direct"]
    st.subheader("How much of it is one earthquake?")
    st.markdown(
        f"Going by what they name, {percent(direct.share)} of the messages of genre direct are about Haiti "
        f"and its earthquake of 2010; {percent(direct.originals_share)} were translated, mostly from Haitian Creole. "
        "So much of what the model knows about direct messages comes from one crisis."
    )
    parts = {"about that earthquake": haiti.direct_test.matched, "about anything else": haiti.direct_test.others}
    rows = [
        {"Direct test messages": words, "Messages": figures.rows, **_metrics(figures)}
        for words, figures in parts.items()
    ]
    draw_table(pd.DataFrame(rows), "metrics_haiti_table", "Direct messages about one earthquake and the others")
    st.markdown(f"A message counts as being about that earthquake if {haiti.rule}.")


def _metrics(figures: PartFigures) -> dict[str, object]:
    return {words: getattr(figures, metric) for metric, words in _PART_METRICS.items()}
