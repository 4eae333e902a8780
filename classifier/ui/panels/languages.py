"""Languages and sources: which language each figure speaks of, and how genres differ."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from classifier import comparison_charts as charts
from classifier.labels import FEW_TEST_MESSAGES
from classifier.metrics_rows import METRICS
from classifier.report import FEW, MEASURED, Report
from classifier.ui.panels.figure import figure, panel, table
from classifier.ui.parts.evidence import percent

_CREOLE, _ENGLISH = "Creole original", "English translation"
_PART_METRICS = [metric for metric in METRICS if metric != "article_total"]
_SYSTEMS = (
    ("shipped", "This model on Creole originals", "mean_average_precision", "Creole originals"),
    ("english", "This model on their English translations", "english_same_messages", "English translations"),
    ("linear_creole", "TF-IDF + logistic regression on Creole originals", "linear_on_originals", "Creole originals"),
    ("linear_english", "TF-IDF + logistic regression on the translations", "linear_on_english", "English translations"),
)


@panel
def draw(report: Report) -> None:
    """Draw the figures on untranslated originals and on each genre."""
    st.header("Which language do the figures speak of?")
    creole = report.raw["languages"]["creole"]
    st.markdown(
        f"Every figure in the other sections speaks of **English** text, as the data set has it. "
        f"{creole['messages']:,} of the test messages also have an untranslated original, mostly **Haitian "
        f"Creole**. The same model read those originals too. mAP here counts the {len(creole['labels'])} "
        f"labels that {creole['minimum_support']} or more of these messages carry:"
    )
    if creole["labels"]:
        _systems(creole)
        _labels(report)
    _genres(report)
    _earthquake(report)


def _systems(creole: dict[str, Any]) -> None:
    rows = pd.DataFrame([_row(*entry, creole) for entry in _SYSTEMS if entry[2] in creole])
    figure(
        charts.systems(rows, "mAP"),
        "metrics_creole",
        "mAP by language",
        rows,
        ["system", "value", "low", "high", "source"],
        config={
            end: st.column_config.NumberColumn(words, format="%.3f")
            for end, words in (("low", "95 %: from"), ("high", "95 %: to"))
        },
    )


def _row(name: str, system: str, key: str, source: str, creole: dict[str, Any]) -> dict[str, Any]:
    low, high = creole[key].get("interval") or (None, None)
    return {"name": name, "system": system, "value": creole[key]["value"], "low": low, "high": high, "source": source}


def _labels(report: Report) -> None:
    st.subheader("What is lost without a translation?")
    rows = report.creole().rename(columns={"average_precision": _CREOLE, "english": _ENGLISH})
    rows = rows.sort_values(_CREOLE, ascending=False)
    few = rows["support"] < FEW_TEST_MESSAGES
    rows["evidence"] = np.where(few, FEW, MEASURED)
    st.markdown(f"Hollow marks: fewer than {FEW_TEST_MESSAGES} of these messages carry the label.")
    figure(
        charts.pairs(rows, _CREOLE, _ENGLISH),
        "metrics_creole_labels",
        "Labels by language",
        rows.assign(**{name: rows[name].mask(few) for name in (_CREOLE, _ENGLISH)}),
        ["title", "support", _CREOLE, _ENGLISH, "evidence"],
        config={name: st.column_config.NumberColumn(name, format="%.3f") for name in (_CREOLE, _ENGLISH)},
    )


def _genres(report: Report) -> None:
    st.subheader("Does it hold for every kind of source?")
    rows = report.genres()
    table(rows, "metrics_genres_table", "Figures by genre", ["genre", "rows", "test_rows", *_PART_METRICS])
    st.markdown(
        "English text, balanced thresholds. mAP and macro-F1 count the labels that have enough test messages "
        "in the genre, so the rows do not count quite the same labels."
    )


def _earthquake(report: Report) -> None:
    haiti = report.raw["biases"]["haiti_2010"]
    st.subheader("How much of it is one earthquake?")
    direct = haiti["genres"]["direct"]
    st.markdown(
        f"By the places they name, at least {percent(direct['share'])} of the messages of genre direct speak "
        f"of Haiti and its earthquake of 2010; {percent(direct['originals_share'])} were translated, mostly "
        "from Haitian Creole. So much of what the model knows about direct messages comes from one crisis."
    )
    parts = haiti["direct_test"]
    rows = pd.DataFrame(
        [
            {**parts[key], "words": words, "test_rows": parts[key]["rows"]}
            for key, words in (("matched", "about that earthquake"), ("others", "about anything else"))
        ]
    )
    table(
        rows,
        "metrics_haiti_table",
        "Direct messages about one earthquake and the others",
        ["words", "test_rows", *_PART_METRICS],
        config={"words": "Direct test messages"},
    )
    st.markdown(f"Counted as about it: {haiti['rule']}.")
