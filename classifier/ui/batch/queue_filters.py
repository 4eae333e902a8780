"""Which messages of the queue to show: a group, labels, languages, a text."""

import streamlit as st

from classifier.labels import LEARNABLE, title
from classifier.scoring.triage import Filters, Group, Triage
from classifier.text.languages import BY_CODE
from classifier.ui.shared.choice import choose

GROUP, LABELS, LANGUAGES, TEXT = "queue_group", "queue_labels", "queue_languages", "queue_text"
"""The session's keys of the choices."""

TITLES = {
    Group.NOT_READ: "Language not read",
    Group.READ: "All that were read",
    Group.SOMETHING: "Something found",
    Group.NOTHING: "Nothing found",
    Group.BLANK: "Blank",
}


def choose_group(triage: Triage) -> Group:
    """Let people choose a group; each has the number of its messages, those that could not be read first."""
    titles = {str(group): f"{TITLES[group]}: {count.messages:,}" for group, count in triage.group_counts.items()}
    meanings = (
        "**Language not read**: as far as can be told, the model does not know the language, so it judged nothing. "
        "**All that were read** are those with something found and those with nothing found."
    )
    only_unread = triage.group_counts[Group.NOT_READ].messages and not triage.group_counts[Group.READ].messages
    first = Group.NOT_READ if only_unread else Group.READ
    return Group(choose("Messages, every copy counted", titles, GROUP, first, meanings))


def choose_filters(group: Group, triage: Triage) -> Filters:
    """Let people filter a group by what its messages can have."""
    labels: list[str] = []
    languages: list[str] = []
    if group.is_read:
        if group != Group.NOTHING:
            labels = st.multiselect(
                "Labels found",
                LEARNABLE,
                format_func=title,
                key=LABELS,
                persist_state="session",
                placeholder="Any",
                select_all=False,
                filter_mode="contains",
                help="Messages with at least one of these labels.",
                width=230,
            )
        languages = st.multiselect(
            "Language",
            triage.languages,
            format_func=lambda code: BY_CODE[code].title,
            key=LANGUAGES,
            persist_state="session",
            placeholder="Any",
            select_all=False,
            width=180,
        )
    text = "" if group == Group.BLANK else _choose_text()
    return Filters(group, tuple(sorted(labels)), tuple(sorted(languages)), text)


def clear_filters() -> None:
    """Back to no filter."""
    st.session_state[LABELS], st.session_state[LANGUAGES], st.session_state[TEXT] = [], [], ""


def _choose_text() -> str:
    text: str = st.text_input(
        "Text contains",
        key=TEXT,
        persist_state="session",
        type="search",
        help="Letter by letter; capitals, accents and the width of spaces make no difference.",
        width=220,
    )
    return text
