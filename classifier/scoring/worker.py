"""The worker: a process of its own that scores one file after another, so that the server stays quick for everybody.

`python -m classifier.scoring.worker ASSETS` takes requests on standard input and reports events on standard output,
both as lines of JSON. It loads the model at once, leaves the processor to the server's answers wherever they need it,
and ends when its standard input is closed.
"""

import os
import sys
import threading
import traceback
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from classifier import artifacts
from classifier.errors import UserError
from classifier.scoring import job
from classifier.scoring.engine import Engine
from classifier.scoring.job import Done, Job
from classifier.scoring.output import OutputError

if TYPE_CHECKING:
    from classifier.inference import Classifier

NICENESS = 15
"""How far the worker steps back behind the server, on the scale of Unix: 0 is alike, 19 is last."""


class Score(msgspec.Struct, frozen=True, tag=True):
    """A request: do this job."""

    job: Job


class Stop(msgspec.Struct, frozen=True, tag=True):
    """A request: end the job that is being done, and keep what is done."""


class Begun(msgspec.Struct, frozen=True, tag=True):
    """An event: the first of so many rows is being scored."""

    rows: int | None


class Advanced(msgspec.Struct, frozen=True, tag=True):
    """An event: so many more rows are done."""

    rows: int


class Finished(msgspec.Struct, frozen=True, tag=True):
    """An event: the output is there."""

    done: Done


class Failed(msgspec.Struct, frozen=True, tag=True):
    """An event: the job cannot be done; the sentence is for the user."""

    sentence: str


class Broke(msgspec.Struct, frozen=True, tag=True):
    """An event: the worker itself is at fault, in these places of the code."""

    places: tuple[str, ...]


Event = Begun | Advanced | Finished | Failed | Broke


def main(assets: Path) -> int:
    """Do one job after another until standard input is closed."""
    reports = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # TensorFlow's own words must not come between the reports
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    jobs: SimpleQueue[Job | None] = SimpleQueue()
    stop = threading.Event()
    threading.Thread(target=_listen, args=(jobs, stop), daemon=True).start()
    model = _Model(assets)
    while wanted := jobs.get():
        _report(reports, _outcome(wanted, model, _Reporter(reports, stop)))
    return 0


class _Model:
    """The classifier, loaded in the background from the start."""

    def __init__(self, assets: Path) -> None:
        self.assets = assets
        self._classifier: Classifier | None = None
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._load, daemon=True)
        self._thread.start()

    def __call__(self) -> "Classifier":
        self._thread.join()
        if self._classifier is None:
            raise self._error or RuntimeError("the model was not loaded")
        return self._classifier

    def _load(self) -> None:
        try:
            from classifier.inference import Classifier

            self._classifier = Classifier.load(self.assets)
        except Exception as error:  # raised again for each job
            self._error = error


class _Reporter:
    """Reports how far a job is."""

    def __init__(self, reports: BinaryIO, stop: threading.Event) -> None:
        self._reports, self._stop = reports, stop

    def begin(self, done: int, total: int | None) -> None:
        _report(self._reports, Begun(total))

    def advance(self, rows: int) -> None:
        _report(self._reports, Advanced(rows))

    def stopped(self) -> bool:
        return self._stop.is_set()


def _listen(jobs: "SimpleQueue[Job | None]", stop: threading.Event) -> None:
    """Pass requests on; None once there will be no more."""
    for line in sys.stdin.buffer:
        request = msgspec.json.decode(line, type=Score | Stop)
        if isinstance(request, Stop):
            stop.set()
        else:
            stop.clear()
            jobs.put(request.job)
    stop.set()
    jobs.put(None)


def _outcome(wanted: Job, model: _Model, reporter: _Reporter) -> Event:
    """Do a job and say what came of it."""
    try:
        with Engine() as engine:
            return Finished(job.run(wanted, artifacts.read_manifest(model.assets), model, engine, reporter))
    except OutputError as error:
        return Failed(f"The server cannot keep the answers: {error.reason}.")
    except UserError as error:
        return Failed(str(error))
    except Exception as error:  # only places go to the log: the words of an error may hold a message
        frames = traceback.extract_tb(error.__traceback__)
        return Broke((type(error).__name__, *(f"{frame.filename}:{frame.lineno}" for frame in frames)))


def _report(reports: BinaryIO, event: Event) -> None:
    reports.write(msgspec.json.encode(event) + b"\n")
    reports.flush()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
