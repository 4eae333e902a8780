"""Records of reviews, empty."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from classifier.reviews.store import Store, open_store


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
