"""A scored file: what came of it, the files to download, and the messages themselves."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from classifier.formatting import counted
from classifier.operating_points import BALANCED, Thresholds, thresholds_at
from classifier.report.report import Report
from classifier.scoring.export import Wanted, export_outside
from classifier.scoring.formats import BY_SUFFIX, Format
from classifier.ui.batch.evaluation import draw_evaluation, has_gold
from classifier.ui.batch.queue import draw_queue
from classifier.ui.batch.stages import LOST, Result, left_out, start_again
from classifier.ui.shared.download import draw_download
from classifier.ui.shared.operating_point import IN_FORCE

if TYPE_CHECKING:
    from classifier.inference import Classifier

QUEUE, EVALUATION = "Messages", "Evaluation"
TAB, LAST_TAB = "batch_tab", "batch_last_tab"
"""The session's keys of the open tab, and of the one that was open when the page was left."""

_OFFERED = {Format.CSV: ("csv", "text/csv"), Format.PARQUET: ("parquet", "application/vnd.apache.parquet")}
_ALSO = {Format.JSON_LINES: ("jsonl", "application/jsonl")}


def draw_result(result: Result, classifier: "Classifier", report: Report) -> None:
    """Everything about a scored file."""
    point = st.session_state[IN_FORCE] = st.session_state.get(IN_FORCE) or BALANCED  # Classify's switch is another one
    thresholds = thresholds_at(point, classifier.thresholds)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title("Many messages", anchor=False, width="stretch")
        _draw_downloads(result, thresholds)
        st.button("Score another file", key="batch_again", icon=":material/folder_open:", on_click=start_again)
    draw_remarks(result)
    if has_gold(result.scored):
        _draw_tabs(result, report, thresholds)
    else:
        draw_queue(result.scored, report, thresholds)


def _draw_tabs(result: Result, report: Report, thresholds: Thresholds) -> None:
    """The queue and the evaluation; who comes back from another page finds the same one open."""
    if TAB not in st.session_state:
        st.session_state[TAB] = st.session_state.get(LAST_TAB, QUEUE)
    queue, evaluation = st.tabs((QUEUE, EVALUATION), key=TAB, on_change="rerun")
    st.session_state[LAST_TAB] = QUEUE if queue.open else EVALUATION
    if queue.open:
        with queue:
            draw_queue(result.scored, report, thresholds)
    if evaluation.open:
        with evaluation:
            draw_evaluation(result.scored, report, thresholds)


def draw_remarks(result: Result) -> None:
    """What is to be known of the file and its rows: what loses them, which are missing, which were read in part."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(f"{result.name}: {counted(len(result.scored), 'message')}")  # the name could be Markdown
        st.caption(f"{LOST}{_read_in_part(result)}", width="content")
    if result.is_cut_short:
        scored, rows = len(result.scored), result.chosen.preview.rows
        st.warning(f"Cancelled: the first {scored:,} of {rows:,} messages are scored.", icon=":material/stop_circle:")
    rejected = left_out(result.done.rejected)
    if rejected:
        st.warning(rejected)
    for sentence in set(result.chosen.preview.refused.values()):
        st.text(sentence)  # holds names of the file, which could be Markdown


def _read_in_part(result: Result) -> str:
    if not result.done.tally.read_in_part:
        return ""
    from classifier.inference import MAX_CHARACTERS  # imported by now

    count = counted(result.done.tally.read_in_part, "longer message")
    return f" Of {count} only the first {MAX_CHARACTERS:,} characters were read."


def _draw_downloads(result: Result, thresholds: Thresholds) -> None:
    """A button for each format that can hold the file."""
    path, refused = result.chosen.path, result.chosen.preview.refused
    stem = path.stem + (f"-first-{len(result.scored)}-rows" if result.is_cut_short else "")
    offered = _OFFERED | (_ALSO if BY_SUFFIX[path.suffix.lower()] in _ALSO else {})
    for form, (ending, kind) in offered.items():
        if form not in refused:
            make, name = partial(_made, result, thresholds.values, ending), f"{stem}-{thresholds.point}.{ending}"
            draw_download(f"Download {form}", make, name, kind, f"batch_{ending}")


def _made(result: Result, thresholds: Mapping[str, float], ending: str) -> bytes:
    """The file as the command would have written it, at the operating point in force."""
    target = result.chosen.answers.with_name(f"download.{ending}")
    column = result.column
    export_outside(Wanted(str(result.chosen.path), str(result.chosen.answers), str(target), column, dict(thresholds)))
    content = target.read_bytes()
    target.unlink()
    return content
