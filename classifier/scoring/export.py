"""A scored file once more, in another format or at another operating point, without asking the model again.

A process of its own, since it reads the input anew: `python -m classifier.scoring.export` with a `Wanted` as JSON on
standard input writes the file that the command would have written.
"""

import os
import sys
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from classifier.labels import BINARY_LABELS
from classifier.scoring import child_process, encoders, workbook_writer
from classifier.scoring.columns import ANSWERS, FLAGS, PROBABILITIES
from classifier.scoring.formats import format_of
from classifier.scoring.output import Output, Tally
from classifier.scoring.readers import opened

SECONDS = 300


class Wanted(msgspec.Struct, frozen=True):
    """The file that was scored, the Parquet file of its answers, and the file to write, named by its format.

    `thresholds` are shares of 1 by label.
    """

    input: str
    answers: str
    output: str
    column: str
    thresholds: dict[str, float]


def export(wanted: Wanted) -> None:
    """Write the file; the rows that were scored, should that be fewer than all. DataError if it cannot be written."""
    path, form = Path(wanted.output), format_of(Path(wanted.output))
    answers = _flagged(pq.read_table(wanted.answers, columns=list(ANSWERS)), wanted.thresholds)
    with opened(Path(wanted.input), form) as source, Output(path, form, "export") as output:
        columns = source.survey.columns
        workbook_writer.check_size(form == "XLSX", len(answers), len(columns) + len(ANSWERS))
        output.begin(columns, resume=False)
        for chunk in source.chunks(wanted.column, 0):
            piece = answers.slice(output.tally.rows, len(chunk.messages)).combine_chunks()
            if not piece.num_rows:
                break
            output.append(encoders.encode(chunk.rows.slice(0, piece.num_rows), piece, form), Tally(piece.num_rows))
        output.complete()


def export_outside(wanted: Wanted) -> None:
    """`export` in a process of its own; DataError if the file cannot be written."""
    child_process.run(
        "classifier.scoring.export",
        seconds=SECONDS,
        failed="The file cannot be made.",
        too_slow=f"The file takes more than {SECONDS // 60} minutes to make: score it with the command.",
        given=msgspec.json.encode(wanted),
    )


def main() -> int:
    """The process: do what standard input asks for."""
    if hasattr(os, "nice"):
        os.nice(10)
    return child_process.answer(lambda: export(msgspec.json.decode(sys.stdin.buffer.read(), type=Wanted)))


def _flagged(answers: pa.Table, thresholds: dict[str, float]) -> pa.Table:
    """The answers with flags at these thresholds; null where there is no probability."""
    for probability, flag, name in zip(PROBABILITIES, FLAGS, BINARY_LABELS, strict=True):
        column = answers[probability]
        reached = (column.to_numpy() >= thresholds[name]).astype(np.int8)
        missing = column.is_null().to_numpy()
        answers = answers.set_column(answers.column_names.index(flag), flag, pa.array(reached, mask=missing))
    return answers


if __name__ == "__main__":
    sys.exit(main())
