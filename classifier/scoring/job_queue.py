"""One job at a time, in the order in which they are asked for, in a worker process that the server starts and stops."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, cast

import msgspec

from classifier.scoring.job import Done, Job
from classifier.scoring.worker import Advanced, Begun, Broke, Event, Failed, Finished, Score, Stop

IDLE_SECONDS = 300
"""The worker ends after so long without a job, and gives its memory back."""

ASKED_SECONDS = 1
"""How often whoever waits for a job is asked whether they are still there."""

BROKEN = "Scoring broke off for a reason that the server's log names; nothing of this file was kept. Please try again."

_ROOT = Path(__file__).resolve().parents[2]
_log = logging.getLogger(__name__)


class State(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    OPENING = "opening"
    SCORING = "scoring"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self in (State.DONE, State.STOPPED, State.FAILED)


@dataclass(frozen=True)
class Standing:
    """How a job stands at one moment.

    `before` counts the jobs ahead of it, `rows` those scored of `total` (None: not known yet); `rate` is in messages
    per second and `seconds_left` in seconds, None before the first are done. `done` is there once it is done, also
    where it was stopped with some rows; `sentence` says why it failed.
    """

    state: State
    before: int = 0
    rows: int = 0
    total: int | None = None
    rate: float | None = None
    seconds_left: float | None = None
    done: Done | None = None
    sentence: str = ""


@dataclass(eq=False)
class Ticket:
    """A place in the queue."""

    job: Job
    wanted: Callable[[], bool]
    state: State = State.WAITING
    rows: int = 0
    total: int | None = None
    began: float = 0.0
    done: Done | None = None
    sentence: str = ""
    stop_asked: bool = False


class JobQueue:
    """The jobs of all sessions. Safe from several threads."""

    def __init__(self, assets: Path) -> None:
        """`assets` is the folder of the model's files."""
        self._assets = assets
        self._changed = threading.Condition()
        self._tickets: list[Ticket] = []
        self._worker: _Worker | None = None
        threading.Thread(target=self._serve, daemon=True, name="job queue").start()

    def submit(self, job: Job, wanted: Callable[[], bool]) -> Ticket:
        """Queue a job; it ends once `wanted` says that nobody waits for it any more."""
        ticket = Ticket(job, wanted)
        with self._changed:
            self._tickets.append(ticket)
            self._changed.notify_all()
        return ticket

    def prepare(self) -> None:
        """Have the worker load the model, since a job will come soon."""
        with self._changed:
            self._running_worker()
            self._changed.notify_all()

    def stop(self, ticket: Ticket) -> None:
        """End a job; rows that are done are kept."""
        with self._changed:
            ticket.stop_asked = True
            if ticket.state == State.WAITING:
                self._end(ticket, State.STOPPED)
            elif self._worker and ticket.state == State.SCORING:
                self._worker.send(Stop())
            elif self._worker and ticket.state == State.OPENING:
                self._worker.kill()

    def standing(self, ticket: Ticket) -> Standing:
        """How a job stands now."""
        with self._changed:
            before = self._tickets.index(ticket) if ticket in self._tickets else 0
            rate = ticket.rows / (time.monotonic() - ticket.began) if ticket.rows else None
            left = (ticket.total - ticket.rows) / rate if rate and ticket.total else None
            return Standing(ticket.state, before, ticket.rows, ticket.total, rate, left, ticket.done, ticket.sentence)

    def _serve(self) -> None:
        while True:
            ticket = self._next()
            try:
                self._do(ticket)
            except Exception:  # the next job must not suffer from this one
                _log.exception("A job ended by an error of the job queue")
                with self._changed:
                    self._end(ticket, State.FAILED, BROKEN)

    def _next(self) -> Ticket:
        """The next job that somebody waits for; meanwhile an idle worker ends."""
        with self._changed:
            idle_from = time.monotonic()
            while True:
                for ticket in [one for one in self._tickets if not one.wanted()]:
                    self._end(ticket, State.STOPPED)
                if self._tickets:
                    return self._tickets[0]
                if self._worker and time.monotonic() - idle_from >= IDLE_SECONDS:
                    self._worker.kill()
                    self._worker = None
                if not self._changed.wait(IDLE_SECONDS if self._worker else None):
                    continue
                idle_from = time.monotonic()

    def _do(self, ticket: Ticket) -> None:
        """Follow one job to its end."""
        with self._changed:
            if ticket.state.ended:
                return
            ticket.state = State.OPENING
            worker = self._running_worker()
            worker.send(Score(ticket.job))
        asked = time.monotonic()
        while not ticket.state.ended:
            with suppress(Empty):
                event = worker.events.get(timeout=ASKED_SECONDS)
                with self._changed:
                    self._take(ticket, event)
            if time.monotonic() - asked >= ASKED_SECONDS:
                asked = time.monotonic()
                if not (ticket.state.ended or ticket.stop_asked or ticket.wanted()):
                    self.stop(ticket)

    def _take(self, ticket: Ticket, event: Event | None) -> None:
        """What an event means for a job; None is the end of the worker."""
        match event:
            case Begun(rows):
                ticket.state, ticket.total, ticket.began = State.SCORING, rows, time.monotonic()
            case Advanced(rows):
                ticket.rows += rows
            case Finished(done):
                ticket.done = done
                self._end(ticket, State.DONE)
            case Failed(sentence):
                self._end(ticket, State.FAILED, sentence)
            case Broke(places):
                _log.error("The scoring worker failed: %s", ", ".join(places))
                self._end(ticket, State.FAILED, BROKEN)
            case None:
                self._worker = None
                if ticket.stop_asked:
                    self._end(ticket, State.STOPPED)
                else:
                    _log.error("The scoring worker ended by itself, perhaps for lack of memory")
                    self._end(ticket, State.FAILED, BROKEN)

    def _end(self, ticket: Ticket, state: State, sentence: str = "") -> None:
        ticket.state, ticket.sentence = state, sentence
        if ticket in self._tickets:
            self._tickets.remove(ticket)

    def _running_worker(self) -> "_Worker":
        if self._worker is None or self._worker.process.poll() is not None:
            self._worker = _Worker(self._assets)
        return self._worker


class _Worker:
    """The worker process, and the events that it reports; None after the last one."""

    def __init__(self, assets: Path) -> None:
        self.process: subprocess.Popen[bytes] = subprocess.Popen(  # noqa: S603  # our own module
            [sys.executable, "-m", "classifier.scoring.worker", str(assets.resolve())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(_ROOT), "TF_CPP_MIN_LOG_LEVEL": "3"},
            start_new_session=True,
        )
        self._requests, self._reports = cast(IO[bytes], self.process.stdin), cast(IO[bytes], self.process.stdout)
        self.events: SimpleQueue[Event | None] = SimpleQueue()
        threading.Thread(target=self._follow, daemon=True, name="scoring worker").start()

    def send(self, request: Score | Stop) -> None:
        """Ask for something; a worker that has ended meanwhile says so by its last event."""
        with suppress(OSError):
            self._requests.write(msgspec.json.encode(request) + b"\n")
            self._requests.flush()

    def kill(self) -> None:
        """End the process and those that it started."""
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()

    def _follow(self) -> None:
        for line in self._reports:
            self.events.put(msgspec.json.decode(line, type=Event))
        self.process.wait()
        self.events.put(None)
