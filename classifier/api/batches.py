"""One thread that scores one batch after another; whoever finds the queue full is asked to come back."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any, TypeVar

from classifier.api.refusal import Left, Refusal

PLACES = 8
"""Requests that are read, wait or are scored at once; bounds memory."""

RETRY_SECONDS = 5

Made = TypeVar("Made")


class Batches:
    """The queue of the interface; all but the scoring itself happens on the event loop."""

    def __init__(self, places: int = PLACES) -> None:
        """An empty queue."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="api")
        self._free = places

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place in the queue for the length of the block; Refusal if there is none."""
        if not self._free:
            raise Refusal(503, "Too many requests are waiting already: try again in a few seconds.", RETRY_SECONDS)
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1

    async def do(self, work: Callable[[Event], Made], gone: Awaitable[object]) -> Made:
        """What `work` makes once its turn has come; Left if the client is `gone` first.

        `work` looks now and then at the event that it is given, and ends early once that is set.
        """
        stop = Event()
        made: asyncio.Future[Any] = asyncio.wrap_future(self._thread.submit(work, stop))
        leaving: asyncio.Future[Any] = asyncio.ensure_future(gone)
        try:
            await asyncio.wait((made, leaving), return_when=asyncio.FIRST_COMPLETED)
            if not made.done():
                raise Left
            return made.result()
        finally:
            stop.set()
            made.cancel()
            leaving.cancel()
