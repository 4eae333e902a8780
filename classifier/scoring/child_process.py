"""A module of this project run as a process of its own: its limits, and how the sentence of a DataError comes back."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

from classifier.errors import DataError

_ROOT = Path(__file__).resolve().parents[2]
_REFUSED = 3
"""The exit status when standard error has a sentence for the user."""


def run(
    module: str,
    *arguments: str,
    seconds: float,
    failed: str,
    too_slow: str,
    given: bytes = b"",
    target: IO[bytes] | None = None,
) -> bytes:
    """Run `python -m module`, with `given` on its standard input; what it writes to standard output or to `target`.

    DataError with the child's own sentence if it refused, with `too_slow` after so many seconds, else with `failed`.
    """
    environment = {"PYTHONPATH": str(_ROOT), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    try:
        ended = subprocess.run(  # noqa: S603  # our own module
            [sys.executable, "-m", module, *arguments],
            input=given,
            stdout=target or subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **environment},
            timeout=seconds,
        )
    except subprocess.TimeoutExpired as error:
        raise DataError(too_slow) from error
    if ended.returncode:
        raise DataError(ended.stderr.decode().strip() if ended.returncode == _REFUSED else failed)
    return ended.stdout or b""


def answer(work: Callable[[], object]) -> int:
    """The child's side: do the work; the exit status."""
    try:
        work()
    except DataError as error:
        print(error, file=sys.stderr)
        return _REFUSED
    return 0


def limit(memory: int, seconds: int, written: int | None = None) -> None:
    """The child's bytes of addresses, seconds of a core, and bytes written to a file.

    A child of a limited child keeps the lower limit of both. Where the system has no limits, those of `run` remain.
    """
    try:
        import resource
    except ImportError:
        return
    limits = {resource.RLIMIT_AS: memory, resource.RLIMIT_CPU: seconds, resource.RLIMIT_FSIZE: written}
    for kind, most in limits.items():
        if most is not None:
            inherited = resource.getrlimit(kind)[1]
            allowed = most if inherited == resource.RLIM_INFINITY else min(most, inherited)
            resource.setrlimit(kind, (allowed, allowed))
