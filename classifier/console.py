"""What commands share: what is wrong in one sentence, TensorFlow kept quiet, and Ctrl-C that is not lost."""

import argparse
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

STOPPED = "Stopped; the same command with --resume goes on with what has been written."


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, with status 1 as every other error."""

    def error(self, message: str) -> NoReturn:
        """End the command."""
        self.exit(1, f"{printable(message[:1].upper() + message[1:])}; --help lists the options.\n")


def say(sentence: str) -> None:
    """Show a sentence on standard error."""
    print(printable(sentence), file=sys.stderr)


def printable(sentence: str) -> str:
    """A sentence in one line; what a name in it could steer a terminal with is escaped."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in sentence)


def replace_closed_streams() -> None:
    """Nothing is read from a standard stream that is closed; the next file to be opened would take its number."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(number)
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def end_when_interrupted() -> None:
    """Ctrl-C ends the command at once, with a sentence and status 1; for as long as there is nothing to tidy up."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # and not ignored, as in the background
        signal.signal(signal.SIGINT, _end)


def raise_when_interrupted() -> None:
    """Ctrl-C is a KeyboardInterrupt again."""
    if signal.getsignal(signal.SIGINT) is _end:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _end(signal_number: int, frame: FrameType | None) -> NoReturn:
    os.write(2, f"{STOPPED}\n".encode())
    os._exit(1)  # libraries that are being imported turn an exception into one of their own


@contextmanager
def interrupted_later() -> Iterator[None]:
    """Ctrl-C waits until this is done: libraries that are being loaded turn an exception into one of their own."""
    asked: list[tuple[int, FrameType | None]] = []
    before = signal.signal(signal.SIGINT, lambda *arguments: asked.append(arguments))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if asked and callable(before):
        before(*asked[0])


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

    Python drops the KeyboardInterrupt if it comes while an object is being deleted, and shows a traceback: it is
    remembered here, and nothing is shown.
    """

    def __init__(self) -> None:
        """Nobody has asked yet."""
        self._asked = False

    def __enter__(self) -> "Interruption":
        self._before, self._hook = signal.signal(signal.SIGINT, self._interrupt), sys.unraisablehook
        sys.unraisablehook = self._dropped
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)
        sys.unraisablehook = self._hook

    def check(self) -> None:
        """Raise KeyboardInterrupt if there has been one."""
        if self._asked:
            raise KeyboardInterrupt

    def _interrupt(self, signal_number: int, frame: FrameType | None) -> None:
        self._asked = True
        raise KeyboardInterrupt

    def _dropped(self, dropped: "sys.UnraisableHookArgs") -> None:
        if not isinstance(dropped.exc_value, KeyboardInterrupt):
            self._hook(dropped)
