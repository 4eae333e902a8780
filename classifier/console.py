"""What commands share: options that are wrong in one sentence, TensorFlow kept quiet, and Ctrl-C that is not lost."""

import argparse
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, with status 1 as every other error."""

    def error(self, message: str) -> NoReturn:
        """End the command."""
        self.exit(1, f"{message[:1].upper()}{message[1:]}; --help lists the options.\n")


@contextmanager
def silenced_stderr() -> Iterator[None]:
    """TensorFlow writes to standard error itself, whatever Python is told."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


class Interruption:
    """Ctrl-C for a command that goes on until somebody ends it.

    Python drops the KeyboardInterrupt if it comes while an object is being deleted, so it is remembered here.
    """

    def __init__(self) -> None:
        """Nobody has asked yet."""
        self._asked = False

    def __enter__(self) -> "Interruption":
        self._before = signal.signal(signal.SIGINT, self._interrupt)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def check(self) -> None:
        """Raise KeyboardInterrupt if there has been one."""
        if self._asked:
            raise KeyboardInterrupt

    def _interrupt(self, signal_number: int, frame: FrameType | None) -> None:
        self._asked = True
        raise KeyboardInterrupt
