"""Several files, each of them a part: one output part for each input part, complete or not there at all.

A part is scored in a folder of its own for this one attempt, and its output is renamed when all of it is there, so it
does no harm if two processes score the same part. What says how it was made follows last; `--resume` goes by that.
"""

import json
import os
import tempfile
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import msgspec

from classifier import __version__
from classifier.artifacts import Manifest
from classifier.errors import DataError
from classifier.scoring import job, places
from classifier.scoring.engine import Engine
from classifier.scoring.formats import BY_SUFFIX, format_of
from classifier.scoring.job import STANDARD, Job, Watcher
from classifier.scoring.output import OutputError, Tally, hold, writing
from classifier.scoring.places import RECORD, SIDECARS, UNFINISHED, Place
from classifier.scoring.source import CHUNK_ROWS
from classifier.scoring.workbook_writer import Cut

if TYPE_CHECKING:
    from classifier.inference import Classifier


@dataclass(frozen=True)
class Part:
    """An input file, with its `name` below the folder of all; where its output goes, and what says how it was made."""

    name: str
    input: Place
    output: Place
    sidecar: Place


@dataclass(frozen=True)
class Plan:
    """All parts of a run; `folder` is where their outputs go, and `record` where is noted what became of all of them.

    One file alone has no record, since its sidecar says all.
    """

    parts: tuple[Part, ...]
    folder: Place
    record: Place | None

    @property
    def unfinished(self) -> Place:
        """The folder of what is not yet complete."""
        return self.folder.inside(UNFINISHED)


@dataclass(frozen=True)
class Order:
    """A part to be scored, and how: as `Job` has it."""

    part: Part
    unfinished: Place
    column: str | None
    point: str
    resume: bool


@dataclass(frozen=True)
class Outcome:
    """What came of a part: how many rows, how many were rejected, what a workbook had to leave out.

    `problem` is empty, or a sentence that says why there is no output.
    """

    name: str
    tally: Tally = Tally()  # noqa: RUF009  # frozen
    rejected: int = 0
    cut: Cut = Cut()  # noqa: RUF009
    problem: str = ""


@dataclass(frozen=True)
class Sidecar:
    """What the sidecar of a part says that another run goes by: `run` identifies input, model and options."""

    run: str
    bytes: int
    rows: int
    blank: int
    language_not_known: int
    read_in_part: int
    rejected: "_Count"
    cut: Cut

    def outcome(self, name: str) -> Outcome:
        """What came of the part when it was scored."""
        tally = Tally(self.rows, self.blank, self.language_not_known, self.read_in_part)
        return Outcome(name, tally, self.rejected.count, self.cut)


@dataclass(frozen=True)
class _Count:
    count: int


def plan(given: str, wanted: str) -> Plan:
    """Which parts an input has and what their outputs are called; DataError if that cannot be.

    Several files go into a folder, each in its own format under its own name; with a pattern such as `out/*.parquet`,
    its star stands for the name and its ending for the format.
    """
    if STANDARD in (given, wanted):
        raise DataError("Standard input and output are no files: name files to score on a cluster or at an address.")
    if not places.is_pattern(given):
        return _one(places.place(given), places.place(wanted))
    address, star, ending = _folder_and_names(wanted)
    folder = places.place(address)
    parts, taken = [], dict[str, str]()
    for name, file in places.found(given):
        output = _output_name(name, star, ending)
        if taken.setdefault(output, name) != name:
            raise DataError(f"{taken[output]} and {name} would both be written to {output}: score them separately.")
        sidecar = folder.inside(f"{SIDECARS}/{output}.json")
        parts.append(Part(name, file, folder.inside(output), sidecar))
    inputs = {part.input.identity for part in parts}
    same = next((part.name for part in parts if part.output.identity in inputs), None)
    if same is not None:
        raise DataError(f"The output of {same} would replace an input: name another folder.")
    return Plan(tuple(parts), folder, folder.inside(RECORD))


def orders(planned: Plan, column: str | None, point: str, resume: bool) -> list[Order]:
    """All parts, to be scored in the same way."""
    return [Order(part, planned.unfinished, column, point, resume) for part in planned.parts]


@contextmanager
def prepared(planned: Plan) -> Iterator[Place]:
    """The folder of the output, held by this run; what is not complete in the end is deleted.

    Gives a file in it that whoever works on this run must see.
    """
    unfinished = planned.unfinished
    path = unfinished.local
    if path is None:
        places.delete(unfinished)
        with _marked(planned) as mark:
            yield mark
        return
    with ExitStack() as stack:
        if not path.parent.exists():
            stack.callback(_delete_if_empty, path.parent)
        with writing((path.parent if planned.record else planned.parts[0].output.local) or path):
            path.mkdir(parents=planned.record is not None, exist_ok=True)
            lock = stack.enter_context((path / "lock").open("wb"))
        hold(lock, path.parent.name)
        for left in path.iterdir():
            if left.name != "lock":
                places.delete(unfinished.inside(left.name))
        yield stack.enter_context(_marked(planned))


def _delete_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


@contextmanager
def _marked(planned: Plan) -> Iterator[Place]:
    mark = planned.unfinished.inside(uuid.uuid4().hex)
    try:
        places.write(mark, b"", planned.folder.name)
        yield mark
    finally:
        places.delete(planned.unfinished)


def score(
    order: Order,
    manifest: Manifest,
    load: Callable[[], "Classifier"],
    engine: Engine,
    watcher: Watcher,
    scratch: Path | None = None,
) -> Outcome:
    """Score one part; what keeps it from being scored is in the outcome.

    `scratch` is a folder for copies of remote files; Stopped goes through if the watcher wants to end.
    """
    part = order.part
    try:
        with (
            tempfile.TemporaryDirectory(prefix="classifier-", dir=scratch, ignore_cleanup_errors=True) as temporary,
            places.copied_here(part.input, Path(temporary)) as path,
        ):
            run = _identity(order, path, manifest)
            before = _complete(part, run) if order.resume else None
            return before or _scored(order, path, run, manifest, load, engine, watcher, Path(temporary))
    except DataError as error:
        return Outcome(part.name, problem=str(error))


class Stopped(Exception):
    """Nobody waits for this part any more."""


def note(planned: Plan, done: Sequence[Outcome], cut: Cut, common: dict[str, str | None]) -> None:
    """Note beside the parts how they were made, and which are missing; `common` holds for all of them."""
    if planned.record is None:
        return
    total = Tally()
    for outcome in done:
        total = total.and_(outcome.tally)
    content = {
        "version": __version__,
        **common,
        "parts": len(done),
        **asdict(total),
        "rejected": sum(outcome.rejected for outcome in done),
        "cut": asdict(cut),
        "not_scored": {outcome.name: outcome.problem for outcome in done if outcome.problem},
    }
    _write(planned.record, planned.unfinished, content)


def _scored(
    order: Order,
    path: Path,
    run: str,
    manifest: Manifest,
    load: Callable[[], "Classifier"],
    engine: Engine,
    watcher: Watcher,
    temporary: Path,
) -> Outcome:
    """Score a part that is not complete yet."""
    part = order.part
    with _attempt(order, temporary) as folder:
        output = folder / part.output.name
        try:
            wanted = Job(str(path), str(output), order.column, order.point)
            done = job.run(wanted, manifest, load, engine, watcher)
        except OutputError as error:  # which names the folder of this attempt, and promises that it can be resumed
            raise DataError(f"{part.output.name} cannot be written: {error.reason}.") from error
        if watcher.stopped():
            raise Stopped
        sidecar = msgspec.json.decode(Path(f"{output}.json").read_bytes())
        sidecar |= {"run": run, "bytes": output.stat().st_size}
        waiting = order.unfinished.inside(uuid.uuid4().hex)
        places.delete(part.sidecar)  # or it would describe an output that it does not belong to
        places.give_name(output, waiting, part.output)
        _write(part.sidecar, order.unfinished, sidecar)
        return Outcome(part.name, done.tally, done.rejected.count, done.cut)


@contextmanager
def _attempt(order: Order, temporary: Path) -> Iterator[Path]:
    """A folder that only this attempt writes to, on the disk of the output if that is local."""
    unfinished = order.unfinished.local
    if unfinished is None:
        folder = temporary / "output"
        folder.mkdir()
        yield folder
        return
    with writing(order.part.output.local or unfinished):
        unfinished.mkdir(exist_ok=True)
        own = tempfile.TemporaryDirectory(dir=unfinished, ignore_cleanup_errors=True)
    with own as name:
        yield Path(name)


def _complete(part: Part, run: str) -> Outcome | None:
    """What came of a part that the same run has completed before; None if it has not."""
    found = places.content(part.sidecar)
    try:
        sidecar = msgspec.json.decode(found or b"", type=Sidecar)
    except msgspec.MsgspecError:
        return None
    return sidecar.outcome(part.name) if (sidecar.run, sidecar.bytes) == (run, places.size(part.output)) else None


def _identity(order: Order, path: Path, manifest: Manifest) -> str:
    """A hash of all that the output of a part depends on."""
    try:
        content = job.digest(path)
    except OSError as error:
        raise DataError(f"{path.name} in {path.parent} cannot be read: {error.strerror}.") from error
    form = format_of(Path(order.part.output.name))
    parts = (__version__, manifest.model_sha256, content, order.column, order.point, form, CHUNK_ROWS)
    return sha256(msgspec.json.encode(parts)).hexdigest()


def _one(given: Place, wanted: Place) -> Plan:
    """A single file."""
    format_of(Path(wanted.name))
    if given.identity == wanted.identity:
        raise DataError(f"Input and output are the same file, {given.name}: name another output.")
    part = Part(given.name, given, wanted, wanted.beside(f"{wanted.path}.json"))
    return Plan((part,), wanted.beside(wanted.path.rpartition("/")[0] or "/"), None)


def _folder_and_names(wanted: str) -> tuple[str, str, str]:
    """The folder of an output, and how names in it begin and end; no ending stands for names of their own."""
    head, slash, last = wanted.rpartition("/")
    if "*" not in wanted:
        if PurePosixPath(last).suffix.lower() in BY_SUFFIX and not os.path.isdir(wanted):
            raise DataError(
                f"Several files do not go into one, {last}: name a folder, or files in it such as out/*{_ending(last)}."
            )
        return wanted, "", ""
    beginning, _, ending = last.partition("*")
    if "*" in head or "*" in ending or "/" in beginning:
        raise DataError(f"{wanted} must have one star, in the last part of its name, such as out/*.parquet.")
    format_of(Path(f"x{ending}"))
    return head or slash or ".", beginning, ending


def _output_name(name: str, beginning: str, ending: str) -> str:
    """The name of an output, below the folder of all outputs."""
    if not ending:
        return name
    path = PurePosixPath(name)
    stem = path.stem if path.suffix.lower() in BY_SUFFIX else path.name
    return str(path.with_name(f"{beginning}{stem}{ending}"))


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix


def _write(file: Place, unfinished: Place, content: dict[str, Any]) -> None:
    """Write a small file so that it is there either whole or not at all."""
    text = (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode(errors="backslashreplace")  # odd names
    waiting = unfinished.inside(uuid.uuid4().hex)
    path = waiting.local
    if path is None:
        places.write(file, text)
        return
    with writing(file.local or path):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text)
    places.give_name(path, waiting, file)
