"""The server itself: when it is ready, what it says about its model, and the security headers of its responses."""

import base64
import hashlib
import json
import re
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from classifier import artifacts
from tests.browser.server import ROOT, served

READY_SECONDS = 90


def get(url: str) -> HTTPResponse:
    """Fetch an address, whatever its status."""
    try:
        return urllib.request.urlopen(url, timeout=10)
    except urllib.error.HTTPError as error:
        return error  # type: ignore[return-value]


def wait_for_model(url: str) -> str:
    """What the server says about its model once loading has ended."""
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        model = json.loads(get(f"{url}/api/health").read())["model"]
        if model != "loading":
            return str(model)
        time.sleep(0.2)
    raise AssertionError("the model is still loading")


@pytest.fixture(scope="module")
def fresh_url(assets: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that has only just begun to answer."""
    with served(tmp_path_factory.mktemp("fresh") / "log.txt") as server:
        yield server.url


def test_the_page_is_served_while_the_model_is_loading(fresh_url: str) -> None:
    health, page = get(f"{fresh_url}/api/health"), get(fresh_url)
    assert (health.status, json.loads(health.read()), page.status) == (503, {"model": "loading"}, 200)


def test_the_model_becomes_ready_without_a_visitor(fresh_url: str) -> None:
    assert wait_for_model(fresh_url) == "ready"
    assert get(f"{fresh_url}/api/health").status == 200


@pytest.mark.parametrize("path", ["/", "/metrics", "/api/health", "/_stcore/health"])
def test_every_answer_carries_the_security_headers(app_url: str, path: str) -> None:
    headers = get(app_url + path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_no_script_but_the_servers_own_may_run(app_url: str) -> None:
    directives = get(app_url).headers["Content-Security-Policy"].split("; ")
    scripts = next(directive for directive in directives if directive.startswith("script-src"))
    assert "unsafe" not in scripts


def test_the_one_script_inside_streamlits_page_is_allowed_by_its_hash(app_url: str) -> None:
    answer = get(app_url)
    (script,) = re.findall(r"<script>(.*?)</script>", answer.read().decode(), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer.headers["Content-Security-Policy"]


def test_a_script_that_is_put_into_the_page_does_not_run(app_url: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(app_url)
    ran = page.evaluate("""() => {
        const script = document.createElement('script');
        script.textContent = 'window.ran = true';
        document.head.append(script);
        return window.ran === true;
    }""")
    page.close()
    assert not ran


@pytest.fixture
def damaged_root(assets: Path, tmp_path: Path) -> Path:
    """A copy of the project whose model is damaged."""
    root = tmp_path / "project"
    root.mkdir()
    shutil.copy(ROOT / "app.py", root)
    for folder in ("classifier", ".streamlit", "assets"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "assets" / artifacts.MODEL).write_bytes(b"damaged")
    return root


def test_a_damaged_model_is_said_by_the_server_and_on_the_page(
    damaged_root: Path, browser: Browser, tmp_path: Path
) -> None:
    with served(tmp_path / "log.txt", damaged_root) as server:
        assert wait_for_model(server.url) == "broken"
        assert get(f"{server.url}/api/health").status == 503
        page = browser.new_page()
        page.goto(server.url)
        expect(page.get_by_text("does not match its SHA-256")).to_be_visible(timeout=60_000)
        page.close()
    assert f"The file {artifacts.MODEL}" in (tmp_path / "log.txt").read_text(encoding="utf-8")
