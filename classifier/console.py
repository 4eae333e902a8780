"""What commands share: options that are wrong in one sentence, and TensorFlow kept quiet."""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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
