"""The text of a job in a process of its own: reading it keeps Python busy, which the threads of a job share.

`python -m classifier.scoring.text_process` reads a tokenizer and then lists of messages from standard input, and writes
a `Prepared` for each list to standard output. Both are pickled: the two ends of the pipes are this very project. It
ends when its input is closed, however its parent ends.
"""

import logging
import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock, Timer
from typing import IO, cast

from classifier.text.batches import Prepared, prepare
from classifier.text.identification import identifier
from classifier.text.tokenizer import Tokenizer

ANSWER_SECONDS = 60.0
"""How long the process may take for a list of messages, and to start; it is ended then."""

_ROOT = Path(__file__).resolve().parents[2]
_ENDED = "The process that reads the text ended early; the job goes on without it."


class TextProcess:
    """Prepares messages for any number of threads, one list after another.

    If it cannot be started or ends early, the threads that ask do its work, which takes them 0.1 GB more.
    """

    def __init__(self) -> None:
        """Nothing is started yet."""
        self._process: subprocess.Popen[bytes] | None = None
        self._lock, self._is_ready = Lock(), False

    def start(self) -> None:
        """Start the process unless it is there; it makes ready what does not depend on the tokenizer."""
        if self._process is None:
            with suppress(OSError):  # the system has no room for one more process
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "classifier.scoring.text_process"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    env={**os.environ, "PYTHONPATH": str(_ROOT), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
                    process_group=0,  # Ctrl-C is for the command, which closes the pipe
                )

    def end(self) -> None:
        """End the process."""
        process, self._process, self._is_ready = self._process, None, False
        if process:
            process.kill()
            process.communicate()

    def prepare(self, tokenizer: Tokenizer, messages: Sequence[str]) -> Prepared:
        """What `batches.prepare` gives; always with the same tokenizer."""
        with self._lock:
            found = self._asked(tokenizer, messages)
        return found or prepare(tokenizer, messages)

    def _asked(self, tokenizer: Tokenizer, messages: Sequence[str]) -> Prepared | None:
        """The answer of the process; None if it has ended."""
        if self._process is None:
            return None
        requests, replies = cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stdout)
        limit = Timer(ANSWER_SECONDS, self._process.kill)
        limit.start()
        try:
            if not self._is_ready:
                _write(requests, tokenizer.to_json())
            _write(requests, messages)
            prepared = cast(Prepared, pickle.load(replies))  # noqa: S301  # written by `main`
        except (OSError, EOFError, pickle.UnpicklingError):
            logging.getLogger(__name__).warning(_ENDED)
            self.end()
            return None
        finally:
            limit.cancel()
        self._is_ready = True
        return prepared


def main() -> None:
    """The process: prepare list after list of messages, until the input is closed."""
    requests, replies = sys.stdin.buffer, sys.stdout.buffer
    identifier()  # while the parent loads its model
    tokenizer = Tokenizer.from_json(pickle.load(requests))  # noqa: S301  # written by `TextProcess`
    while True:
        prepared = prepare(tokenizer, pickle.load(requests))  # noqa: S301
        _write(replies, replace(prepared, batches=tuple(prepared.batches)))


def _write(pipe: IO[bytes], content: object) -> None:
    pickle.dump(content, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()


if __name__ == "__main__":
    try:
        main()
    finally:
        os._exit(0)  # silently: the parent has ended, or does the work itself and says what is wrong
