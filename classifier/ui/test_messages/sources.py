"""Where the messages come from: the folder that DISASTER_DATA names, or files that the person chooses."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from classifier.dataset import labelled_file, public_files
from classifier.dataset.csv_table import column_names
from classifier.dataset.labelled import Labelled
from classifier.dataset.public_files import CATEGORIES, MESSAGES, Files
from classifier.errors import DataError
from classifier.labels import LEARNABLE
from classifier.report.report import Report
from classifier.ui.shared.uploads import release
from classifier.ui.test_messages.scored import Origin, ScoredMessages, score

if TYPE_CHECKING:
    from classifier.inference import Classifier

VARIABLE = "DISASTER_DATA"
FILES, CHOSEN = "test_messages_files", "test_messages_chosen"
MAX_MESSAGES = 30_000
"""Messages of a chosen file; scoring more would keep the server busy for longer than other people would like."""


class File(NamedTuple):
    """A chosen file."""

    name: str
    content: bytes


def messages_in_use(classifier: "Classifier", report: Report) -> ScoredMessages | None:
    """The messages of the chosen files, or else of the folder; None where there are none to be had."""
    chosen: ScoredMessages | None = st.session_state.get(CHOSEN)
    folder = os.environ.get(VARIABLE)
    if chosen or not folder:
        return chosen
    try:
        with st.spinner("Reading and scoring the test messages: a few seconds, once after each start", show_time=True):
            return _score_folder(folder, classifier, report)
    except DataError as error:
        _complain(f"{VARIABLE} does not name a folder with the two public files:", error)
        return None


def draw_chooser(classifier: "Classifier", report: Report) -> None:
    """Let people choose files; once they are scored, only what is needed of them is kept, in the session."""
    files = st.file_uploader(
        "Files of labelled messages",
        "csv",
        accept_multiple_files=True,
        key=FILES,
        help=f"The columns of labels are called {', '.join(f'`{name}`' for name in LEARNABLE)}.",
    )
    st.caption(
        f"Either the two public files {MESSAGES} and {CATEGORIES} together, or one CSV file with a column "
        "“message” and, for each label that was asked for, a column of 0 and 1 such as “water” or “medical_help”. "
        f"At most {st.get_option('server.maxUploadSize')} MB a file and {MAX_MESSAGES:,} messages. They stay in this "
        "session's memory and are not written to a disk."
    )
    if not files:
        return
    try:
        labelled, origin = _read([File(file.name, file.getvalue()) for file in files], report)
    except DataError as error:
        _complain("These files cannot be used:" if len(files) > 1 else "This file cannot be used:", error)
        return
    with st.empty():
        bar = st.progress(0.0, f"Scoring {len(labelled):,} messages")
        st.session_state[CHOSEN] = score(classifier, labelled, origin, lambda share: bar.progress(share))
    release(files)
    st.rerun()


def forget() -> None:
    """Drop the chosen files."""
    st.session_state.pop(CHOSEN, None)


@st.cache_resource(max_entries=1, show_spinner=False)
def _score_folder(folder: str, _classifier: "Classifier", _report: Report) -> ScoredMessages:
    labelled, origin = _held_out(public_files.contents(folder), _report)
    return score(_classifier, labelled, origin, lambda share: None)


def _read(files: Sequence[File], report: Report) -> tuple[Labelled, Origin]:
    """The messages of chosen files, whatever they are called: what they are shows in their columns."""
    columns = [column_names(*file) for file in files]
    with_categories = ["categories" in names for names in columns]
    if len(files) == 2 and sum(with_categories) == 1:
        categories = with_categories.index(True)
        return _held_out({MESSAGES: files[1 - categories].content, CATEGORIES: files[categories].content}, report)
    if len(files) > 1 or with_categories[0] or _is_half(columns[0]):
        raise DataError(f"Choose one labelled file by itself, or {MESSAGES} together with {CATEGORIES}.")
    labelled = labelled_file.read(*files[0])
    if len(labelled) > MAX_MESSAGES:
        raise DataError(f"{files[0].name} has {len(labelled):,} messages; the limit is {MAX_MESSAGES:,}.")
    return labelled, Origin.OWN


def _is_half(columns: Sequence[str]) -> bool:
    """Whether these are the columns of the public messages, without labels."""
    return {"id", "message", "original", "genre"} <= set(columns) and not set(LEARNABLE) & set(columns)


def _held_out(files: Files, report: Report) -> tuple[Labelled, Origin]:
    frame = public_files.read(files)
    same = public_files.fingerprint(files, len(frame)) == report.data
    return public_files.held_out(frame, report.split_seed), Origin.HELD_OUT if same else Origin.OTHER_PUBLIC


def _complain(title: str, error: DataError) -> None:
    st.error(title, icon=":material/draft:")
    st.text(str(error))  # holds names and cells of the file, which could be Markdown
