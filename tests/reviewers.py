"""People on the page *Review* of a real server, without a browser."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from classifier.labels import RELATED_TITLES
from tests.visitor import Visitor, visit

READY_SECONDS = 120


async def arrive(visitor: Visitor, name: str) -> bytes:
    """Say who reviews."""
    return await visitor.choose(name, "reviewer_name")


async def begin(visitor: Visitor, name: str) -> bytes:
    """Say who reviews, and take the newest stack."""
    await arrive(visitor, name)
    return await visitor.choose(visitor.options("review_stack")[0], "review_stack")


async def judge(visitor: Visitor, number: int = 1) -> bytes:
    """Give the first judgement of a message."""
    visitor.fill(RELATED_TITLES[0], f"review_first_related_{number}")
    return await visitor.press(f"review_submit_{number}")


@asynccontextmanager
async def reading(url: str, name: str) -> AsyncIterator[None]:
    """A reviewer whose page reads the record again and again, until the end of the block."""
    async with visit(url, "review") as visitor:
        await begin(visitor, name)
        done = asyncio.Event()

        async def read() -> None:
            while not done.is_set():
                await visitor.rerun()

        task = asyncio.ensure_future(read())
        try:
            yield
        finally:
            done.set()
            await task


@contextmanager
def others_reading(*urls: str) -> Iterator[None]:
    """The same for a test that waits for no coroutine: one reader on each server."""
    ready, done, failed = threading.Event(), threading.Event(), []

    async def read_all() -> None:
        readers = [reading(url, f"Reader {number}") for number, url in enumerate(urls)]
        for one in readers:
            await one.__aenter__()
        ready.set()
        await asyncio.to_thread(done.wait)
        for one in readers:
            await one.__aexit__(None, None, None)

    def run() -> None:
        try:
            asyncio.run(read_all())
        except Exception as error:
            failed.append(error)
            ready.set()

    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(READY_SECONDS)
    try:
        yield
    finally:
        done.set()
        thread.join()
    assert failed == []
