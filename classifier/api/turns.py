"""One thread that scores for all requests in turn; whoever finds too many waiting is asked to come back."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from classifier.api.refusal import Left, Refusal

PLACES = 8
"""Requests that are read or take turns at once; bounds memory."""

RETRY_SECONDS = 5

PATIENCE_SECONDS, PAUSE_SECONDS = 0.5, 0.005
"""A turn waits for pages, but no longer than that, and looks again after each pause."""

Made = TypeVar("Made")


class Turns:
    """Requests take turns slice by slice, so that a short one need not wait for the end of a long one.

    Pages come first: their Python and that of scoring would take turns anyhow, many times for each answer.
    """

    def __init__(self, busy: Callable[[], bool], places: int = PLACES) -> None:
        """Nobody waits yet; `busy` says whether a page is being drawn."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="api")
        self._busy = busy
        self._free = places

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place for the length of the block; Refusal if there is none."""
        if not self._free:
            raise Refusal(503, "Too many requests are waiting already: try again in a few seconds.", RETRY_SECONDS)
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1

    async def take(self, work: Callable[[], Made]) -> Made:
        """What `work` makes in its turn."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._after_pages, work)

    def _after_pages(self, work: Callable[[], Made]) -> Made:
        end = time.monotonic() + PATIENCE_SECONDS
        while self._busy() and time.monotonic() < end:
            time.sleep(PAUSE_SECONDS)
        return work()


async def unless_left(gone: Awaitable[object], work: Awaitable[Made]) -> Made:
    """What comes of `work`; Left if the client is `gone` first, and then no further turn is taken."""
    doing: asyncio.Future[Made] = asyncio.ensure_future(work)
    leaving: asyncio.Future[Any] = asyncio.ensure_future(gone)
    both: set[asyncio.Future[Any]] = {doing, leaving}
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        if not doing.done():
            raise Left
        return doing.result()
    finally:
        for one in both:
            one.cancel()
