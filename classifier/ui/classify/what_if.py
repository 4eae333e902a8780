"""What if: a second message beside the first, and what changes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from classifier.charts import what_if
from classifier.charts.what_if import Change
from classifier.formatting import percent, signed_points
from classifier.operating_points import Thresholds
from classifier.report.evidence import Evidence, gather
from classifier.report.report import Report
from classifier.text.identification import Identified
from classifier.text.reading import Reading
from classifier.text.words import Word, without
from classifier.ui.classify.changes import both_known, compare, crossings_in_words, nothing_changes
from classifier.ui.classify.chart import draw
from classifier.ui.classify.difference import draw_difference
from classifier.ui.classify.message import answer_submitted
from classifier.ui.classify.unknown_language import unknown_language
from classifier.ui.shared.checking import note_shown

if TYPE_CHECKING:
    from classifier.inference import Answer, Classifier

BOX, SUBMITTED, ANSWER, WORD = "second_message", "second_submitted", "answer_of_second", "second_word"
COMPARED_WITH = "second_compared_with"
LARGEST = 12
MANY_WORDS, SCROLLED = 60, 230
"""More words to delete than these scroll, in a box of so many pixels."""

NO_DIFFERENCE = "No difference: both messages read the same."


@st.fragment
def draw_what_if(
    first: "Answer", evidence: Evidence, thresholds: Thresholds, report: Report, classifier: "Classifier"
) -> None:
    """The ways to change the second message, both texts with their difference, and every output's change."""
    _start_afresh_with(first)
    left, right = st.columns(2, gap="large")
    with right:
        _draw_second_box()
        second = answer_submitted(classifier, SUBMITTED, ANSWER)
    with left:
        st.button(
            "Copy to second message",
            icon=":material/content_copy:",
            key="copy_first",
            on_click=_submit,
            args=(first.message,),
            help="Puts the first message into the second box, ready to be changed",
        )
        _draw_words((second or first).reading)
    if second is None:
        return
    note_shown(second.message)
    if st.session_state[BOX] != second.message:
        with st.container(key="second_outdated"):
            st.warning(
                "The second message has changed: this still compares the one before. Press *Compare*.",
                icon=":material/edit_note:",
            )
    with st.container(key="comparison"):
        known = second.reading.language is not None
        after = gather(second.probabilities, second.related, thresholds, report, language_known=known)
        note = unknown_in_words(first.reading.identified, second.reading.identified)
        if note:
            st.warning(note, icon=":material/translate:")
        _draw_comparison(first, second, compare(evidence, after), judged=both_known(evidence, after))


def deletable(reading: Reading) -> list[Word]:
    """The words whose deletion can change something: those that the model reads."""
    return [word.word for word in reading.words if word.reaches_the_model]


def numbered(words: Sequence[str]) -> list[str]:
    """Words made unique: the second 'water' becomes 'water (2)'."""
    seen: dict[str, int] = {}
    shown = []
    for word in words:
        seen[word] = seen.get(word, 0) + 1
        shown.append(f"{word} ({seen[word]})" if seen[word] > 1 else word)
    return shown


def unknown_in_words(first: Identified, second: Identified) -> str:
    """Which of two messages is in a language that the model does not know, in Markdown made of names of languages."""
    named = (("The first message", first), ("The second message", second))
    found = [unknown_language(which, identified) for which, identified in named if identified.language is None]
    if not found:
        return ""
    whose = "Their" if len(found) > 1 else "Its"
    return " ".join([*found, f"{whose} numbers mean little, so no label is said to cross its threshold."])


def _start_afresh_with(first: "Answer") -> None:
    """Clear the second message and its answer when there is another first message."""
    if st.session_state.get(COMPARED_WITH) is not first:
        for key in (SUBMITTED, ANSWER, WORD):
            st.session_state[key] = None
        st.session_state[BOX] = ""
        st.session_state[COMPARED_WITH] = first


def _draw_second_box() -> None:
    st.text_area(
        "Second message",
        key=BOX,
        height=130,
        persist_state="session",
        placeholder="Type a second message, or copy the first and change it",
    )
    st.button(
        "Compare", icon=":material/compare_arrows:", key="compare", on_click=lambda: _submit(st.session_state[BOX])
    )


def _draw_words(reading: Reading) -> None:
    found = deletable(reading)
    if not found:
        st.text("There is no word to delete: the model ignores all words of this message.")
        return
    shown = numbered([reading.text[word.start : word.end] for word in found])
    with st.container(height=SCROLLED if len(found) > MANY_WORDS else "content", border=False, key="words_to_delete"):
        st.pills(
            "Delete a word",
            range(len(found)),
            key=WORD,
            on_change=_delete_word,
            args=(reading.text, found),
            format_func=shown.__getitem__,
            wrap=True,
            help="One click takes the word out of the second message and compares again. Words that the model ignores "
            "are not offered.",
        )


def _draw_comparison(first: "Answer", second: "Answer", changes: tuple[Change, ...], judged: bool) -> None:
    if first.message != second.message:
        draw_difference(first.message, second.message)
    if nothing_changes(changes):
        st.markdown(NO_DIFFERENCE)
        return
    if judged:
        st.markdown(crossings_in_words(changes))
    left, right = st.columns(2, gap="large")
    meaning = "Line: flagged from here. Bold: crosses it."
    if not judged:
        meaning = "Grey: a message is in a language that the model does not know."
    shown = largest(changes)
    count = f"{len(shown)} " if len(shown) > 1 else ""
    with left:
        draw(what_if.CHART, what_if.rows(shown, judged), "changes")
        st.caption(f"The {count}largest of {len(changes)} changes. Hollow: first. Filled: second. {meaning}")
    right.dataframe(
        changes_table(changes).style.format({"First": percent, "Second": percent, "Change (points)": signed_points}),
        hide_index=True,
        height=360,
        key="changes_table",
        column_config=_COLUMNS,
        alt="Every output's change, largest first",
    )


def largest(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """Those worth a row in the chart: at least half a point or a threshold crossed, or else the largest alone."""
    return tuple(c for c in changes[:LARGEST] if c.crossing or c.direction != what_if.SAME) or changes[:1]


def changes_table(changes: tuple[Change, ...]) -> pd.DataFrame:
    """What the table of changes shows; shares of 1, and the change in percentage points."""
    return pd.DataFrame(
        {
            "Output": change.title,
            "First": change.before,
            "Second": change.after,
            "Change (points)": change.points,
            "Crossing": change.crossing,
        }
        for change in changes
    )


def _submit(text: str) -> None:
    st.session_state[BOX] = text
    st.session_state[SUBMITTED] = text


def _delete_word(text: str, offered: Sequence[Word]) -> None:
    chosen = st.session_state[WORD]
    if chosen is not None:
        _submit(without(text, offered[chosen]))
    st.session_state[WORD] = None


_COLUMNS = {"Output": st.column_config.TextColumn(pinned=True)}
