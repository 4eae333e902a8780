"""The tables are made and changed at start, by one process at a time."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event

from classifier.errors import ReviewsError
from classifier.reviews.address import called, file_of
from classifier.reviews.database import WAIT_SECONDS, make_private, plain_sqlite
from classifier.reviews.failures import damaged

FOLDER = Path(__file__).parent / "migrations"
VERSION_TABLE = "reviews_schema_version"
"""A name of its own, so that the record can share a database with other tables."""

SENTINEL = ".migration-lock"
"""Ends the name of the file whose lock SQLite's writers of tables hold."""

_ADVISORY_LOCK = 7_264_733_001
"""A number that this app alone locks in PostgreSQL."""

_MIGRATION_SECONDS = 120


def migrate(engine: Engine) -> None:
    """Bring the tables to this version of the app; ReviewsError if they are from a newer one, or damaged."""
    if file_of(engine.url):
        with _sqlite_lock(engine):
            _check_file(engine)
            with _without_foreign_keys(engine) as connection:
                _upgrade(connection)
        return
    with engine.connect() as connection, _postgresql_lock(connection):
        _check_encoding(connection)
        _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    script = ScriptDirectory.from_config(config)
    known = {revision.revision for revision in script.walk_revisions()}
    found = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_heads()
    connection.rollback()
    if set(found) - known:
        raise ReviewsError(
            f"Reviews in {called(connection.engine.url)} were written by a newer version of the app: update this one."
        )
    if set(found) != set(script.get_heads()):
        command.upgrade(config, "head")
        connection.commit()


@contextmanager
def _sqlite_lock(engine: Engine) -> Iterator[None]:
    """Held by an immediate transaction on a file beside the database, which itself changes under the migration."""
    make_private(engine)
    sentinel = f"{engine.url.database}{SENTINEL}"
    with closing(sqlite3.connect(sentinel, timeout=_MIGRATION_SECONDS, isolation_level=None)) as lock:
        lock.execute("BEGIN IMMEDIATE")
        yield
        lock.execute("ROLLBACK")


@contextmanager
def _postgresql_lock(connection: Connection) -> Iterator[None]:
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_MIGRATION_SECONDS}s'")
    connection.exec_driver_sql(f"SELECT pg_advisory_lock({_ADVISORY_LOCK})")
    connection.commit()
    try:
        yield
    finally:
        connection.rollback()
        connection.exec_driver_sql(f"SELECT pg_advisory_unlock({_ADVISORY_LOCK})")
        connection.commit()


def _check_encoding(connection: Connection) -> None:
    """ReviewsError if the database holds some languages only; one without an encoding takes UTF-8 as it is."""
    if connection.exec_driver_sql("SHOW server_encoding").scalar() not in ("UTF8", "SQL_ASCII"):
        raise ReviewsError(
            f"Messages of all languages do not fit into {called(connection.engine.url)}: make it with ENCODING 'UTF8'."
        )


def _check_file(engine: Engine) -> None:
    """ReviewsError if a file is damaged; one that is not is in WAL mode from here on."""
    with plain_sqlite(engine) as connection:
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise ReviewsError(damaged(engine.url))
        connection.execute("PRAGMA journal_mode=WAL")


@contextmanager
def _without_foreign_keys(engine: Engine) -> Iterator[Connection]:
    """SQLite changes a table by making another one, to which foreign keys would object."""
    own = create_engine(engine.url, hide_parameters=True)
    event.listen(own, "connect", _set_up)
    event.listen(own, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with own.connect() as connection:
            yield connection
    finally:
        own.dispose()


def _set_up(connection: Any, _: Any) -> None:
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={1000 * WAIT_SECONDS}")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=OFF")
