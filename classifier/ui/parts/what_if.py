"""What if: a second message beside the first, and what changes."""

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from classifier.charts import changes
from classifier.text import without, words
from classifier.ui.parts.comparison import changes_table, crossings_in_words
from classifier.ui.parts.draw import draw
from classifier.ui.parts.message import current_result
from classifier.ui.parts.result import Result
from classifier.ui.parts.thresholds import Thresholds
from classifier.ui.parts.why import numbered

if TYPE_CHECKING:
    from classifier.inference import Classifier

BOX, SUBMITTED, RESULT, WORD = "second_message", "second_submitted", "second_result", "second_word"
MOST_WORDS, LARGEST = 60, 12


@st.fragment
def draw_what_if(first: Result, thresholds: Thresholds, classifier: "Classifier") -> None:
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
    second = current_result(classifier, SUBMITTED, RESULT)
    if second is not None:
        _draw_changes(changes_table(first, second, thresholds))


def _draw_words(message: str) -> None:
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


def _draw_changes(table: pd.DataFrame) -> None:
    st.markdown(crossings_in_words(table))
    left, right = st.columns([3, 2], gap="large")
    with left:
        draw(changes, table[:LARGEST], "changes")
        st.caption(
            f"The {LARGEST} largest of {len(table)} changes. Hollow: first message. Filled: second. Upright "
            "line: threshold."
        )
    shown = table.assign(before=100 * table["before"], after=100 * table["after"])
    right.dataframe(
        shown[["title", "before", "after", "change", "crossing"]],
        hide_index=True,
        height=360,
        key="changes_table",
        column_config=_COLUMNS,
        alt="Every output's change, largest first",
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
    "title": st.column_config.TextColumn("Output", pinned=True),
    "before": st.column_config.NumberColumn("First", format="%.1f %%"),
    "after": st.column_config.NumberColumn("Second", format="%.1f %%"),
    "change": st.column_config.NumberColumn("Change (points)", format="%+.1f"),
    "crossing": st.column_config.TextColumn("Crossing"),
}
