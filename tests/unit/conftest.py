"""Databases for reviews: a file of SQLite's, and a server of PostgreSQL's where it is installed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from classifier.reviews.store import Store, open_store
from tests import postgresql


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[postgresql.Server]:
    """One server for all tests; each uses a database of its own."""
    with postgresql.served() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/reviews.db"
    return str(request.getfixturevalue("postgresql_server").fresh_database())


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """An empty record in a database of either kind."""
    found = open_store(address)
    yield found
    found.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of an SQLite database that is not there yet."""
    return tmp_path / "reviews.db"
