"""A PostgreSQL server of one's own, on a free port of the loopback, for as long as tests need it."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

ACCOUNT = "postgres"
"""Debian's account for servers: PostgreSQL refuses to run as root."""

USER, PASSWORD = "reviewer", "s3cret/pass@word"
QUOTED = "s3cret%2Fpass%40word"


class Server:
    """A running server; its data lies in a temporary folder."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        """Make an empty server that asks for a password, and start it."""
        self._binaries, self._folder, self._numbers = binaries, folder, count()
        self.port = _free_port()
        (folder / "password").write_text(PASSWORD, encoding="utf-8")
        if os.geteuid() == 0:
            for path in (folder, folder / "password"):
                shutil.chown(path, ACCOUNT, ACCOUNT)
        options = ["--auth=scram-sha-256", f"--username={USER}", f"--pwfile={folder}/password", "--no-sync"]
        self._run("initdb", [f"--pgdata={folder}/data", "--encoding=UTF8", "--locale=C", *options])
        self.start()

    def start(self) -> None:
        """Start it; returns once it answers."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder}"
        self._run(
            "pg_ctl", ["start", "-w", f"--pgdata={self._folder}/data", "-o", options, "-l", f"{self._folder}/log"]
        )

    def stop(self) -> None:
        """Stop it as a crash would."""
        self._run("pg_ctl", ["stop", "-w", f"--pgdata={self._folder}/data", "--mode=immediate"])

    @property
    def tables(self) -> Path:
        """Where its tables are."""
        return self._folder / "data" / "base"

    def log(self) -> str:
        """What it has said so far."""
        return (self._folder / "log").read_text(encoding="utf-8")

    def fresh_database(self) -> str:
        """The address of a place that nobody has used: a schema, which is made sooner than a database."""
        name = f"reviews_{next(self._numbers)}"
        with psycopg.connect(self.address(), autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}")
        return f"{self.address()}?options=-csearch_path%3D{name}"

    def address(self) -> str:
        """The address of the server's own database, as a user writes it."""
        return f"postgresql://{USER}:{QUOTED}@127.0.0.1:{self.port}/postgres"

    def _run(self, program: str, options: Sequence[str]) -> None:
        user = ACCOUNT if os.geteuid() == 0 else None
        command = [str(self._binaries / program), *options]
        done = subprocess.run(command, cwd=self._folder, user=user, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        assert done.returncode == 0, done.stderr.decode()


@contextmanager
def served() -> Iterator[Server]:
    """A server, stopped and removed in the end; the test is skipped where PostgreSQL is not installed, except in CI."""
    binaries = _binaries()
    if binaries is None:
        missing = "PostgreSQL is not installed: apt-get install postgresql"
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    with tempfile.TemporaryDirectory(prefix="reviews-postgresql-") as folder:
        server = Server(binaries, Path(folder))
        try:
            yield server
        finally:
            server.stop()


def _binaries() -> Path | None:
    """The folder of the server's programs, which Debian does not put on the path."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None, key=lambda path: int(path.parent.name))


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
