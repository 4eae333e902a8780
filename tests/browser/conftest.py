"""A real server on a free port and a real browser; a page that complains in its console fails its test."""

import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.browser.server import ARGUMENTS, find_browser, served
from tests.browser.steps import settle, watch_runs

sync_api = pytest.importorskip("playwright.sync_api", reason="pip install -r tests/requirements.txt")

OpenPage = Callable[..., sync_api.Page]
sync_api.expect.set_options(timeout=60_000)


@pytest.fixture(scope="session")
def app_url(assets: Path, small_dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running app; `assets` makes sure that there is a model to serve."""
    environment = {"DISASTER_DATA": str(small_dataset)}
    with served(tmp_path_factory.mktemp("server") / "log.txt", environment=environment) as server:
        yield server.url


@pytest.fixture(scope="session")
def browser() -> Iterator[sync_api.Browser]:
    """The system's browser; where there is none, a failure with CI=true and a skip elsewhere."""
    path = find_browser()
    if path is None:
        complain = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        complain("no browser for these tests: install one with `apt-get install chromium`, or Google Chrome")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def context(browser: sync_api.Browser) -> Callable[[int, bool], sync_api.BrowserContext]:
    """One browser profile per width and theme, shared by all tests: the app's scripts are loaded once."""

    @cache
    def of(width: int, dark: bool) -> sync_api.BrowserContext:
        found = browser.new_context(
            viewport={"width": width, "height": 900}, accept_downloads=True, color_scheme="dark" if dark else "light"
        )
        found.set_default_timeout(60_000)
        watch_runs(found)
        return found

    return of


@pytest.fixture
def open_page(context: Callable[[int, bool], sync_api.BrowserContext], app_url: str) -> Iterator[OpenPage]:
    """Opens the app at a path, a width and a theme; no page may complain in its console or contact another host."""
    pages, complaints = [], []

    def open_at(path: str = "/", width: int = 1440, dark: bool = False, height: int = 900) -> sync_api.Page:
        page = context(width, dark).new_page()
        page.set_viewport_size({"width": width, "height": height})
        pages.append(page)
        page.on("console", lambda message: _is_complaint(message) and complaints.append(message.text))
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


def _is_complaint(message: sync_api.ConsoleMessage) -> bool:
    """An error; opened at a page's own address, Streamlit first asks for its own routes below that, in vain."""
    return message.type == "error" and not ("/_stcore/" in message.location["url"] and "404" in message.text)


def _is_foreign(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "data:", "blob:"))
