"""A real server on a free port and a real browser; a page that complains in its console fails its test."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.browser.steps import settle

sync_api = pytest.importorskip("playwright.sync_api", reason="pip install -r tests/requirements.txt")

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync")
START_SECONDS = 60

OpenPage = Callable[..., sync_api.Page]


@pytest.fixture(scope="session")
def app_url(assets: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app, started as users start it; `assets` makes sure that there is a model to serve."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path_factory.mktemp("server") / "log.txt"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true",
               "--server.address", "127.0.0.1", "--server.port", str(port)]
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait_until_healthy(f"http://127.0.0.1:{port}", server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def browser() -> Iterator[sync_api.Browser]:
    """The system's Chromium; where there is none, a failure with CI=true and a skip elsewhere."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        complain = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        complain("no browser for these tests: install one with `apt-get install chromium`, or Google Chrome")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def context(browser: sync_api.Browser) -> Callable[[int, bool], sync_api.BrowserContext]:
    """One browser profile for each width and theme, shared by all tests: the app's scripts are read once."""

    @cache
    def of(width: int, dark: bool) -> sync_api.BrowserContext:
        found = browser.new_context(viewport={"width": width, "height": 900}, accept_downloads=True,
                                    color_scheme="dark" if dark else "light")
        found.set_default_timeout(20_000)
        return found

    return of


@pytest.fixture
def open_page(context: Callable[[int, bool], sync_api.BrowserContext], app_url: str) -> Iterator[OpenPage]:
    """Opens the app at a path, a width and a theme; afterwards no page may have complained or asked another host."""
    pages, complaints = [], []

    def open_at(path: str = "/", width: int = 1440, dark: bool = False) -> sync_api.Page:
        page = context(width, dark).new_page()
        pages.append(page)
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: _is_foreign(request.url) and complaints.append(f"asked for {request.url}"))
        page.goto(app_url + path)
        settle(page)
        return page

    yield open_at
    for page in pages:
        page.close()
    assert not complaints


@pytest.fixture
def page(open_page: OpenPage) -> sync_api.Page:
    """The app's first page in a wide window and the light theme."""
    return open_page()


def _is_foreign(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "data:", "blob:"))


def _wait_until_healthy(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=2).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the app did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}")
