"""One job: a file is read, scored and written, chunk by chunk, with all cores at work."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from hashlib import file_digest, sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pyarrow as pa

from classifier import __version__
from classifier.artifacts import Manifest
from classifier.errors import DataError
from classifier.operating_points import thresholds_at
from classifier.scoring import encoders, workbook_writer
from classifier.scoring.answers import answer
from classifier.scoring.columns import ANSWERS, check_clash, message_column
from classifier.scoring.engine import Engine
from classifier.scoring.formats import Format, format_of
from classifier.scoring.lines import LinesSource
from classifier.scoring.output import Output, StandardOutput, Tally, write_sidecar
from classifier.scoring.readers import opened
from classifier.scoring.source import CHUNK_ROWS, Chunk, Rejected, Source, Survey
from classifier.scoring.workbook_writer import Cut

if TYPE_CHECKING:
    from classifier.inference import Classifier

STANDARD = "-"
"""The name of standard input and of standard output."""


@dataclass(frozen=True)
class Job:
    """What is to be scored: names of files, the column of the messages (None: the usual one), the operating point.

    An output `to_show` is for looking at: it may hold lists and objects as text.
    """

    input: str
    output: str
    column: str | None
    point: str
    resume: bool = False
    to_show: bool = False

    @property
    def output_format(self) -> Format:
        """The format that is written; DataError if the name tells none."""
        return Format.CSV if self.output == STANDARD else format_of(Path(self.output))


@dataclass(frozen=True)
class Piece:
    """A chunk with its answers, what is in it, and its content as it is written."""

    content: bytes
    tally: Tally
    chunk: Chunk
    answers: pa.Table


@dataclass(frozen=True)
class Done:
    """What came of a job: how many rows, which were rejected, and what a workbook had to leave out."""

    tally: Tally
    rejected: Rejected
    cut: Cut


class Collector(Protocol):
    """Whoever keeps rows and answers besides the output."""

    def begin(self, name: str, columns: Sequence[str]) -> None:
        """The input called `name` has these columns; DataError if there is nothing in it to keep."""

    def take(self, chunk: Chunk, answers: pa.Table) -> None:
        """The next rows and their answers, in the order of the file."""


class Watcher(Protocol):
    """Whoever is told how far a job is."""

    def begin(self, done: int, total: int | None) -> None:
        """Scoring begins: so many rows were written by an earlier run, and so many there are (None: not known)."""

    def advance(self, rows: int) -> None:
        """So many more rows have been written."""

    def stopped(self) -> bool:
        """Whether the job is to end now, with the rows that are written."""


def run(
    job: Job,
    manifest: Manifest,
    load: Callable[[], "Classifier"],
    engine: Engine,
    watcher: Watcher,
    collector: Collector | None = None,
) -> Done:
    """Do a job; DataError, with a sentence for the user, if it cannot be done.

    `load` gives the classifier of the `manifest`; it is called once the input is known to be in order. A `collector`
    needs all rows, so it cannot be had where some were written by an earlier run.
    """
    form = job.output_format
    _check_files(job)
    with _source(job, form) as source:
        survey = source.survey
        column = _column(job, survey)
        if collector is not None:
            collector.begin(_name(job), survey.columns)
        workbook_writer.check_size(form == Format.XLSX, survey.rows or 0, len(survey.columns) + len(ANSWERS))
        with _output(job, form, _identity(job, column, form, manifest)) as output:
            output.begin(survey.columns, job.resume)
            engine.expect((survey.rows or 0) - output.tally.rows)
            classifier = load()
            watcher.begin(output.tally.rows, survey.rows)
            thresholds = thresholds_at(job.point, classifier.thresholds).values
            chunks = source.chunks(column, output.tally.rows)
            piece = _work(engine, classifier, thresholds, form)
            with closing(engine.in_order(chunks, piece)) as scored:
                _take(scored, output, watcher, collector)
            done = Done(output.tally, survey.rejected, output.complete())
        if job.output != STANDARD:
            write_sidecar(Path(job.output), _described(job, column, manifest, thresholds, survey, done))
    return done


def _work(
    engine: Engine, classifier: "Classifier", thresholds: Mapping[str, float], form: Format
) -> Callable[[Chunk], Piece]:
    """What is made of each chunk: it is scored and encoded."""

    def piece(chunk: Chunk) -> Piece:
        answers = answer(classifier, chunk.messages, thresholds, partial(engine.prepare, classifier))
        tally = Tally(len(chunk.messages), answers.blank, answers.language_not_known, answers.read_in_part)
        return Piece(encoders.encode(chunk.rows, answers.table, form), tally, chunk, answers.table)

    return piece


def _take(
    scored: Iterable[Piece], output: Output | StandardOutput, watcher: Watcher, collector: Collector | None
) -> None:
    """Write piece after piece, until the job is to end."""
    for piece in scored:
        output.append(piece.content, piece.tally)
        watcher.advance(piece.tally.rows)
        if collector is not None:
            collector.take(piece.chunk, piece.answers)
        if watcher.stopped():
            break


@contextmanager
def _source(job: Job, form: Format) -> Iterator[Source]:
    if job.input == STANDARD:
        yield LinesSource(job.column)
    else:
        with opened(Path(job.input), form, job.to_show) as source:
            yield source


def _output(job: Job, form: Format, identity: str) -> AbstractContextManager[Output | StandardOutput]:
    return StandardOutput() if job.output == STANDARD else Output(Path(job.output), form, identity)


def _column(job: Job, survey: Survey) -> str:
    """The column of the messages; DataError if there is none, or if a column has the name of an answer."""
    check_clash(_name(job), survey.columns)
    return message_column(_name(job), survey.columns, job.column)


def _name(job: Job) -> str:
    """The input's name in sentences."""
    return "Standard input" if job.input == STANDARD else Path(job.input).name


def _check_files(job: Job) -> None:
    """DataError if one of them cannot be used, if both are the same, or if what is to be resumed leaves no trace."""
    if STANDARD not in (job.input, job.output) and os.path.realpath(job.input) == os.path.realpath(job.output):
        raise DataError(f"Input and output are the same file, {job.input}: name another output.")
    for name, kind, stream in ((job.input, "input", sys.stdin), (job.output, "output", sys.stdout)):
        check_name(name)
        if name == STANDARD and stream is None:
            raise DataError(f"Standard {kind} is closed.")
    if job.resume and STANDARD in (job.input, job.output):
        raise DataError("Only a run from a file into a file can be resumed, not one with standard input or output.")


def check_name(name: str) -> None:
    """DataError if the name of a file is not UTF-8, which is what a sidecar and some formats' libraries take."""
    try:
        name.encode()
    except UnicodeEncodeError as error:
        raise DataError(f"The name {name} is not UTF-8: rename the file.") from error


def _identity(job: Job, column: str, form: Format, manifest: Manifest) -> str:
    """A hash of all that an output depends on: only the same job may take it up again."""
    content = "" if job.input == STANDARD else digest(Path(job.input))
    parts = (__version__, manifest.model_sha256, content, column, job.point, form, str(CHUNK_ROWS))
    return sha256("\0".join(parts).encode()).hexdigest()


def digest(path: Path) -> str:
    """The SHA-256 of a file's content."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _described(
    job: Job, column: str, manifest: Manifest, thresholds: Mapping[str, float], survey: Survey, done: Done
) -> dict[str, Any]:
    """What stands beside the output: how it was made, and what is to be known about its rows.

    Thresholds have the digits that probabilities have in the output, so that comparing them gives the same flags.
    """
    return {
        "version": __version__,
        "model_sha256": manifest.model_sha256,
        "operating_point": job.point,
        "thresholds": {name: float(str(np.float32(value))) for name, value in thresholds.items()},
        "input": job.input if job.input == STANDARD else Path(job.input).name,
        "encoding": survey.encoding,
        "column": column,
        **asdict(done.tally),
        "rejected": asdict(done.rejected),
        "cut": asdict(done.cut),
    }
