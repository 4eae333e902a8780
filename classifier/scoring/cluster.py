"""Parts on an existing Dask cluster: each is given to one worker that has shown that it is fit, and given again
if that worker is lost.

The command decides which worker scores which part, so that it knows which part a worker was lost with. A part that was
there when a worker was lost is tried again when all others are done, alone in its process; if it takes down more
workers than Dask allows, it is named and left out.
"""

import logging
import time
import uuid
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from classifier.errors import DataError
from classifier.scoring.cluster_task import TOPIC, Facts, Reply
from classifier.scoring.job import check_name
from classifier.scoring.parts import Order, Outcome
from classifier.scoring.places import Place, reason

if TYPE_CHECKING:
    from distributed import Client, Future

SCHEMES = "tcp://", "tls://"

INSTALL = "pip install -r classifier/scoring/requirements.txt"

ANSWER_SECONDS = 15
"""How long a scheduler may take to answer."""

START_SECONDS, WORKER_SECONDS = 15, 60
"""How long a run waits for a first worker, and then for another one when none is left."""

INTRODUCTION_SECONDS = 120
"""How long it waits in the beginning until all workers have said what they are."""

LOOK_SECONDS = 1.0
"""How often a run looks which workers there are."""

_LOGGERS = "distributed", "tornado", "asyncio"
"""Who would write to standard error when a connection is lost."""

_TAKES_DOWN = "A worker was lost each time that it was scored."


class Audience(Protocol):
    """Whoever is told how far a run is."""

    def messages(self, rows: int) -> None:
        """So many messages have been scored, in parts that are complete and others."""

    def remark(self, sentence: str) -> None:
        """Something that is to be known at once."""


def outcomes(
    address: str, orders: Sequence[Order], expected: Facts, mark: Place, audience: Audience
) -> Generator[Outcome]:
    """What comes of each part, in the order in which they are done; DataError if the cluster cannot be used.

    Only workers where `expected` holds, and that see the file `mark`, get parts; others are refused by name.
    """
    for order in orders:
        check_name(order.part.input.path)
    with _connected(address) as client:
        run = _Run(client, orders, expected, mark, audience)
        try:
            yield from run.outcomes()
        except (OSError, CancelledError) as error:
            raise DataError(
                f"The Dask scheduler at {address} was lost: the same command with --resume goes on with the parts that "
                "are missing."
            ) from error
        finally:
            run.cancel()


@dataclass
class _Worker:
    """A worker: how many parts it may have at once, what it was asked and has not answered, what it has now."""

    title: str
    threads: int
    introduction: "Future | None"
    asked: float = field(default_factory=time.monotonic)
    fit: bool = False
    taken: int = 0
    alone: bool = False

    def may_work(self) -> bool:
        """Whether it is fit, or may still show that it is."""
        return self.fit or (bool(self.introduction) and time.monotonic() - self.asked < INTRODUCTION_SECONDS)

    @property
    def free(self) -> int:
        """How many more parts it may have."""
        return self.threads - self.taken if self.fit and not self.alone else 0


@dataclass(frozen=True)
class _Task:
    """A part at a worker."""

    number: int
    worker: str
    alone: bool


class _Run:
    """One run: the parts that wait, the tasks that are under way, and the workers."""

    def __init__(
        self, client: "Client", orders: Sequence[Order], expected: Facts, mark: Place, audience: Audience
    ) -> None:
        from dask import config

        self._client, self._orders, self._audience = client, orders, audience
        self._name, self._keys = uuid.uuid4().hex, 0
        self._expected, self._mark = expected, msgspec.json.encode(mark)
        self._waiting = deque(range(len(orders)))
        self._suspects: deque[int] = deque()
        self._losses = [0] * len(orders)
        self._allowed = int(config.get("distributed.scheduler.allowed-failures"))
        self._tasks: dict[Future, _Task] = {}
        self._workers: dict[str, _Worker] = {}
        self._rows, self._rows_done = dict[int, int](), 0
        self._looked, self._last_fit = 0.0, time.monotonic()
        client.subscribe_topic(TOPIC, self._hear)

    def outcomes(self) -> Iterator[Outcome]:
        """Each part's outcome when it has one."""
        self._await_introductions()
        while self._waiting or self._suspects or self._tasks:
            yield from self._look()
            yield from self._given_up()
            self._assign()
            yield from filter(None, map(self._outcome_of, self._done()))
            self._audience.messages(self._rows_done + sum(list(self._rows.values())))

    def cancel(self) -> None:
        """Nobody waits for what is under way any more."""
        futures = [*self._tasks, *self._introducing]
        if futures and self._client.status == "running":
            self._client.cancel(futures, force=True)
        self._client.unsubscribe_topic(TOPIC)

    def _await_introductions(self) -> None:
        """Know all workers that are there, so that those that are not fit are named before work begins.

        DataError if no worker is fit, or if there is none.
        """
        started = time.monotonic()
        while self._introducing or not self._workers:
            seconds = time.monotonic() - started
            if seconds > INTRODUCTION_SECONDS or (not self._workers and seconds > START_SECONDS):
                break
            list(self._look())
            list(map(self._outcome_of, self._done()))
        if not self._workers:
            raise DataError("The cluster has no workers: README.md says how to start them.")
        if not any(worker.fit for worker in self._workers.values()):
            raise DataError("No worker of the cluster is fit for this run, so nothing was scored.")
        self._last_fit = time.monotonic()

    def _look(self) -> Iterator[Outcome]:
        """See which workers have come and gone; the parts that have taken down too many."""
        if time.monotonic() - self._looked < LOOK_SECONDS:
            return
        there = self._client.scheduler_info(n_workers=-1)["workers"]
        self._looked = time.monotonic()
        for address in self._workers.keys() - there.keys():
            del self._workers[address]
            for future in [future for future, task in self._tasks.items() if task.worker == address]:
                yield from self._lost(future)
        for address in there.keys() - self._workers.keys():
            name = str(there[address]["name"])
            title = address if name == address else f"{name} at {address}"
            introduction = self._submit("introduce", address, self._mark)
            self._workers[address] = _Worker(title, int(there[address]["nthreads"]), introduction)

    def _given_up(self) -> Iterator[Outcome]:
        """The parts that are left, if there has been no fit worker for long."""
        if any(worker.may_work() for worker in self._workers.values()):
            self._last_fit = time.monotonic()
        if time.monotonic() - self._last_fit > WORKER_SECONDS:
            for number in (*self._waiting, *self._suspects):
                problem = _TAKES_DOWN if self._losses[number] else "No worker was left to score it."
                yield Outcome(self._orders[number].part.name, problem=problem)
            self._waiting.clear()
            self._suspects.clear()

    @property
    def _introducing(self) -> list["Future"]:
        """What workers are asked about themselves and have not answered."""
        return [worker.introduction for worker in self._workers.values() if worker.introduction]

    def _assign(self) -> None:
        """Give parts to workers that are free; those that a worker was lost with come last, and alone."""
        for address, worker in self._workers.items():
            while worker.free and self._waiting:
                self._give(self._waiting.popleft(), address, alone=False)
            if worker.free and not worker.taken and self._suspects:
                self._give(self._suspects.popleft(), address, alone=True)

    def _give(self, number: int, address: str, alone: bool) -> None:
        again = replace(self._orders[number], resume=True)  # the worker may have been lost after it had completed it
        order = msgspec.json.encode(again if self._losses[number] else self._orders[number])
        future = self._submit("score", address, self._name, number, order, msgspec.json.encode(self._expected))
        self._tasks[future] = _Task(number, address, alone)
        self._workers[address].taken += 1
        self._workers[address].alone = alone

    def _submit(self, name: str, address: str, *arguments: object) -> "Future":
        """Run a function of `cluster_task` on a worker, under a key of its own."""
        self._keys += 1
        key = f"classifier-{name}-{self._name}-{self._keys}"
        return self._client.submit(
            _caller(), name, *arguments, key=key, pure=False, workers=[address], allow_other_workers=False, retries=0
        )

    def _done(self) -> list["Future"]:
        """The futures that have come to an end, waiting for one for a while."""
        from distributed import wait

        futures = [*self._tasks, *self._introducing]
        if not futures:
            time.sleep(LOOK_SECONDS)
            return []
        try:
            return list(wait(futures, timeout=LOOK_SECONDS, return_when="FIRST_COMPLETED").done)
        except TimeoutError:
            return []

    def _outcome_of(self, future: "Future") -> Outcome | None:
        """What a future came to: of a part, an outcome, or None if it is to be tried again."""
        task = self._tasks.get(future)
        if task is None:
            self._introduced(future)
            return None
        answer = self._answer(future)
        if answer is None:
            return next(self._lost(future), None)
        self._leave(future)
        name = self._orders[task.number].part.name
        if isinstance(answer, str):
            return Outcome(name, problem=f"Its worker failed: {answer.rstrip('.')}.")
        if not answer:
            self._refuse(task.worker, "it has changed since the run began")
            self._waiting.append(task.number)
            return None
        found = msgspec.json.decode(answer, type=Outcome)
        self._rows_done += found.tally.rows
        return found

    def _introduced(self, future: "Future") -> None:
        """A worker has answered what it was asked."""
        address = next((one for one, worker in self._workers.items() if worker.introduction is future), None)
        if address is None:
            return
        self._workers[address].introduction = None
        answer = self._answer(future)
        if answer is None:
            return
        if isinstance(answer, str):
            self._refuse(address, f"it cannot run this project ({answer.rstrip('.')})")
            return
        reply = msgspec.json.decode(answer, type=Reply)
        difference = reply.problem or _difference(reply.facts, self._expected)
        if difference:
            self._refuse(address, difference)
        self._workers[address].fit = not difference

    def _answer(self, future: "Future") -> bytes | str | None:
        """What a task gave: bytes, or text that says what went wrong; None if its worker was lost."""
        try:
            return future.result(ANSWER_SECONDS)
        except TimeoutError:  # the worker was lost with the answer
            return None
        except CancelledError:
            raise
        except Exception as error:
            return None if type(error).__name__ == "KilledWorker" else f"{type(error).__name__}, {reason(error)}"

    def _refuse(self, address: str, why: str) -> None:
        """A worker gets no more parts."""
        worker = self._workers.get(address)
        if worker:
            worker.fit = False
            self._audience.remark(f"Worker {worker.title} is refused: {why}.")

    def _lost(self, future: "Future") -> Iterator[Outcome]:
        """A worker was lost with a part: it waits for another one, or has taken down too many."""
        task = self._leave(future)
        self._client.cancel([future], force=True)
        self._losses[task.number] += 1
        if not task.alone or self._losses[task.number] <= self._allowed:
            self._suspects.append(task.number)
            return
        yield Outcome(self._orders[task.number].part.name, problem=_TAKES_DOWN)

    def _leave(self, future: "Future") -> _Task:
        """A task is no more."""
        task = self._tasks.pop(future)
        self._rows.pop(task.number, None)
        worker = self._workers.get(task.worker)
        if worker:
            worker.taken -= 1
            worker.alone = False
        return task

    def _hear(self, event: tuple[float, Any]) -> None:
        """A worker tells how far it is."""
        run, number, rows = event[1]
        if run == self._name and any(task.number == number for task in list(self._tasks.values())):
            self._rows[number] = rows


def _caller() -> Callable[..., bytes | str]:
    """A function that Dask sends as it is, not by name: then a scheduler need not have this project.

    What it gives is bytes, or text that says what went wrong: an error itself may be one that cannot be read here.
    """

    def call(name: str, *arguments: object) -> bytes | str:
        from importlib import import_module

        try:
            return getattr(import_module("classifier.scoring.cluster_task"), name)(*arguments)
        except Exception as error:
            return f"{type(error).__name__}: {error}".partition("\n")[0]

    return call


def _difference(found: Facts | None, expected: Facts) -> str:
    """Why a worker with these facts is not fit; empty if it is."""
    if found is None:
        return "it says nothing about itself"
    if found.version != expected.version:
        return f"it has version {found.version} of this project, not {expected.version}"
    if found.model_sha256 != expected.model_sha256:
        return f"it has the model {found.model_sha256[:12]}, not {expected.model_sha256[:12]}"
    if found.tensorflow != expected.tensorflow:
        return f"it has TensorFlow {found.tensorflow}, not {expected.tensorflow}"
    return ""


@contextmanager
def _connected(address: str) -> Iterator["Client"]:
    """A client of the scheduler; DataError if Dask is not installed, or if no scheduler answers."""
    if not address.startswith(SCHEMES):
        raise DataError(f"The address of a scheduler begins with {' or '.join(SCHEMES)}, not as '{address}' does.")
    try:
        from distributed import Client
    except ImportError as error:
        raise DataError(f"--scheduler needs Dask, which is not installed: {INSTALL}") from error
    for name in [name for name in logging.root.manager.loggerDict if name.startswith(_LOGGERS)]:
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what happens is said in our own words
    try:
        client = Client(address, timeout=ANSWER_SECONDS, name="classifier.score")
    except Exception as error:  # of the network, of TLS, of the address
        raise DataError(f"No Dask scheduler answers at {address}: {reason(error)}.") from error
    try:
        yield client
    finally:
        client.close(timeout=ANSWER_SECONDS)
