"""Why: what each word adds to a label, by leaving it out."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from classifier.charts.why import Word, WordEffects, effect_map, shaded
from classifier.formatting import counted, milliseconds, percent
from classifier.labels import BINARY_LABELS, RELATED, title
from classifier.report.evidence import Evidence
from classifier.ui.shared.choice import as_they_are, choose
from classifier.ui.shared.submission import SUBMITTED

if TYPE_CHECKING:
    from classifier.inference import Answer, Classifier, Explanation
    from classifier.text.reading import ReadWord

EXPLAINED, LABEL, VIEW = "explained", "why_label", "why_view"
CHOSEN_FOR, PICKED = "why_label_message", "why_label_picked"
ONE_LABEL, ALL_LABELS = "One label", "All labels"
SMALL = 5
"""Percentage points."""

MOST_WORDS = 150
"""Rows of the map; of a longer message it shows the words that move the labels most."""

_DEFINITION = """\
Each word is left out of the message in turn, and the model reads what remains. The number below a word, or in a cell,
is the probability of the whole message **minus** the probability without that word, in percentage points: **+31** means
that the word raises the label by 31 points, **−5** that it lowers it. All these variants go through the model together.

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


def choose_why_label(name: str) -> None:
    """Explain this output, one of BINARY_LABELS or RELATED; for callbacks, which run before the widgets."""
    st.session_state[LABEL] = name
    st.session_state[CHOSEN_FOR] = st.session_state.get(SUBMITTED)
    st.session_state[VIEW] = ONE_LABEL
    st.session_state[PICKED] = True


@st.fragment
def draw_why(answer: "Answer", evidence: Evidence, classifier: "Classifier") -> None:
    """The message shaded for one label, or the map of all labels; their table; and how it is computed."""
    explained = _explain_once(answer, classifier)
    if not evidence.language_known:
        st.info(
            "The model does not know the language: this shows what moved its numbers, not what the message says.",
            icon=":material/translate:",
        )
    explanation = explained.explanation
    if not explanation.words:
        st.text("There is no word to leave out: the message has only common words, which the model ignores.")
        return
    with st.container(horizontal=True, gap="medium"):
        view = choose("Show the words for", as_they_are(ONE_LABEL, ALL_LABELS), VIEW, ONE_LABEL)
        if view == ONE_LABEL:
            name = _choose_output(answer.message, evidence, explanation)
    with st.container(key="why"):
        if view == ONE_LABEL:
            words = shaded_words(explanation, name)
            st.markdown(f"{_heading(name, evidence)}{small_effects(words)}")
            st.html(shaded(answer.reading.text, words, output_title(name)))
        else:
            effects = word_effects(explanation, evidence)
            st.markdown("What each word adds to the probability of each label, in percentage points")
            st.html(effect_map(strongest(effects)))
            if len(explanation.words) > MOST_WORDS:
                st.caption(f"The {MOST_WORDS} of {len(explanation.words)} words that move the labels most.")
    twin = st.expander("The words as a table", icon=":material/table:", key="why_twin", on_change="rerun")
    if twin.open:
        with twin:
            _draw_table(one_label_table(explanation, name) if view == ONE_LABEL else effects_table(effects))
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        with st.popover("How is this computed?", icon=":material/help:"):
            st.markdown(_DEFINITION)
        st.caption(variants_in_words(len(explanation.words), explained.seconds))


def draw_words(answer: "Answer", name: str, classifier: "Classifier") -> None:
    """The message, its words shaded by what each adds to one output; nothing if it has only common words."""
    explanation = _explain_once(answer, classifier).explanation
    if explanation.words:
        st.html(shaded(answer.reading.text, shaded_words(explanation, name), output_title(name)))


def outputs_offered(evidence: Evidence) -> list[str]:
    """Flagged labels, most probable first, then the other labels likewise, then `related`."""
    ordered = sorted(evidence.highest_first, key=lambda one: not one.flagged)
    return [*(one.label.name for one in ordered), RELATED]


def settled(
    chosen: str | None, is_of_this_message: bool, evidence: Evidence, strongest_effects: Mapping[str, float]
) -> str:
    """The output to explain: the one chosen, unless it was chosen for another message and this one is not flagged.

    Else the flagged one that a word moves most, by `strongest_effects`: percentage points by label.
    """
    offered = outputs_offered(evidence)
    flagged = [one.label.name for one in evidence.flagged]
    if chosen in offered and (is_of_this_message or chosen in flagged):
        return str(chosen)
    return max(flagged, key=lambda name: strongest_effects[name], default=offered[0])


def output_title(name: str) -> str:
    """What an output is called here; `related` stands for its class 1."""
    return "About a disaster" if name == RELATED else title(name)


def shaded_words(explanation: "Explanation", name: str) -> list[Word]:
    """The words that the model reads, with their places and what each adds to one output."""
    points = _points(explanation, name)
    return [
        Word(word.word.start, word.word.end, _read_as(word), added)
        for word, added in zip(explanation.words, points, strict=True)
    ]


def small_effects(words: Sequence[Word]) -> str:
    """A sentence where no word by itself matters; empty elsewhere."""
    largest = max(abs(word.points) for word in words)
    if largest >= SMALL:
        return ""
    return f". No single word changes it by more than {ceil(largest)} point{'s' * (ceil(largest) != 1)}."


def word_effects(explanation: "Explanation", evidence: Evidence) -> list[WordEffects]:
    """What each word adds to every output, for the map and its table."""
    words = tuple(word.text for word in explanation.words)
    flagged = {one.label.name for one in evidence.flagged}
    return [
        WordEffects(output_title(name), words, tuple(_points(explanation, name)), name in flagged)
        for name in outputs_offered(evidence)
    ]


def strongest(effects: Sequence[WordEffects], most: int = MOST_WORDS) -> list[WordEffects]:
    """The same for the `most` words with the largest effect on any of these outputs, in their order."""
    words = effects[0].words
    if len(words) <= most:
        return list(effects)
    largest = np.abs([output.points for output in effects]).max(axis=0)
    kept = sorted(np.argsort(-largest, kind="stable")[:most].tolist())
    return [
        WordEffects(output.title, tuple(words[i] for i in kept), tuple(output.points[i] for i in kept), output.flagged)
        for output in effects
    ]


def one_label_table(explanation: "Explanation", name: str) -> pd.DataFrame:
    """A row per word: what the model read it as, and the percentage points that it adds to one output."""
    return pd.DataFrame(
        {
            "Word": [word.text for word in explanation.words],
            "Read as": list(map(_read_as, explanation.words)),
            "Points added": _rounded(_points(explanation, name)),
        }
    )


def effects_table(effects: Sequence[WordEffects]) -> pd.DataFrame:
    """A row per word, a column per output, percentage points."""
    return pd.DataFrame({"Word": effects[0].words, **{output.title: _rounded(output.points) for output in effects}})


def variants_in_words(words: int, seconds: float) -> str:
    """How many variants of the message were read, one for each word left out, and how fast."""
    return f"{counted(words, 'variant')} of the message read in {milliseconds(seconds)}."


def _choose_output(message: str, evidence: Evidence, explanation: "Explanation") -> str:
    chosen_for = st.session_state.get(CHOSEN_FOR)
    chosen = st.session_state.get(LABEL) if chosen_for == message or st.session_state.get(PICKED) else None
    effects = dict(zip(BINARY_LABELS, np.abs(explanation.effects).max(axis=0).tolist(), strict=True))
    st.session_state[LABEL] = settled(chosen, chosen_for == message, evidence, effects)
    st.session_state[PICKED] = chosen is not None and st.session_state.get(PICKED, False)
    st.session_state[CHOSEN_FOR] = message
    return str(
        st.selectbox(
            "Label to explain",
            outputs_offered(evidence),
            format_func=output_title,
            key=LABEL,
            persist_state="session",
            on_change=_pick,
            width=320,
        )
    )


def _pick() -> None:
    st.session_state[PICKED] = True


def _heading(name: str, evidence: Evidence) -> str:
    """What is explained, in Markdown made of label names and numbers only."""
    if name == RELATED:
        return f"What each word adds to **{output_title(name)}** ({percent(evidence.classes[1].probability)})"
    one = evidence.of(name)
    state = ", flagged" if one.flagged else ", not flagged" if evidence.language_known else ""
    return f"What each word adds to **{one.label.title}** ({percent(one.probability)}{state})"


def _draw_table(table: pd.DataFrame) -> None:
    texts = ("Word", "Read as")
    st.dataframe(
        table,
        key="word_effects_table",
        hide_index=True,
        column_config={
            "Word": st.column_config.TextColumn(pinned=True),
            **{
                column: st.column_config.NumberColumn(format="%+.1f") for column in table.columns if column not in texts
            },
        },
        alt="Percentage points that each word adds",
    )


def _explain_once(answer: "Answer", classifier: "Classifier") -> Explained:
    kept: Explained | None = st.session_state.get(EXPLAINED)
    if kept is None or kept.message != answer.message:
        started = time.perf_counter()
        explanation = classifier.explain(answer.message, answer)
        kept = Explained(answer.message, explanation, time.perf_counter() - started)
        st.session_state[EXPLAINED] = kept
    return kept


def _points(explanation: "Explanation", name: str) -> list[float]:
    related, labels = explanation.related_effects, explanation.effects
    column = related[:, 1] if name == RELATED else labels[:, BINARY_LABELS.index(name)]
    return (100 * column).tolist()


def _rounded(points: Sequence[float]) -> list[float]:
    return [round(value, 1) + 0.0 for value in points]  # adding zero turns -0.0 into 0.0


def _read_as(word: "ReadWord") -> str:
    return " + ".join(word.parts or word.read_as)
