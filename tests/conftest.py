"""What the tests share: a small data set, miniature NLTK corpora, and the real data if it is available."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests import small_corpora, small_data
from tests.secrets_file import SecretsFile, secrets_file

if TYPE_CHECKING:
    from tests import postgresql

# No deadline: a busy machine is not a fault of the code. And every run tries the same cases.
settings.register_profile("project", deadline=None, derandomize=True, print_blob=False)
settings.load_profile("project")

ASSETS = Path(__file__).resolve().parents[1] / "assets"


@pytest.fixture(scope="session")
def small_dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a small data set in the format of the public one."""
    return small_data.write(tmp_path_factory.mktemp("data"), small_data.rows())


@pytest.fixture(scope="session")
def corpora_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of miniature NLTK corpora, not yet in use."""
    return small_corpora.write(tmp_path_factory.mktemp("nltk_data"))


@pytest.fixture
def small_nltk(corpora_folder: Path) -> Iterator[Path]:
    """NLTK reads the miniature corpora during the test."""
    with small_corpora.installed(corpora_folder) as folder:
        yield folder


@pytest.fixture
def secrets(tmp_path: Path) -> Iterator[SecretsFile]:
    """The server's secrets, of which there are none before the test writes some."""
    with secrets_file(tmp_path) as found:
        yield found


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Folder of the public data set, named by DISASTER_DATA."""
    folder = os.environ.get("DISASTER_DATA")
    if not folder:
        pytest.skip("set DISASTER_DATA to the folder of disaster_messages.csv and disaster_categories.csv")
    return Path(folder)


@pytest.fixture(scope="session")
def assets() -> Path:
    """The shipped artefacts; a test that lacks one of them fails."""
    return ASSETS


@pytest.fixture(scope="session")
def small_assets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Complete artefacts of a small, untrained network, as training would write them."""
    from tests import small_artifacts

    return small_artifacts.write(tmp_path_factory.mktemp("small") / "assets")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator["postgresql.Server"]:
    """One database server for all tests; each uses a database of its own. A skip where PostgreSQL is not installed."""
    from tests import postgresql

    with postgresql.served() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/reviews.db"
    return str(request.getfixturevalue("postgresql_server").fresh_database())
