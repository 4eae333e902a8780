"""The server's secrets, as a test wants them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from streamlit import config
from streamlit.runtime.secrets import secrets_singleton

from classifier.ui import login


class SecretsFile:
    """A file of secrets that is not there at first."""

    def __init__(self, path: Path) -> None:
        """Name the file."""
        self.path = path

    def write(self, content: str) -> None:
        """Write the file, as somebody does while the server runs."""
        self.path.write_text(content, encoding="utf-8")


@contextmanager
def secrets_file(folder: Path) -> Iterator[SecretsFile]:
    """A server that has just been started and has its secrets in a file in `folder`."""
    before = config.get_option("secrets.files")
    _restart([str(folder / "secrets.toml")])
    yield SecretsFile(folder / "secrets.toml")
    _restart(before)


def _restart(files: list[str]) -> None:
    config._set_option("secrets.files", files, "test")
    secrets_singleton._reset()
    login._required_before.clear()
