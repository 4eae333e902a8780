"""The app on a free port of this machine, started as users start it, and the system's browser."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
START_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running server: its address and its process id."""

    url: str
    pid: int


@contextmanager
def served(
    log: Path,
    root: Path = ROOT,
    script: str = "app.py",
    python: str = sys.executable,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """Serve a script for the length of the block; what the server says goes into `log`.

    `environment` holds variables that differ from those of this process.
    """
    port = str(free_port())
    options = ["--server.headless", "true", "--server.address", "127.0.0.1", "--server.port", port]
    command = [python, "-m", "streamlit", "run", script, *options]
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=root, env={**os.environ, **(environment or {})}, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}", server, log)
        yield Server(f"http://127.0.0.1:{port}", server.pid)
    finally:
        server.kill()  # there is nothing to save
        server.wait()


def find_browser() -> str | None:
    """Path of the system's Chromium or Chrome."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def free_port() -> int:
    """A port of the loopback that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until the app answers at an address, or say what stands in the log of whoever should answer."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=2).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the app did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}")
