"""What runs on the workers of a cluster: what they are asked about themselves, and the scoring of one part.

Questions and answers are JSON, so that they can be understood whatever versions the two sides have.
"""

import sys
import time
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import msgspec

from classifier import __version__, artifacts
from classifier.artifacts import Manifest
from classifier.errors import UserError
from classifier.scoring import parts, places
from classifier.scoring.engine import Engine
from classifier.scoring.parts import Order
from classifier.scoring.places import Place

if TYPE_CHECKING:
    from distributed import Worker

    from classifier.inference import Classifier

ASSETS = Path(__file__).resolve().parents[2] / "assets"
"""The artefacts of the project as it is installed where the worker runs."""

TENSORFLOWS = "tensorflow-cpu", "tensorflow", "tensorflow-intel", "tensorflow-macos"
"""The packages that have TensorFlow in them."""

TOPIC = "classifier.score"
"""Where workers tell how far they are: the run, the number of the part, and the rows that are written."""

SECONDS_BETWEEN = 0.5


@dataclass(frozen=True)
class Facts:
    """What an answer depends on besides the message, and must be the same wherever the parts of a run are scored."""

    version: str
    model_sha256: str
    tensorflow: str


@dataclass(frozen=True)
class Reply:
    """What a worker says about itself; `problem` is empty, or why it cannot take part."""

    facts: Facts | None = None
    problem: str = ""


def introduce(mark: bytes) -> bytes:
    """A `Reply`; `mark` is a `Place` where this worker must find a file. Imports TensorFlow, and loads no model."""
    try:
        if places.content(msgspec.json.decode(mark, type=Place)) is None:
            return msgspec.json.encode(Reply(problem="it does not see the folder of the output"))
        import tensorflow as tf  # noqa: F401  # its own word counts, not that of the package's description

        return msgspec.json.encode(Reply(_facts()))
    except (UserError, ImportError) as error:
        return msgspec.json.encode(Reply(problem=str(error).rstrip(".")))


def score(run: str, number: int, order: bytes, expected: bytes) -> bytes:
    """Score an `Order`; the `Outcome`, or nothing if what holds here is not what is `expected`."""
    from distributed import get_worker

    if _facts() != msgspec.json.decode(expected, type=Facts):
        return b""
    worker = get_worker()
    watcher = _Watcher(worker, run, number)
    manifest, scratch = artifacts.read_manifest(ASSETS), Path(worker.local_directory)
    task = msgspec.json.decode(order, type=Order)
    outcome = parts.score(task, manifest, _classifier, Engine(one_thread=True), watcher, scratch)
    return msgspec.json.encode(outcome)


def tensorflow_version() -> str:
    """The version of TensorFlow: of the one that is imported, or else of the one that is installed."""
    imported = getattr(sys.modules.get("tensorflow"), "__version__", None)
    found = imported or next(filter(None, map(_installed, TENSORFLOWS)), "none")
    return str(found).replace("-", "")


class _Watcher:
    """Tells whoever runs the command how far a part is, and ends it when nobody waits for it any more."""

    def __init__(self, worker: "Worker", run: str, number: int) -> None:
        self._worker, self._key = worker, worker.get_current_task()
        self._run, self._number = run, number
        self._rows, self._told = 0, 0.0

    def begin(self, done: int, total: int | None) -> None:
        self.advance(done)

    def advance(self, rows: int) -> None:
        self._rows += rows
        if time.monotonic() - self._told > SECONDS_BETWEEN:
            self._worker.log_event(TOPIC, [self._run, self._number, self._rows])
            self._told = time.monotonic()

    def stopped(self) -> bool:
        task = self._worker.state.tasks.get(self._key)
        return task is None or task.state == "cancelled"


_lock = Lock()
_loaded: "Classifier | None" = None


def _classifier() -> "Classifier":
    """The classifier of this process, loaded once."""
    global _loaded
    with _lock:
        if _loaded is None:
            from classifier.inference import Classifier

            _loaded = Classifier.load(ASSETS)
        return _loaded


def _facts() -> Facts:
    """What holds here; ArtifactError if the artefacts are not in order."""
    manifest = _loaded.manifest if _loaded else _checked_manifest(ASSETS)
    return Facts(__version__, manifest.model_sha256, tensorflow_version())


@cache
def _checked_manifest(assets: Path) -> Manifest:
    manifest = artifacts.read_manifest(assets)
    for name in artifacts.REQUIRED:
        artifacts.read(assets, name, manifest)
    return manifest


def _installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
