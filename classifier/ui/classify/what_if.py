"""What if: a second message beside the first, and what changes."""

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from classifier.charts import what_if
from classifier.charts.what_if import Change
from classifier.operating_points import Thresholds
from classifier.report.evidence import Evidence, gather
from classifier.report.report import Report
from classifier.text.identification import Identified
from classifier.text.normalisation import normalise
from classifier.text.words import without, words
from classifier.ui.classify.changes import both_known, compare, crossings_in_words
from classifier.ui.classify.chart import draw
from classifier.ui.classify.message import answer_submitted
from classifier.ui.classify.unknown_language import unknown_language
from classifier.ui.classify.why import numbered

if TYPE_CHECKING:
    from classifier.inference import Answer, Classifier

BOX, SUBMITTED, ANSWER, WORD = "second_message", "second_submitted", "answer_of_second", "second_word"
MOST_WORDS, LARGEST = 60, 12


@st.fragment
def draw_what_if(
    first: "Answer", evidence: Evidence, thresholds: Thresholds, report: Report, classifier: "Classifier"
) -> None:
    """Both messages, the ways to change the second, and every output's change."""
    left, right = st.columns(2, gap="large")
    with left:
        st.caption("First message")
        with st.container(border=True, height=130):
            st.text(first.message)
        st.button(
            "Copy it over",
            icon=":material/content_copy:",
            key="copy_first",
            on_click=_submit,
            args=(first.message,),
            help="Puts the first message into the second box, ready to be changed",
        )
    with right, st.form("second_form", border=False):
        st.text_area("Second message", key=BOX, height=130, persist_state="session")
        st.form_submit_button(
            "Compare", icon=":material/compare_arrows:", key="compare", on_click=lambda: _submit(st.session_state[BOX])
        )
    _draw_words(first.message if st.session_state.get(SUBMITTED) is None else st.session_state[BOX])
    second = answer_submitted(classifier, SUBMITTED, ANSWER)
    if second is not None:
        known = second.reading.language is not None
        after = gather(second.probabilities, second.related, thresholds, report, language_known=known)
        note = unknown_in_words(first.reading.identified, second.reading.identified)
        if note:
            st.warning(note, icon=":material/translate:")
        _draw_changes(compare(evidence, after), judged=both_known(evidence, after))


def unknown_in_words(first: Identified, second: Identified) -> str:
    """Which of two messages is in a language that the model does not know, in Markdown made of names of languages."""
    named = (("The first message", first), ("The second message", second))
    found = [unknown_language(which, identified) for which, identified in named if identified.language is None]
    if not found:
        return ""
    whose = "Their" if len(found) > 1 else "Its"
    return " ".join([*found, f"{whose} numbers mean little, so no label is said to cross its threshold."])


def _draw_words(typed: str) -> None:
    message = normalise(typed)
    found = numbered([message[word.start : word.end] for word in words(message)][:MOST_WORDS])
    if found:
        st.pills(
            "Delete a word",
            range(len(found)),
            key=WORD,
            on_change=_delete_word,
            args=(message,),
            format_func=found.__getitem__,
            wrap=True,
            help="One click takes the word out of the second message and compares again",
        )


def _draw_changes(changes: tuple[Change, ...], judged: bool) -> None:
    if judged:
        st.markdown(crossings_in_words(changes))
    left, right = st.columns([3, 2], gap="large")
    line = "Upright line: threshold." if judged else "Grey: a message is in a language that the model does not know."
    with left:
        draw(what_if.CHART, what_if.rows(changes[:LARGEST], judged), "changes")
        st.caption(f"The {LARGEST} largest of {len(changes)} changes. Hollow: first message. Filled: second. {line}")
    right.dataframe(
        changes_table(changes),
        hide_index=True,
        height=360,
        key="changes_table",
        column_config=_COLUMNS,
        alt="Every output's change, largest first",
    )


def changes_table(changes: tuple[Change, ...]) -> pd.DataFrame:
    """What the table of changes shows; shares as percentages."""
    return pd.DataFrame(
        {
            "Output": change.title,
            "First": 100 * change.before,
            "Second": 100 * change.after,
            "Change (points)": change.points,
            "Crossing": change.crossing,
        }
        for change in changes
    )


def _submit(text: str) -> None:
    st.session_state[BOX] = text
    st.session_state[SUBMITTED] = text


def _delete_word(message: str) -> None:
    chosen = st.session_state[WORD]
    if chosen is not None:
        _submit(without(message, list(words(message))[chosen]))
    st.session_state[WORD] = None


_COLUMNS = {
    "Output": st.column_config.TextColumn(pinned=True),
    "First": st.column_config.NumberColumn(format="%.1f %%"),
    "Second": st.column_config.NumberColumn(format="%.1f %%"),
    "Change (points)": st.column_config.NumberColumn(format="%+.1f"),
}
