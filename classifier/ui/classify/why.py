"""Why: what each word adds to each label, by leaving it out."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from classifier.charts import why
from classifier.charts.why import WordEffects
from classifier.formatting import milliseconds
from classifier.labels import BINARY_LABELS, RELATED, title
from classifier.report.evidence import Evidence
from classifier.ui.classify.chart import draw

if TYPE_CHECKING:
    from classifier.inference import Answer, Classifier, Explanation

EXPLAINED = "explained"
MOST_WORDS = 50
"""Rows of the map; of a longer message it shows the words that move the labels most."""

_DEFINITION = """\
Each word is left out of the message in turn, and the model reads what remains. A cell is the probability of the
whole message **minus** the probability without that word, in percentage points: **+31** means that the word raises
the label by 31 points, **−5** that it lowers it. All these variants go through the model in one batch.

No label is ever more probable than the one that it implies: where Water is held down to Aid related, a word that
raises Aid related raises both.

A long message keeps its parts: the word is left out of each part that it stands in.

What it is not: words that say the same thing stand in for each other, so each alone may seem to matter little; and
what moves the model need not be what a person would call the reason.
"""


@dataclass(frozen=True)
class Explained:
    """The explanation of a message, and the seconds that it took."""

    message: str
    explanation: "Explanation"
    seconds: float


def draw_why(answer: "Answer", evidence: Evidence, classifier: "Classifier") -> None:
    """The heat map of the flagged labels and those picked, its table, and how it is computed."""
    explained = _explain_once(answer, classifier)
    if not evidence.language_known:
        st.info(
            "The model does not know the language: this shows what moved its numbers, not what the message says.",
            icon=":material/translate:",
        )
    if not explained.explanation.words:
        st.text("There is no word to leave out: the message has only stop words.")
        return
    left, right = st.columns([3, 2], gap="large")
    with right:
        more = st.multiselect(
            "More labels",
            [RELATED, *BINARY_LABELS],
            key="why_labels",
            format_func=_column_title,
            placeholder="Flagged labels are shown; add others",
            persist_state="session",
        )
        with st.popover("How is this computed?", icon=":material/help:"):
            st.markdown(_DEFINITION)
    effects = word_effects(explained.explanation, labels_shown(evidence, more))
    with left:
        draw(why.CHART, why.rows(strongest(effects)), "word_effects")
    table = effects_table(effects)
    right.dataframe(
        table,
        key="word_effects_table",
        column_config={
            "_index": st.column_config.TextColumn("Word", width=110),
            **dict.fromkeys(table.columns, st.column_config.NumberColumn(format="%+.1f")),
        },
        alt="Percentage points that each word adds to each label shown",
    )
    words = len(explained.explanation.words)
    if words > MOST_WORDS:
        left.caption(f"The {MOST_WORDS} of {words} words that move these labels most; the table has all of them.")
    right.caption(f"{words} variants of the message read in {milliseconds(explained.seconds)}.")


def labels_shown(evidence: Evidence, picked: Sequence[str]) -> list[str]:
    """Flagged labels, most probable first (if there are none, the three most probable), then those picked."""
    shown = evidence.flagged or evidence.highest_first[:3]
    return list(dict.fromkeys([*(one.label.name for one in shown), *picked]))


def word_effects(explanation: "Explanation", names: Sequence[str]) -> list[WordEffects]:
    """What each word adds to these outputs, for the chart and the table."""
    words = tuple(numbered([word.text for word in explanation.words]))
    return [WordEffects(_column_title(name), words, _points(explanation, name)) for name in names]


def strongest(effects: Sequence[WordEffects], most: int = MOST_WORDS) -> list[WordEffects]:
    """The same for the `most` words with the largest effect on any of these outputs, in their order."""
    words = effects[0].words
    largest = [max(abs(output.points[place]) for output in effects) for place in range(len(words))]
    kept = sorted(sorted(range(len(words)), key=lambda place: -largest[place])[:most])
    return [
        WordEffects(output.title, tuple(words[i] for i in kept), tuple(output.points[i] for i in kept))
        for output in effects
    ]


def effects_table(effects: Sequence[WordEffects]) -> pd.DataFrame:
    """The same as a table: a row per word, a column per label, percentage points."""
    columns = {output.title: output.points for output in effects}
    table = pd.DataFrame(columns, index=pd.Index(effects[0].words, name="Word"))
    return table.round(1) + 0.0  # adding zero turns -0.0 into 0.0


def numbered(words: Sequence[str]) -> list[str]:
    """Words made unique: the second 'water' becomes 'water (2)'."""
    again = [words[:i].count(word) for i, word in enumerate(words)]
    return [f"{word} ({count + 1})" if count else word for word, count in zip(words, again, strict=True)]


def _explain_once(answer: "Answer", classifier: "Classifier") -> Explained:
    kept: Explained | None = st.session_state.get(EXPLAINED)
    if kept is None or kept.message != answer.message:
        started = time.perf_counter()
        explanation = classifier.explain(answer.message, answer)
        kept = Explained(answer.message, explanation, time.perf_counter() - started)
        st.session_state[EXPLAINED] = kept
    return kept


def _points(explanation: "Explanation", name: str) -> tuple[float, ...]:
    related, labels = explanation.related_effects, explanation.effects
    column = related[:, 1] if name == RELATED else labels[:, BINARY_LABELS.index(name)]
    return tuple((100 * column).tolist())


def _column_title(name: str) -> str:
    return "Related (class 1)" if name == RELATED else title(name)
