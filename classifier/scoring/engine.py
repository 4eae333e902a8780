"""What a job computes with: threads for its chunks, and a process for their text where there are rows enough.

TensorFlow leaves Python to the other threads while it computes; reading text does not, so another process does it.
"""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from classifier.scoring.source import CHUNK_ROWS
from classifier.scoring.text_process import TextProcess
from classifier.text.batches import Prepared

if TYPE_CHECKING:
    from classifier.inference import Classifier

Given = TypeVar("Given")
Made = TypeVar("Made")

AHEAD = 2
"""Chunks per thread that are read before the first of them is done; bounds memory."""

FOR_A_TEXT_PROCESS = 4 * CHUNK_ROWS
"""Rows from which a process for the text saves more time than its start takes."""


def usable_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Engine:
    """All cores, or one thread alone, for one job after another; the process for the text ends with the block."""

    def __init__(self, one_thread: bool = False) -> None:
        """Without `one_thread` there is one more than there are cores: one of them waits most of the time."""
        self._threads = 1 if one_thread else usable_cores() + 1
        self._text = None if one_thread or usable_cores() == 1 else TextProcess()

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *_: object) -> None:
        """End the process for the text, if there is one."""
        if self._text:
            self._text.end()

    def expect(self, rows: int) -> None:
        """Make ready for so many rows; the sooner, the more of it happens while a model is loaded."""
        if self._text and rows >= FOR_A_TEXT_PROCESS:
            self._text.start()

    def prepare(self, classifier: "Classifier", messages: Sequence[str]) -> Prepared:
        """The first half of the classifier's `predict`."""
        return self._text.prepare(classifier.tokenizer, messages) if self._text else classifier.prepare(messages)

    def in_order(self, given: Iterable[Given], work: Callable[[Given], Made]) -> Generator[Made]:
        """What `work` makes of each, in the order given; never more than a few at once, however many there are."""
        waiting: deque[Future[Made]] = deque()
        with ThreadPoolExecutor(self._threads, thread_name_prefix="scoring") as pool:
            try:
                for one in given:
                    waiting.append(pool.submit(work, one))
                    if len(waiting) >= AHEAD * self._threads:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for future in waiting:
                    future.cancel()
