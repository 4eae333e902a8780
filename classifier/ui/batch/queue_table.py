"""One page of the queue as a table, and the way from a message to Classify."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from classifier.labels import PARENTS, title
from classifier.scoring.reasons import in_words
from classifier.scoring.triage import Entry, Group
from classifier.text.languages import BY_CODE
from classifier.ui.shared.checking import note_shown
from classifier.ui.shared.opening import open_on_classify

OPENED = "queue_opened"
"""The session's key of the button that was pressed."""

LONGEST = 2_000
"""Characters of a message that are shown; one cell can hold megabytes."""

ROW_HELP = "The place of the message among the scored rows, as in the downloads, counted from 1 without a header."

_LISTED = 5
"""Labels that are named, so that they fit their cell."""

_ROW, _MOST = 76, 650
"""Pixels: of a row, which has room for four lines, and of the table."""

_text, _number = st.column_config.TextColumn, st.column_config.NumberColumn


def draw_table(shown: Sequence[Entry], group: Group, place: str) -> None:
    """The messages, plain text all of them; a click opens one on Classify. `place` names the page and what it is of."""
    note_shown(*(entry.message for entry in shown))
    can_be_opened = group != Group.BLANK
    chosen = st.dataframe(
        _rows(shown, can_be_opened),
        column_config=_columns(),
        hide_index=True,
        row_height=_ROW,
        height=min(_MOST, 37 + _ROW * len(shown)),
        key=f"queue_table_{place}",
        on_select="rerun",
        selection_mode="single-row" if can_be_opened else (),
        placeholder="",
        alt="Messages of the queue",
    )
    if not can_be_opened:
        return
    st.caption(
        "*Open*, or the box at the left of a message (Shift+Space), shows it on *Classify*. A double click on a "
        "message shows more of it here. A click on a column's head sorts this page of the table only."
    )
    pressed = st.session_state.get(OPENED)
    rows = [pressed["row"]] if pressed else chosen["selection"]["rows"]
    if rows and rows[0] < len(shown):
        open_on_classify(shown[rows[0]].message)


def _rows(shown: Sequence[Entry], can_be_opened: bool) -> pd.DataFrame:
    opening = {"Open": ["Open"] * len(shown)} if can_be_opened else {}
    return pd.DataFrame(
        {
            **opening,
            "Message": [_cut(entry.message) for entry in shown],
            "Why it stands here": [in_words(entry.reason) for entry in shown],
            "Labels found": [_listed(entry.found) for entry in shown],
            "Copies": [entry.copies for entry in shown],
            "Language": [BY_CODE[entry.language].title if entry.language else "" for entry in shown],
            "Row": [entry.number for entry in shown],
        }
    )


def _columns() -> dict[str, Any]:
    return {
        "Open": st.column_config.ButtonColumn("Open", width=64, key=OPENED, type="tertiary"),
        "Message": _text(width=380),
        "Why it stands here": _text(width=252),
        "Labels found": _text(width=180, help="The most probable first; those that another one implies come last."),
        "Copies": _number(
            width=62, format="localized", help="How often the text is in the file, whatever its capitals and spaces."
        ),
        "Language": _text(width=78),
        "Row": _number(width=66, format="localized", help=ROW_HELP),
    }


def _listed(found: Sequence[str]) -> str:
    """The most probable labels; those that another one implies say less, and come last."""
    implied = {PARENTS[name] for name in found if name in PARENTS}
    names = [title(name) for name in sorted(found, key=implied.__contains__)]
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more


def _cut(message: str) -> str:
    if len(message) <= LONGEST:
        return message
    return f"{message[:LONGEST]}… ({len(message):,} characters)"
