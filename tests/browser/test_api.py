"""The interface for programs on a real server: as the README shows it, behind a login, and under large bodies."""

import contextlib
import http.client
import io
import json
import re
import shlex
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from classifier.api.description import LOGIN_COOKIE
from classifier.api.schema import MAX_BYTES
from tests.browser.server import ROOT, served
from tests.browser.test_server import wait_for_model

README = (ROOT / "README.md").read_text(encoding="utf-8")
ADDRESS = "http://localhost:8501"
SECRET, ORIGIN = "a secret of this test, long enough", "https://demo.example.org"
MESSAGE = "a message that no log may hold: water"


def ask(url: str, content: bytes, headers: dict[str, str] | None = None) -> tuple[int, Any]:
    """Send JSON; the status and what is answered."""
    request = urllib.request.Request(url, content, {"Content-Type": "application/json"} | (headers or {}))
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


@pytest.fixture(scope="module")
def url(app_url: str) -> str:
    """The address of the app, whose model is ready."""
    assert wait_for_model(app_url) == "ready"
    return app_url


def test_the_python_of_the_readme_works(url: str) -> None:
    (block,) = (block for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if ADDRESS in block)
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        exec(block.replace(ADDRESS, url), {})
    assert "water" in shown.getvalue()


def test_the_curl_of_the_readme_works(url: str) -> None:
    (command,) = (line for line in README.splitlines() if line.startswith("curl "))
    words = shlex.split(command.replace(ADDRESS, url))
    options = dict(zip(words[2::2], words[3::2], strict=True))
    name, _, value = options["-H"].partition(": ")
    status, answered = ask(words[1], options["-d"].encode(), {name: value})
    assert (status, len(answered["answers"])) == (200, 2)


def test_a_body_over_the_limit_is_refused_though_its_length_is_not_announced(url: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    pieces = (b" " * (1 << 20) for _ in range((MAX_BYTES >> 20) + 1))
    connection.request("POST", "/api/classify", pieces, {"Content-Type": "application/json"}, encode_chunked=True)
    answer = connection.getresponse()
    assert (answer.status, "larger than" in json.load(answer)["error"]) == (413, True)
    connection.close()


def test_a_body_that_never_ends_is_answered_all_the_same(url: str) -> None:
    address = urlsplit(url)
    with socket.create_connection((str(address.hostname), address.port or 80), timeout=60) as client:
        head = "POST /api/classify HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        client.sendall(head.encode() + b"Transfer-Encoding: chunked\r\n\r\n")
        for _ in range((MAX_BYTES >> 20) + 1):
            client.sendall(b"100000\r\n" + b" " * (1 << 20) + b"\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 413")


@dataclass(frozen=True)
class Guarded:
    """A server with a login: its address and its log."""

    url: str
    log: Path


@pytest.fixture(scope="module")
def guarded(assets: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """A server with a login, whose model is ready."""
    folder = tmp_path_factory.mktemp("guarded")
    secrets = f'[auth]\nredirect_uri = "{ORIGIN}/oauth2callback"\ncookie_secret = "{SECRET}"\n'
    (folder / "secrets.toml").write_text(secrets, encoding="utf-8")
    environment = {"STREAMLIT_SECRETS_FILES": str(folder / "secrets.toml")}
    with served(folder / "log.txt", environment=environment) as server:
        assert wait_for_model(server.url) == "ready"  # /api/health asks for no login
        yield Guarded(server.url, folder / "log.txt")


def cookie(secret: str = SECRET, origin: str = ORIGIN, logged_in: bool = True, name: str = LOGIN_COOKIE) -> str:
    """The cookie that Streamlit sets once somebody has logged in."""
    user = json.dumps({"email": "someone@example.org", "origin": origin, "is_logged_in": logged_in})
    return f"{LOGIN_COOKIE}={create_signed_value(secret, name, user).decode()}"


def test_whoever_has_logged_in_is_answered(guarded: Guarded) -> None:
    content = json.dumps({"messages": [MESSAGE]}).encode()
    status, answered = ask(f"{guarded.url}/api/classify", content, {"Cookie": cookie()})
    assert (status, answered["answers"][0]["language"]) == (200, "en")


@pytest.mark.parametrize(
    "sent",
    [
        "",
        f"{LOGIN_COOKIE}=nonsense",
        cookie()[:-1],
        cookie(secret="another secret of the same length"),
        cookie(origin="https://elsewhere.example"),
        cookie(logged_in=False),
        cookie(name="another"),
        f"{LOGIN_COOKIE}=" + "é" * 3,
    ],
)
@pytest.mark.parametrize("path", ["classify", "labels", "openapi.json"])
def test_without_the_cookie_of_a_login_nothing_is_answered(guarded: Guarded, path: str, sent: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(guarded.url).netloc, timeout=60)
    content = json.dumps({"messages": [MESSAGE]}) if path == "classify" else None
    headers = {"Content-Type": "application/json", "Cookie": sent.encode()}
    connection.request("POST" if content else "GET", f"/api/{path}", content, headers)  # type: ignore[arg-type]
    answer = connection.getresponse()
    assert (answer.status, list(json.load(answer))) == (401, ["error"])
    connection.close()


def test_no_message_and_no_traceback_is_logged(guarded: Guarded) -> None:
    for content in ({"messages": [MESSAGE]}, {"messages": [MESSAGE, 1]}, {MESSAGE: MESSAGE}):
        ask(f"{guarded.url}/api/classify", json.dumps(content).encode(), {"Cookie": cookie()})
    log = guarded.log.read_text(encoding="utf-8", errors="replace")
    assert [word for word in (MESSAGE, "Traceback") if word in log] == []
