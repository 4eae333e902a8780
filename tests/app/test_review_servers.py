"""Real servers on one record: they migrate it at once, reviews are deleted beside them, and it breaks under them."""

import asyncio
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import create_engine

from classifier.reviews.address import database_address
from classifier.reviews.migration import VERSION_TABLE
from classifier.reviews.store import open_store
from tests import postgresql
from tests.reviewers import arrive, begin, judge, reading
from tests.reviewing import holding, of_the_first_schema, stack
from tests.visitor import visit
from tests.warm_server import WarmServer, start, warm_servers

PERSON = "Esperanza Quispe"
LONG_SECONDS = 60
Said = Callable[..., WarmServer]


@pytest.fixture
def started(tmp_path: Path, address: str) -> Iterator[Said]:
    """Starts servers on the record; none of their logs says anything of a message, a person or the password."""
    logs: list[Path] = []

    def one() -> WarmServer:
        logs.append(tmp_path / f"log-{len(logs)}.txt")
        return start(logs[-1], {"CLASSIFIER_REVIEWS_URL": address}, "--logger.level", "debug")

    yield one
    said = "".join(log.read_text(encoding="utf-8") for log in logs)
    assert "Cache key" in said  # what less than the debug level would not say
    assert [word for word in (PERSON, "Harbour", postgresql.PASSWORD, postgresql.QUOTED) if word in said] == []


@pytest.fixture
def folder(request: pytest.FixtureRequest, address: str, tmp_path: Path) -> Path:
    """Where the files of the database's tables are."""
    if address.startswith("sqlite"):
        return tmp_path
    return Path(request.getfixturevalue("postgresql_server").tables)


def written_down(address: str) -> None:
    """PostgreSQL writes to the tables' files when it gets to it."""
    if address.startswith("postgresql"):
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CHECKPOINT")


def new_messages() -> list[str]:
    """Messages that no other test has left in a database."""
    return [f"{PERSON} needs water at {number} Harbour Street, {uuid4()}" for number in range(40)]


def add_messages(address: str) -> list[str]:
    """Make a stack of new messages, and return them."""
    messages = new_messages()
    with closing(open_store(address)) as store:
        store.add_stack(stack(messages, 3))
    return messages


def version(address: str) -> str:
    """The revision of the tables."""
    engine = create_engine(database_address(address))
    with engine.connect() as connection:
        found = connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar()
    engine.dispose()
    return str(found)


def changed(address: str, statement: str) -> None:
    """Somebody changes the database behind the app's back."""
    engine = create_engine(database_address(address))
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def test_two_servers_that_start_at_once_bring_an_old_record_up_to_date(address: str, started: Said) -> None:
    saved = of_the_first_schema(address, "Paste: Tuesday, drawn by Ben", messages=new_messages())

    async def stacks_seen(url: str, name: str) -> list[str]:
        async with visit(url, "review") as visitor:
            await arrive(visitor, name)
            return visitor.options("review_stack")

    async def both(servers: list[WarmServer]) -> list[list[str]]:
        return await asyncio.gather(*(stacks_seen(one.url, name) for one, name in zip(servers, "AB", strict=True)))

    with warm_servers(started(), started()) as servers:
        seen = asyncio.run(both(list(servers)))
    assert [["Paste: Tuesday, drawn by Ben" in name for name in names] for names in seen] == [[True]] * 2
    with closing(open_store(address)) as store:
        assert store.current() == tuple(saved)


def test_a_server_brings_an_old_record_up_to_date_before_anybody_comes(address: str, started: Said) -> None:
    of_the_first_schema(address)
    end = time.monotonic() + LONG_SECONDS
    with warm_servers(started()):
        while version(address) == "0001" and time.monotonic() < end:
            time.sleep(0.05)
    assert version(address) == "0002"


async def command(*words: str) -> tuple[int | None, str]:
    """Run the command beside the server; how it ends, and what it says."""
    line = [sys.executable, "-m", "classifier.review", *words]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*line, stdout=pipe, stderr=asyncio.subprocess.STDOUT)
    said, _ = await process.communicate()
    return process.returncode, said.decode()


def test_what_is_deleted_by_command_while_people_review_is_in_no_file_and_does_not_come_back(
    address: str, started: Said, folder: Path
) -> None:
    first, *_ = add_messages(address)

    async def delete_meanwhile(url: str) -> tuple[tuple[int | None, str], list[str], bytes]:
        async with reading(url, "Ben"), reading(url, "Cleo"), visit(url, "review") as ann:
            await begin(ann, "Ann")
            assert b"Saved" in await judge(ann)
            written_down(address)
            assert holding(folder, first)
            ended = await command("delete", "--all", "--yes", "--database", address)
            written_down(address)
            after = await ann.press("review_save_1")
            return ended, holding(folder, first), after

    with warm_servers(started()) as (server,):
        (status, said), found, after = asyncio.run(delete_meanwhile(server.url))
    assert (status, said.partition(" deleted")[0]) == (0, "1 review")
    assert found == []
    assert b"The last review was deleted meanwhile" in after


BROKEN = (
    ("UPDATE reviews SET source = 'elsewhere'", (b"is damaged", b"hold a row that is no review")),
    ("UPDATE reviews SET thresholds = 'null'", (b"is damaged", b"hold a row that is no review")),
    ("ALTER TABLE reviews RENAME TO lost", (b"cannot be used", b"cannot be used")),
)


@pytest.mark.parametrize(("statement", "sentences"), BROKEN)
def test_a_record_that_breaks_under_a_reviewer_is_named_and_the_judgement_kept(
    address: str, started: Said, statement: str, sentences: tuple[bytes, bytes]
) -> None:
    add_messages(address)

    async def save_in_vain(url: str) -> bytes:
        async with visit(url, "review") as visitor:
            await begin(visitor, "Ann")
            await judge(visitor)
            changed(address, statement)
            return await visitor.press("review_save_1")

    with warm_servers(started()) as (server,):
        shown = asyncio.run(save_in_vain(server.url))
    assert b"1 judgement is not saved yet" in shown
    assert sentences["postgresql" in address] in shown
    assert b"Saved" not in shown
