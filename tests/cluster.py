"""A Dask cluster on this machine, started by hand as the README says: a scheduler and workers as processes."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 120

PRELOAD = '''
"""What befalls a worker with a part: "killer" takes it down, "slow" waits for a file called "go" beside it."""
import os, time
from pathlib import Path
from classifier.scoring import parts

score = getattr(parts.score, "without_accidents", parts.score)  # Dask runs this twice in a process

def with_accidents(order, *arguments, **options):
    given = Path(order.part.input.path)
    if given.stem == "killer":
        os._exit(1)
    if given.stem == "slow":
        given.with_name("begun").touch()
        while not given.with_name("go").exists():
            time.sleep(0.05)
    return score(order, *arguments, **options)

with_accidents.without_accidents = score
parts.score = with_accidents
'''


class Cluster:
    """A running scheduler, and the workers that were started so far."""

    def __init__(self, folder: Path, stack: ExitStack, address: str | None) -> None:
        """Start the scheduler, unless there is one; it runs in a folder where the project is not."""
        self._folder, self._stack = folder, stack
        if address:
            self.address = address
            return
        words = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        self.scheduler = self._start("scheduler", words, folder, {"PYTHONPATH": ""})
        self.address = self.said("scheduler", r"Scheduler at: +(tcp://\S+)")

    def start_worker(
        self, name: str, *words: str, root: Path = ROOT, environment: Mapping[str, str] | None = None
    ) -> "subprocess.Popen[bytes]":
        """Start a worker in the folder of a project."""
        words = (
            *("worker", self.address, "--name", name, "--nthreads", "1", "--host", "127.0.0.1", "--no-dashboard"),
            *("--memory-limit", "0", "--local-directory", str(self._folder / name), *words),
        )
        return self._start(name, words, root, environment or {"PYTHONPATH": ""})

    def said(self, name: str, pattern: str) -> str:
        """What a process says, as soon as it has said it."""
        log, end = self._folder / f"{name}.log", time.monotonic() + SECONDS
        while time.monotonic() < end:
            found = re.search(pattern, log.read_text(encoding="utf-8"))
            if found:
                return found.group(1)
            time.sleep(0.05)
        raise AssertionError(f"{name} did not say {pattern}:\n{log.read_text(encoding='utf-8')[-3000:]}")

    def _start(
        self, name: str, words: tuple[str, ...] | list[str], root: Path, environment: Mapping[str, str]
    ) -> "subprocess.Popen[bytes]":
        log = self._stack.enter_context((self._folder / f"{name}.log").open("wb"))
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *words],
            cwd=root,
            env={**os.environ, **environment},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that it can be ended with its children
        )
        self._stack.callback(_ended, process)
        return process


@contextmanager
def started(folder: Path, address: str | None = None) -> Iterator[Cluster]:
    """A scheduler for the length of the block, and whatever workers are started in it, or only those."""
    with ExitStack() as stack:
        yield Cluster(folder, stack, address)


def copy_of_project(folder: Path, assets: Path, version: str | None = None) -> Path:
    """The code of this project with other artefacts, or with another version."""
    shutil.copytree(ROOT / "classifier", folder / "classifier", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "assets").symlink_to(assets)
    if version:
        path = folder / "classifier" / "__init__.py"
        path.write_text(re.sub(r'__version__ = ".*"', f'__version__ = "{version}"', path.read_text(encoding="utf-8")))
    return folder


def _ended(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
