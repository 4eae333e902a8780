"""How far a file is, with its rate and the time left."""

import streamlit as st

from classifier.scoring import scored
from classifier.scoring.job_queue import Standing, State
from classifier.ui.batch.stages import LOST, STOPPED, TROUBLE, Result, Running, get_job_queue
from classifier.ui.shared.scored_file import STAGE

EVERY = 1.0
"""Seconds between two looks at the job."""


@st.fragment(run_every=EVERY)
def draw_progress(running: Running) -> None:
    """Show how far the job is; once it has ended, its answers."""
    standing = get_job_queue().standing(running.ticket)
    if standing.state.ended:
        _end(running, standing)
        st.rerun()
    st.text(running.chosen.path.name)
    st.progress(share(standing), in_words(standing))
    st.button(
        "Cancel", key="batch_cancel", icon=":material/stop:", on_click=get_job_queue().stop, args=(running.ticket,)
    )
    st.caption(f"Cancelling keeps the answers so far. {LOST}")


def share(standing: Standing) -> float:
    """The share of the messages that are scored."""
    return min(standing.rows / standing.total, 1.0) if standing.total else 0.0


def in_words(standing: Standing) -> str:
    """How far the job is, in a line."""
    if standing.state == State.WAITING:
        jobs = "one other file is" if standing.before == 1 else f"{standing.before} other files are"
        return f"Waiting: {jobs} scored first"
    if standing.state == State.OPENING:
        return "Opening the file and loading the model: a few seconds"
    total = f" of {standing.total:,}" if standing.total else ""
    words = f"Scored {standing.rows:,}{total} messages"
    if standing.rate:
        words += f", {standing.rate:,.0f} a second"
    return f"{words}, {_duration(standing.seconds_left)} left" if standing.seconds_left is not None else words


def _duration(seconds: float) -> str:
    whole = max(round(seconds), 1)
    return f"{whole} s" if whole < 120 else f"{whole // 60} min {whole % 60} s"


def _end(running: Running, standing: Standing) -> None:
    """Go on to the answers; without any, back to the file."""
    st.session_state[STAGE] = running.chosen
    if standing.done is None:
        st.session_state[TROUBLE] = standing.sentence or STOPPED
        return
    answers = scored.load(running.chosen.answers, running.column)
    st.session_state[STAGE] = Result(running.chosen, running.column, answers, standing.done)
