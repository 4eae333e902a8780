"""Identification: how often the language of a message is known, and why another language needs a lead."""

import pandas as pd
import streamlit as st

from classifier.charts import identification as charts
from classifier.formatting import listed, percent_range
from classifier.report.figures import Identification, LanguageShare
from classifier.report.report import Report
from classifier.text.languages import BY_CODE, ENGLISH
from classifier.ui.metrics.figure import draw_figure, draw_table


@st.fragment
def draw(report: Report) -> None:
    """Draw how well languages are identified."""
    found = report.languages.identification
    st.subheader("Does it know which language it reads?")
    st.markdown(
        f"The app reads {listed([language.title for language in BY_CODE.values()])}. Where it finds another language, "
        "it flags nothing, so a mistake costs the whole answer. Messages of "
        f"{found.minimum_words} words or more, and sentences of any length that were written for this project in "
        f"{found.languages} other languages:"
    )
    rows = pd.DataFrame(identification_rows(found))
    draw_table(rows, "metrics_identification_table", "Languages identified")
    _cut(found)


def identification_rows(found: Identification) -> list[dict[str, object]]:
    """How many messages of each kind are identified as they should be."""
    ours = listed([language.title for code, language in BY_CODE.items() if code != ENGLISH]).replace(" and ", " or ")
    return [
        _row("English test messages", BY_CODE[ENGLISH].title, found.english),
        _row("Originals of test messages", ours, found.originals),
        _row(f"Sentences in {found.languages} other languages", "another language", found.others),
    ]


def _row(text: str, expected: str, share: LanguageShare) -> dict[str, object]:
    return {
        "Text": text,
        "Identified": share.share if share.messages else None,
        "95 % interval": percent_range(share.interval) if share.interval else None,
        "Count": f"{share.right:,} of {share.messages:,}",
        "As": expected,
    }


def _cut(found: Identification) -> None:
    st.subheader("Why must another language be ahead?")
    st.markdown(
        "A few words of English often look like some other language, so another one is believed only if it is ahead "
        f"by more than {found.lead:g} log units (the logarithm of how much more probable the text is in it). That lead "
        "was chosen on English training messages, cut to their first words:"
    )
    draw_figure(
        charts.chart(found.cut), "metrics_cut", "English taken for another language", lambda: charts.rows(found.cut)
    )
