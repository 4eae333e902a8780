"""How far a session is with its file: nothing yet, chosen, being scored, scored."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from classifier.formatting import counted
from classifier.scoring.job import Done
from classifier.scoring.job_queue import JobQueue, Ticket
from classifier.scoring.preview import Preview
from classifier.scoring.scored import Scored
from classifier.scoring.source import WHY_REJECTED, Rejected
from classifier.ui import resources
from classifier.ui.batch import queue_view
from classifier.ui.batch.judgement import KEPT
from classifier.ui.batch.sessions import get_sessions, this_session
from classifier.ui.shared.scored_file import STAGE

TROUBLE = "batch_trouble"
"""The session's key of what went wrong before the stage, which is None or absent at first."""

STOPPED = "It was cancelled before the first messages were scored."

LOST = "Reloading or closing this page loses the file and its answers."

ANSWERS = "answers.parquet"

_LISTED = 5
"""Lines of rows that were left out."""


@dataclass(frozen=True)
class Chosen:
    """A file that can be scored."""

    path: Path
    preview: Preview

    @property
    def answers(self) -> Path:
        """Where its answers are written."""
        return self.path.parent.parent / ANSWERS


@dataclass(frozen=True)
class Running:
    """A file that is being scored, or waits for its turn."""

    chosen: Chosen
    column: str
    ticket: Ticket


@dataclass(frozen=True)
class Result:
    """A scored file."""

    chosen: Chosen
    column: str
    scored: Scored
    done: Done

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.chosen.path.name

    @property
    def is_cut_short(self) -> bool:
        """Whether it was cancelled before the last message."""
        return len(self.scored) < self.chosen.preview.rows


Stage = Chosen | Running | Result


def stage() -> Stage | None:
    """How far this session is."""
    found: Stage | None = st.session_state.get(STAGE)
    return found


def left_out(rejected: Rejected) -> str:
    """Which rows were left out, in a sentence of numbers only; nothing if there are none."""
    if not rejected.count:
        return ""
    listed = ", ".join(rejected.lines[:_LISTED]) + (" ..." if rejected.count > _LISTED else "")
    rows = counted(rejected.count, "row")
    return f"Left out {WHY_REJECTED}: {rows}, on lines {listed}."


def start_again() -> None:
    """Forget the file and its answers."""
    st.session_state[STAGE] = st.session_state[TROUBLE] = st.session_state[KEPT] = None
    queue_view.forget()
    get_sessions().forget(this_session())


@st.cache_resource(show_spinner=False)
def get_job_queue() -> JobQueue:
    """The jobs of all sessions."""
    return JobQueue(resources.ASSETS)
