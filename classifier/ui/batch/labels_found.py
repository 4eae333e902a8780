"""How many messages have each label, and how probable one of them is in all messages."""

import pandas as pd
import streamlit as st

from classifier.formatting import percent
from classifier.labels import title
from classifier.scoring.triage import Group, Triage
from classifier.ui.batch.label_histogram import draw_histogram

OPEN, LAST_OPEN = "queue_labels_found", "queue_labels_found_last"
"""The session's keys of the open panel, and of whether it was open when the page was left."""


def draw_labels_found(triage: Triage) -> None:
    """Both side by side, computed while they are open; who comes back from another page finds them as they were."""
    if OPEN not in st.session_state:
        st.session_state[OPEN] = st.session_state.get(LAST_OPEN, False)
    panel = st.expander(
        "How many messages have each label, and how probable it is",
        icon=":material/bar_chart:",
        key=OPEN,
        on_change="rerun",
    )
    st.session_state[LAST_OPEN] = panel.open
    if not panel.open:
        return
    with panel:
        left, right = st.columns([2, 3], gap="large")
        with left:
            _draw_counts(triage)
        with right:
            draw_histogram(triage)


def _draw_counts(triage: Triage) -> None:
    read = triage.group_counts[Group.READ]
    st.markdown(
        f"Of **{read.messages:,}** messages that the model read, {read.different:,} of them different. "
        "A message can have several labels."
    )
    counts = sorted(triage.label_counts.items(), key=lambda item: -item[1].messages)
    table = pd.DataFrame(
        {
            "Label": title(name),
            "Messages": count.messages,
            "Different": count.different,
            "Share": count.messages / max(read.messages, 1),
        }
        for name, count in counts
    )
    st.dataframe(
        table.style.format({"Share": percent}),
        column_config={
            "Label": st.column_config.TextColumn(pinned=True, width=165),
            "Messages": st.column_config.NumberColumn(format="localized", help="Every copy counts."),
            "Different": st.column_config.NumberColumn(format="localized", help="Copies count once."),
            "Share": st.column_config.NumberColumn(help="Of the messages that the model read."),
        },
        hide_index=True,
        key="queue_label_counts",
        alt="How many messages have each label",
    )
