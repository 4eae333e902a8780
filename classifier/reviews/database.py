"""The engine and its transactions: what makes SQLite keep what it has acknowledged, and what makes it forget."""

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, DisconnectionError

from classifier.errors import ReviewsError
from classifier.reviews.address import POSTGRESQL, SQLITE, called, file_of

WAIT_SECONDS = 15
"""How long a writer waits for another, and how long a server may be silent."""

CONNECT_SECONDS = 5
"""How long a server may take to answer at first; somebody waits for the page meanwhile."""

LOCKED = "55P03"
"""What PostgreSQL calls it when it has waited for others for too long."""

_OLDER_TRANSACTIONS = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
AND greatest(age(backend_xmin), age(backend_xid)) > age(%s::xid)
"""
"""Counts those that are older than a given one."""

_PAUSE_SECONDS = 0.05
_READS, _PLACE = "reviews_read", "reviews_place"
_PREPARING = threading.Lock()
"""Two sessions may be the first ones at once."""

_PRAGMAS = (
    f"PRAGMA busy_timeout={1000 * WAIT_SECONDS}",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",  # a sorted message would otherwise be left in a temporary file
)
Result = TypeVar("Result")


def engine_of(url: Any) -> Engine:
    """An engine of one's own, where Streamlit gives none."""
    return prepared(create_engine(url, hide_parameters=True))


def prepared(engine: Engine) -> Engine:
    """The same engine; its connections from now on are set up for reviews."""
    with _PREPARING:
        if engine.dialect.name == SQLITE and not event.contains(engine, "connect", _set_up_sqlite):
            event.listen(engine, "do_connect", _open_sqlite)
            event.listen(engine, "connect", _set_up_sqlite)
            event.listen(engine, "checkout", _check_place)
            event.listen(engine, "begin", _begin_sqlite)
            engine.dispose()
        if engine.dialect.name == POSTGRESQL and not event.contains(engine, "connect", _set_up_postgresql):
            event.listen(engine, "do_connect", _limit_waiting)
            event.listen(engine, "connect", _set_up_postgresql)
            engine.dispose()
    return engine


def make_private(engine: Engine) -> None:
    """Make an SQLite file that only its owner can read, unless it is there; what lies beside it follows it."""
    file = file_of(engine.url)
    if file and not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))


def written(engine: Engine, action: Callable[[Connection], Result]) -> Result:
    """Do something in a transaction, and return once it is committed.

    Where the connection had been cut meanwhile, as by a server that was restarted, it is done once more: what is done
    must therefore come to the same twice.
    """

    def attempt() -> Result:
        with engine.begin() as connection:
            return action(connection)

    return _once_more_if_cut(attempt)


def read(engine: Engine, action: Callable[[Connection], Result]) -> Result:
    """Read something, all of it from the same state of the database; no writer has to wait."""

    def attempt() -> Result:
        with engine.connect() as connection:
            if engine.dialect.name == POSTGRESQL:
                connection.execution_options(isolation_level="REPEATABLE READ")
            return action(connection.execution_options(**{_READS: True}))

    return _once_more_if_cut(attempt)


def forget_deleted(engine: Engine) -> None:
    """Make sure that what was deleted is in no file: all that is left is written anew, and SQLite's log emptied.

    `secure_delete` overwrites rows, but not what SQLite may leave behind when it moves rows from page to page.
    """
    if engine.dialect.name == POSTGRESQL:
        try:
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                _wait_for_readers(connection)
                connection.exec_driver_sql("VACUUM FULL reviews, review_stacks, review_stack_messages")
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) == LOCKED:
                raise _still_held(called(engine.url)) from None
            raise
        return
    engine.dispose()  # the idle connections of this process
    with plain_sqlite(engine) as connection:
        connection.execute("VACUUM")
        (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise _still_held(f"{called(engine.url)}-wal")


def _wait_for_readers(connection: Connection) -> None:
    """PostgreSQL keeps what somebody still sees who began to read before it was deleted."""
    now = connection.exec_driver_sql("SELECT pg_current_xact_id()::xid::text").scalar_one()
    end = time.monotonic() + WAIT_SECONDS
    while connection.exec_driver_sql(_OLDER_TRANSACTIONS, (now,)).scalar_one():
        if time.monotonic() > end:
            raise _still_held(called(connection.engine.url))
        time.sleep(_PAUSE_SECONDS)


def _still_held(where: str) -> ReviewsError:
    return ReviewsError(
        f"The reviews are deleted, but {where} may still hold them, because another program is reading: stop the app "
        "and run the same command again."
    )


@contextmanager
def plain_sqlite(engine: Engine) -> Iterator[sqlite3.Connection]:
    """A connection without transactions of SQLAlchemy's."""
    connection = sqlite3.connect(str(engine.url.database), timeout=WAIT_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("PRAGMA temp_store=MEMORY")
        yield connection
    finally:
        connection.close()


def _once_more_if_cut(attempt: Callable[[], Result]) -> Result:
    try:
        return attempt()
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
    return attempt()


def _open_sqlite(_dialect: Any, _record: Any, arguments: Any, options: dict[str, Any]) -> sqlite3.Connection:
    """Only the migration makes a file: one that went away may come back, and must not find another in its place."""
    return sqlite3.connect(f"{Path(arguments[0]).as_uri()}?mode=rw", uri=True, **options)


def _set_up_sqlite(connection: Any, record: Any) -> None:
    """Python's driver would begin its own, deferred transactions, which lose writes under several writers."""
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    record.info[_PLACE] = _place(connection)


def _check_place(connection: Any, record: Any, _: Any) -> None:
    """A file that was moved, deleted or replaced would take what is saved with it: open what is there now."""
    if _place(connection) != record.info[_PLACE]:
        raise DisconnectionError


def _place(connection: Any) -> tuple[int, int] | None:
    """Which file lies where the connection's file was; None if there is none."""
    path = next(path for _, name, path in connection.execute("PRAGMA database_list") if name == "main")
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _begin_sqlite(connection: Connection) -> None:
    reads = connection.get_execution_options().get(_READS)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _limit_waiting(dialect: Any, record: Any, arguments: Any, options: dict[str, Any]) -> None:
    """Otherwise a server that is away would be waited for during minutes."""
    options.setdefault("connect_timeout", CONNECT_SECONDS)
    options.setdefault("tcp_user_timeout", 1000 * WAIT_SECONDS)
    options.setdefault("client_encoding", "utf8")
    options |= {"keepalives_idle": CONNECT_SECONDS, "keepalives_interval": CONNECT_SECONDS, "keepalives_count": 2}


def _set_up_postgresql(connection: Any, _: Any) -> None:
    """What is acknowledged is on the disk, and nobody is waited for without end, whatever the server's settings."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
        cursor.execute(f"SET lock_timeout = '{WAIT_SECONDS}s'")
    connection.commit()
