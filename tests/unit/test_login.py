"""Who may ask the routes beside the pages: everybody, unless the server's secrets configure a login."""

import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from streamlit import config
from streamlit.auth_util import set_cookie_with_chunks
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from classifier.ui import login

ORIGIN, SECRET = "https://demo.example.org", "a secret of this test, long enough"
AUTH = f'[auth]\nredirect_uri = "{ORIGIN}/oauth2callback"\ncookie_secret = "{SECRET}"\n'

Write = Callable[[str], None]


@pytest.fixture
def secrets(tmp_path: Path) -> Iterator[Write]:
    """Writes the server's secrets, of which there are none before."""
    path, before = tmp_path / "secrets.toml", config.get_option("secrets.files")

    def write(content: str) -> None:
        path.write_text(content, encoding="utf-8")
        secrets_singleton._reset()

    config._set_option("secrets.files", [str(path)], "test")
    secrets_singleton._reset()
    yield write
    config._set_option("secrets.files", before, "test")
    secrets_singleton._reset()


def cookies(**user: object) -> dict[str, str]:
    """The cookies that Streamlit sets for somebody who has logged in, several where they are long."""
    found: dict[str, str] = {}

    def sign(name: str, value: str) -> bytes:
        return create_signed_value(SECRET, name, value)

    def keep(name: str, value: str) -> None:
        found[name] = sign(name, value).decode()

    content = {"origin": ORIGIN, "is_logged_in": True, **user}
    set_cookie_with_chunks(keep, sign, USER_COOKIE_NAME, content, cookie_attr_size=60)
    return found


def test_without_secrets_everybody_is_admitted(secrets: Write) -> None:
    assert login.admits({})


def test_secrets_without_a_login_admit_everybody(secrets: Write) -> None:
    secrets('key = "value"\n')
    assert login.admits({})


def test_a_login_admits_whoever_has_the_cookie_of_it(secrets: Write) -> None:
    secrets(AUTH)
    assert not login.admits({})
    assert login.admits(cookies())


def test_a_cookie_in_several_parts_is_read_whole(secrets: Write) -> None:
    secrets(AUTH)
    parts = cookies(groups=[sha256(bytes([number])).hexdigest() for number in range(200)])
    assert len(parts) > 2
    assert login.admits(parts)
    parts.popitem()
    assert not login.admits(parts)


@pytest.mark.parametrize("user", [{"origin": "https://elsewhere.example"}, {"is_logged_in": False}, {"origin": None}])
def test_a_signed_cookie_of_something_else_is_not_enough(secrets: Write, user: dict[str, object]) -> None:
    secrets(AUTH)
    assert not login.admits(cookies(**user))


def test_a_cookie_that_another_server_signed_is_not_enough(secrets: Write) -> None:
    secrets(AUTH.replace(SECRET, "another secret, just as long"))
    assert not login.admits(cookies())


def test_a_login_without_an_address_admits_nobody(secrets: Write) -> None:
    secrets(f'[auth]\ncookie_secret = "{SECRET}"\n')
    assert not login.admits(cookies(origin=None))


@pytest.mark.parametrize("content", ["[auth]\n", "auth = [", AUTH + "=\n"])
def test_secrets_that_are_not_in_order_admit_nobody(secrets: Write, content: str) -> None:
    secrets(content)
    assert not login.admits({})
    assert not login.admits({USER_COOKIE_NAME: json.dumps({"is_logged_in": True})})
