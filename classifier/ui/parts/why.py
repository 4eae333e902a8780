"""Why: what each word adds to each label, by leaving it out."""

import time
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from classifier.charts import word_effects
from classifier.labels import BINARY_LABELS, RELATED, title
from classifier.ui.parts.draw import draw
from classifier.ui.parts.evidence import signed
from classifier.ui.parts.result import Result

if TYPE_CHECKING:
    from classifier.inference import Classifier, Explanation

EFFECTS = "effects"
_WORD = st.column_config.TextColumn("Word", width=110)
_POINTS = st.column_config.NumberColumn(format="%+.1f")
_DEFINITION = """\
Each word is left out of the message in turn, and the model reads what remains. A cell is the probability of the
whole message **minus** the probability without that word, in percentage points: **+31** means that the word raises
the label by 31 points, **−5** that it lowers it. All these variants go through the model in one batch.

No label is ever more probable than the one that it implies: where Water is held down to Aid related, a word that
raises Aid related raises both.

What it is not: words that say the same thing stand in for each other, so each alone may seem to matter little; and
what moves the model need not be what a person would call the reason.
"""


def draw_why(result: Result, table: pd.DataFrame, classifier: "Classifier") -> None:
    """The heat map for the flagged labels and those picked, its table, and its definition."""
    explained, seconds = _explained(result, classifier)
    if not explained.words:
        st.text("There is no word to leave out: the model read none of this message.")
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
    names = labels_shown(table, more)
    effects = effects_table(explained, names)
    with left:
        draw(word_effects, effects, "word_effects")
    grid = effects_grid(effects)
    right.dataframe(
        grid,
        key="word_effects_table",
        column_config={"_index": _WORD, **dict.fromkeys(grid.columns, _POINTS)},
        alt="Percentage points that each word adds to each label shown",
    )
    right.caption(f"{len(explained.words) + 1} variants of the message read in {1000 * seconds:.0f}\u00a0ms.")


def labels_shown(table: pd.DataFrame, picked: list[str]) -> list[str]:
    """Flagged labels, most probable first (the three most probable where none is), then those picked."""
    rows = table.sort_values("probability", ascending=False, kind="stable")
    flagged = list(rows.loc[rows["flagged"], "name"]) or list(rows["name"][:3])
    return list(dict.fromkeys([*flagged, *picked]))


def effects_table(explained: "Explanation", names: list[str]) -> pd.DataFrame:
    """The cells that `charts.word_effects` draws: a row a word and label; a word that occurs again gets its number."""
    words = numbered([word.text for word in explained.words])
    return pd.DataFrame(
        [
            {
                "row": words[i],
                "place": i,
                "label": _column_title(name),
                "column": j,
                "effect": points,
                "reading": signed(points),
            }
            for j, name in enumerate(names)
            for i, points in enumerate(100 * _effects_of(explained, name))
        ]
    )


def effects_grid(effects: pd.DataFrame) -> pd.DataFrame:
    """The same as a table: words down, labels across, percentage points."""
    grid = effects.pivot_table(index=["place", "row"], columns=["column", "label"], values="effect")
    grid.index, grid.columns = grid.index.get_level_values("row"), grid.columns.get_level_values("label")
    return grid.round(1).add(0.0).rename_axis(index="Word", columns=None)  # adding zero turns -0.0 into 0.0


def numbered(words: list[str]) -> list[str]:
    """Words made unique: the second 'water' becomes 'water (2)'."""
    again = [words[:i].count(word) for i, word in enumerate(words)]
    return [f"{word} ({count + 1})" if count else word for word, count in zip(words, again, strict=True)]


def _explained(result: Result, classifier: "Classifier") -> tuple["Explanation", float]:
    kept = st.session_state.get(EFFECTS)
    if kept is None or kept[0] != result.message:
        started = time.perf_counter()
        explained = classifier.explain(result.message)
        kept = st.session_state[EFFECTS] = (result.message, explained, time.perf_counter() - started)
    return kept[1], kept[2]


def _effects_of(explained: "Explanation", name: str) -> np.ndarray:
    return explained.related_effects[:, 1] if name == RELATED else explained.effects[:, BINARY_LABELS.index(name)]


def _column_title(name: str) -> str:
    return "Related (class 1)" if name == RELATED else title(name)
