"""The app's real server, started in a moment: forked from a process that has imported everything but TensorFlow.

What is tested with it does not depend on the model, for which one stands in that answers every message alike. All else
is `streamlit run app.py`.
"""

import multiprocessing
import os
import signal
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import psycopg  # noqa: F401
import sqlalchemy.dialects.postgresql.psycopg  # noqa: F401
import streamlit.web.bootstrap
import streamlit.web.cli

import classifier.ui.review.disagreements
import classifier.ui.review.exchange
import classifier.ui.review.record
import classifier.ui.review.results
import classifier.ui.review.workplace  # noqa: F401
from classifier import artifacts
from classifier.labels import BINARY_LABELS
from classifier.operating_points import FITTED_POINTS
from classifier.ui import resources, warm_up
from tests.browser.server import ROOT, free_port

START_SECONDS = 60
_FORKED = multiprocessing.get_context("forkserver")
_FORKED.set_forkserver_preload(["tests.warm_server", "pytest"])


class Prediction(NamedTuple):
    """What the model says of messages."""

    probabilities: np.ndarray
    related: np.ndarray


class Reading(NamedTuple):
    """What the model reads of a message."""

    language: str = "en"


class StandIn:
    """Answers every message alike."""

    def __init__(self) -> None:
        """The real model's name and operating points."""
        self.manifest = artifacts.read_manifest(ROOT / "assets")
        self.thresholds = {point: np.full(len(BINARY_LABELS), 0.5, np.float32) for point in FITTED_POINTS}

    def read(self, _: str) -> Reading:
        """Every message is English."""
        return Reading()

    def predict(self, messages: Sequence[str]) -> Prediction:
        """Little of everything, and related."""
        rows = len(messages)
        return Prediction(np.full((rows, len(BINARY_LABELS)), 0.1, np.float32), np.tile([0.1, 0.8, 0.1], (rows, 1)))


@dataclass(frozen=True)
class WarmServer:
    """A server that was started: its address, what it says, and its process."""

    url: str
    log: Path
    process: Any

    def wait(self) -> None:
        """Wait until it answers."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.is_alive():
            try:
                urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2).close()
                return
            except OSError:
                time.sleep(0.02)
        raise RuntimeError(f"the app did not start:\n{self.log.read_text(encoding='utf-8', errors='replace')[-2000:]}")

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.join()


def start(log: Path, environment: Mapping[str, str], *options: str) -> WarmServer:
    """Start a server; `environment` holds variables that differ from those of this process."""
    port = str(free_port())
    process = _FORKED.Process(target=_serve, args=(str(log), port, {**os.environ, **environment}, options), daemon=True)
    process.start()
    return WarmServer(f"http://127.0.0.1:{port}", log, process)


@contextmanager
def warm_servers(*started: WarmServer) -> Iterator[Sequence[WarmServer]]:
    """Servers that were started at the same moment, for the length of the block."""
    try:
        for server in started:
            server.wait()
        yield started
    finally:
        for server in started:
            server.kill()


def _serve(log: str, port: str, environment: Mapping[str, str], options: Sequence[str]) -> None:
    output = os.open(log, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    os.dup2(output, sys.stdout.fileno())
    os.dup2(output, sys.stderr.fileno())
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    resources.ASSETS = ROOT / "assets"
    resources.load_classifier = _stand_in
    warm_up.warm_up = _stand_in
    address = ("--server.headless", "true", "--server.address", "127.0.0.1", "--server.port", port)
    streamlit.web.cli.main(["run", "app.py", *address, *options], standalone_mode=False)


def _stand_in() -> StandIn:
    resources.LOADED.set()
    return StandIn()
