"""The file or the lines to score, and a look at what is in them."""

import json
import shlex
from pathlib import Path

import pandas as pd
import streamlit as st

from classifier.errors import DataError
from classifier.formatting import counted
from classifier.operating_points import BALANCED
from classifier.scoring.formats import BY_SUFFIX
from classifier.scoring.job import Job
from classifier.scoring.preview import Preview, preview_outside
from classifier.ui.batch.sessions import get_sessions, this_session
from classifier.ui.batch.stages import STOPPED, TROUBLE, Chosen, Running, get_job_queue, left_out, start_again
from classifier.ui.shared.examples import known_examples
from classifier.ui.shared.scored_file import STAGE
from classifier.ui.shared.uploads import release

MEGABYTES, ROWS = 50, 100_000
"""The largest file, and the most messages, that the page takes; the command takes any."""

COLUMN, PASTED, TURN = "batch_column", "batch_pasted", "batch_turn"
"""The session's keys of the message column, of pasted lines, and of how many files were chosen before."""

_LINES = "pasted-messages.jsonl"
_ENCODINGS = {"cp1252": "Windows-1252"}
_LONGEST_NAME = 100


def draw_chooser() -> None:
    """Let people choose a file or paste lines; what they give is written to a folder of the session's own."""
    st.markdown(
        "Score a whole file, and see its most urgent or most doubtful messages first, those in languages that the "
        "model does not know, and how many there are of each topic. Where people have labelled the messages (columns "
        "named as labels, such as *water*, with 0 or 1), the file also tests the model."
    )
    left, right = st.columns(2, gap="large")
    with left:
        key = f"batch_file_{st.session_state.get(TURN, 0)}"  # a new one lets go of the bytes of the file before
        kinds = [suffix[1:] for suffix in BY_SUFFIX]
        file = st.file_uploader(
            "A file of messages", kinds, key=key, max_upload_size=MEGABYTES, on_change=_forget_trouble
        )
        st.caption(
            f"CSV, TSV, XLSX, JSON Lines or Parquet, one row per message, up to {MEGABYTES} MB and {ROWS:,} messages. "
            "For more, run this command: python -m classifier.score FILE answers.csv"
        )
    with right:
        pasted = st.text_area("Or paste messages, one per line", key=PASTED, height=110, persist_state="session")
        with st.container(horizontal=True):
            pressed = st.button(
                "Use these lines", key="batch_paste", icon=":material/content_paste:", on_click=_forget_trouble
            )
            st.button("Fill in the examples", key="batch_examples", on_click=_fill_in)
    if file is not None:
        _take(file.name, file.getvalue())
        release([file])
        st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
        st.rerun()
    if pressed:
        _take_lines(pasted)


def draw_trouble() -> None:
    """What went wrong with the file before, if anything did."""
    trouble = st.session_state.get(TROUBLE)
    if trouble == STOPPED:
        st.info(trouble, icon=":material/stop_circle:")
    elif trouble:
        st.error("This file cannot be scored:", icon=":material/draft:")
        st.text(trouble)  # holds names and cells of the file, which could be Markdown


def draw_chosen(chosen: Chosen) -> None:
    """What is in the file, which column holds the messages, and the button that starts."""
    preview, name = chosen.preview, chosen.path.name
    st.text(name)
    st.caption(_in_words(preview))
    if preview.rows > ROWS:
        st.error(f"That is more than the {ROWS:,} messages that this page takes. Score the file with the command:")
        st.code(f"python -m classifier.score {shlex.quote(name)} answers.csv", language=None, wrap_lines=True)
        st.button("Choose another file", key="batch_other", on_click=start_again)
        return
    column = st.selectbox(
        "The messages are in the column",
        preview.columns,
        index=preview.columns.index(preview.guess),
        key=COLUMN,
        width=420,
    )
    st.dataframe(pd.DataFrame(preview.sample, columns=list(preview.columns))[_first(column, preview)], hide_index=True)
    with st.container(horizontal=True):
        st.button(
            f"Score {counted(preview.rows, 'message')}",
            type="primary",
            icon=":material/play_arrow:",
            key="batch_start",
            on_click=_start,
            args=(chosen, column),
        )
        st.button("Choose another file", key="batch_other", on_click=start_again)


def _in_words(preview: Preview) -> str:
    """Numbers only, since names could be Markdown."""
    words = f"{counted(preview.rows, 'row')}, {counted(len(preview.columns), 'column')}"
    if preview.encoding and not preview.encoding.startswith("utf-8"):  # a guess that the sample shows to be right
        words += f", read as {_ENCODINGS.get(preview.encoding, preview.encoding.upper())}"
    rejected = left_out(preview.rejected)
    return f"{words}. {rejected}" if rejected else words


def _forget_trouble() -> None:
    """What was wrong with a file does not stand above the next one while that is read."""
    st.session_state[TROUBLE] = None


def _first(column: str, preview: Preview) -> list[str]:
    return [column, *(name for name in preview.columns if name != column)]


def _take(name: str, content: bytes) -> None:
    """Write a file into a new folder and look into it; trouble if it cannot be scored."""
    _forget_trouble()
    try:
        with st.spinner("Reading the file", show_time=True):
            path = _write(name, content)
            st.session_state[STAGE] = Chosen(path, preview_outside(path))
    except DataError as error:
        start_again()
        st.session_state[TROUBLE] = str(error)
        return
    st.session_state.pop(COLUMN, None)
    get_job_queue().prepare()


def _write(name: str, content: bytes) -> Path:
    try:
        folder = get_sessions().new_folder(this_session()) / "input"
        folder.mkdir()
        given = Path(name.replace("\\", "/").replace("\0", "")).name
        path = folder / f"{Path(given).stem[-_LONGEST_NAME:] or 'file'}{Path(given).suffix[:_LONGEST_NAME]}"
        path.write_bytes(content)
    except OSError as error:
        raise DataError(f"The server cannot keep the file while it is scored: {error.strerror}.") from error
    return path


def _take_lines(text: str) -> None:
    messages = [line for line in text.splitlines() if line.strip()]
    if not messages:
        st.info("There is no line yet: paste or type at least one message.")
        return
    lines = [json.dumps({"message": message}, ensure_ascii=False) for message in messages]
    _take(_LINES, "\n".join(lines).encode())
    st.rerun()


def _fill_in() -> None:
    st.session_state[PASTED] = "\n".join(" ".join(one.message.split()) for one in known_examples().values())


def _start(chosen: Chosen, column: str) -> None:
    session, sessions = this_session(), get_sessions()
    job = Job(str(chosen.path), str(chosen.answers), column, BALANCED, to_show=True)
    ticket = get_job_queue().submit(job, lambda: sessions.is_here(session))
    st.session_state[STAGE] = Running(chosen, column, ticket)
    st.session_state[TROUBLE] = None
