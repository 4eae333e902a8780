"""The page *Review* on a real server that is killed while several people save judgements."""

import asyncio
import contextlib
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from classifier.labels import RELATED_TITLES
from classifier.reviews.store import open_store
from tests.browser.server import served
from tests.postgresql import Server
from tests.reviewing import stack
from tests.visitor import Visitor, visit
from tests.warm_server import start, warm_servers

WHOLE_ROUNDS, ROUNDS, ALL_ROUNDS = 3, 6, 200
ROUNDS_PER_RECORD = 20
MESSAGES = 600
NAMES = ("Ann", "Ben", "Cleo")
LONGEST_SECONDS = 0.6
RESTARTS, MESSAGES_WITH_RESTARTS = 2, 8
FIRST, FINAL = "first", "final"
MESSAGE = re.compile(rb"message \d+ of the stack")

Judgement = tuple[str, str, str]
"""Who, about which message, first or final."""

Serve = Callable[[str, Path], AbstractContextManager[str]]
"""Starts a server on the database at an address, with its log."""


@dataclass
class Told:
    """What reviewers were told is saved by one server, and whether they were told anything yet."""

    saved: list[Judgement] = field(default_factory=list)
    working: asyncio.Event = field(default_factory=asyncio.Event)

    async def press(self, visitor: Visitor, button: str, judgement: Judgement) -> None:
        """Press a button, and note the page's "Saved" even if the server is killed behind it."""
        try:
            await visitor.press(button)
        finally:
            if b"Saved" in b"".join(visitor.received):
                self.saved.append(judgement)
                self.working.set()


async def review(url: str, name: str, told: Told, messages: int) -> None:
    """Judge so many messages one after another, as one person in one tab, and go on trying where one does not come."""
    async with visit(url, "review") as visitor:
        await visitor.choose(name, "reviewer_name")
        while not visitor.has("review_stack"):
            await visitor.rerun()
        shown = await visitor.choose(visitor.options("review_stack")[0], "review_stack")
        for number in range(1, messages + 1):
            while not visitor.has(f"review_submit_{number}"):
                shown = await visitor.rerun()
            message = MESSAGE.findall(shown)[-1].decode()
            visitor.fill(RELATED_TITLES[0], f"review_first_related_{number}")
            await told.press(visitor, f"review_submit_{number}", (name, message, FIRST))
            await told.press(visitor, f"review_save_{number}", (name, message, FINAL))
            shown = b"".join(visitor.received)
        while b"not saved yet" in shown:
            shown = await visitor.rerun()


async def review_until_killed(url: str, name: str, told: Told) -> None:
    """Judge one message after another until the server is gone."""
    with contextlib.suppress(ConnectionClosed, OSError):
        await review(url, name, told, MESSAGES)


@contextmanager
def quick(address: str, log: Path) -> Iterator[str]:
    """The address of a server that is killed at the end of the block; a model stands in for the real one."""
    with warm_servers(start(log, {"CLASSIFIER_REVIEWS_URL": address})) as (server,):
        yield server.url


@contextmanager
def whole(address: str, log: Path) -> Iterator[str]:
    """The same with the real model."""
    with served(log, environment={"CLASSIFIER_REVIEWS_URL": address}) as server:
        yield server.url


async def one_round(server: AbstractContextManager[str], seconds: float) -> list[Judgement]:
    """Let everybody work, and kill the server so long after the first acknowledgement; what was saved."""
    told = Told()
    with server as url:
        people = asyncio.gather(*(review_until_killed(url, name, told) for name in NAMES))
        working = asyncio.ensure_future(told.working.wait())
        await asyncio.wait([people, working], return_when=asyncio.FIRST_COMPLETED)
        await asyncio.sleep(seconds)
    await people
    return told.saved


def killed_at_random(
    address: str, log: Path, rounds: int, seed: int = 7, serve: Serve = quick
) -> tuple[int, list[Judgement], list[Judgement]]:
    """Kill the server many times; how many judgements were acknowledged, which are lost, which are there twice."""
    chance, saved = random.Random(seed), []
    record = open_store(address)
    record.add_stack(stack([f"message {number} of the stack" for number in range(MESSAGES)], len(NAMES)))
    record.close()  # what a killed server leaves behind is then found by the next one
    for _ in range(rounds):
        saved += asyncio.run(one_round(serve(address, log), chance.uniform(0, LONGEST_SECONDS)))
    record = open_store(address)
    found = Counter((one.reviewer.name, one.message, FINAL if one.final else FIRST) for one in record.reviews())
    record.close()
    return len(saved), [one for one in saved if one not in found], [one for one, count in found.items() if count > 1]


def test_what_the_page_called_saved_is_there_once_after_kills_of_the_server(address: str, tmp_path: Path) -> None:
    acknowledged, lost, doubled = killed_at_random(address, tmp_path / "log.txt", ROUNDS)
    assert acknowledged >= ROUNDS
    assert (lost, doubled) == ([], [])


def test_what_the_page_called_saved_is_there_once_after_kills_of_a_server_with_the_real_model(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/reviews.db"
    acknowledged, lost, doubled = killed_at_random(address, tmp_path / "log.txt", WHOLE_ROUNDS, serve=whole)
    assert acknowledged >= WHOLE_ROUNDS
    assert (lost, doubled) == ([], [])


@pytest.mark.slow
def test_what_the_page_called_saved_is_there_once_after_200_kills_of_the_server(tmp_path: Path) -> None:
    total, all_lost, all_doubled = 0, [], []
    for seed in range(ALL_ROUNDS // ROUNDS_PER_RECORD):
        address = f"sqlite:///{tmp_path}/{seed}.db"
        acknowledged, lost, doubled = killed_at_random(address, tmp_path / "log.txt", ROUNDS_PER_RECORD, seed)
        total, all_lost, all_doubled = total + acknowledged, all_lost + lost, all_doubled + doubled
    print(f"{ALL_ROUNDS} kills: {total} acknowledged, {len(all_lost)} lost, {len(all_doubled)} doubled")
    assert total >= ALL_ROUNDS
    assert (all_lost, all_doubled) == ([], [])


async def restart_meanwhile(postgresql_server: Server, url: str, told: Told) -> None:
    """Kill the database and start it again several times while everybody works."""
    chance = random.Random(7)
    people = asyncio.gather(*(review(url, name, told, MESSAGES_WITH_RESTARTS) for name in NAMES))
    for _ in range(RESTARTS):
        await asyncio.sleep(chance.uniform(0, LONGEST_SECONDS))
        await asyncio.to_thread(postgresql_server.stop)
        await asyncio.to_thread(postgresql_server.start)
    await people


def test_a_database_that_is_killed_under_load_gets_every_judgement_once(
    postgresql_server: Server, tmp_path: Path
) -> None:
    address, told = postgresql_server.fresh_database(), Told()
    record = open_store(address)
    record.add_stack(stack([f"message {number} of the stack" for number in range(MESSAGES)], len(NAMES)))
    with warm_servers(start(tmp_path / "log.txt", {"CLASSIFIER_REVIEWS_URL": address})) as (server,):
        asyncio.run(restart_meanwhile(postgresql_server, server.url, told))
    found = Counter((one.reviewer.name, one.final is None) for one in record.reviews())
    record.close()
    assert found == {(name, first): MESSAGES_WITH_RESTARTS for name in NAMES for first in (True, False)}
