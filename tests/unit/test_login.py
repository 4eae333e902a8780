"""Who may use the server: everybody, unless its secrets configure a login."""

import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from streamlit.auth_util import set_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from classifier.api.refusal import Refusal
from classifier.ui import login
from tests.secrets_file import SecretsFile

ROOT = Path(login.__file__).resolve().parents[2]
ORIGIN, SECRET = "https://demo.example.org", "a secret of this test, long enough"
AUTH = f'[auth]\nredirect_uri = "{ORIGIN}/oauth2callback"\ncookie_secret = "{SECRET}"\n'


def admits(cookies: dict[str, str]) -> bool:
    """Whether somebody with these cookies may use the server."""
    return status(cookies) == 200


def status(cookies: dict[str, str]) -> int:
    """With which status the server would answer."""
    try:
        login.check_cookies(cookies)
    except Refusal as refusal:
        return refusal.status
    return 200


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


def test_without_secrets_everybody_is_admitted(secrets: SecretsFile) -> None:
    assert admits({})


def test_secrets_without_a_login_admit_everybody(secrets: SecretsFile) -> None:
    secrets.write('key = "value"\n')
    assert admits({})


def test_a_login_admits_whoever_has_the_cookie_of_it(secrets: SecretsFile) -> None:
    secrets.write(AUTH)
    assert not admits({})
    assert admits(cookies())


def test_a_cookie_in_several_parts_is_read_whole(secrets: SecretsFile) -> None:
    secrets.write(AUTH)
    parts = cookies(groups=[sha256(bytes([number])).hexdigest() for number in range(200)])
    assert len(parts) > 2
    assert admits(parts)
    parts.popitem()
    assert not admits(parts)


@pytest.mark.parametrize("user", [{"origin": "https://elsewhere.example"}, {"is_logged_in": False}, {"origin": None}])
def test_a_signed_cookie_of_something_else_is_not_enough(secrets: SecretsFile, user: dict[str, object]) -> None:
    secrets.write(AUTH)
    assert not admits(cookies(**user))


def test_a_cookie_that_another_server_signed_is_not_enough(secrets: SecretsFile) -> None:
    secrets.write(AUTH.replace(SECRET, "another secret, just as long"))
    assert not admits(cookies())


def test_a_cookie_ends_at_once_with_another_secret(secrets: SecretsFile) -> None:
    secrets.write(AUTH)
    assert admits(cookies())
    secrets.write("auth = [")  # after which Streamlit does not look at the file again
    assert status(cookies()) == 500
    secrets.write(AUTH)
    assert admits(cookies())
    secrets.write(AUTH.replace(SECRET, "another secret, just as long"))
    assert status(cookies()) == 401


@pytest.mark.parametrize("secret", ['""', '" "', "1234567890123456", "[]", "true"])
def test_a_secret_that_is_none_admits_nobody(secrets: SecretsFile, secret: str) -> None:
    secrets.write(AUTH.replace(f'"{SECRET}"', secret))
    with pytest.raises(Refusal, match=r"cookie_secret is not a text, or an empty one"):
        login.check_cookies({})


@pytest.mark.parametrize(
    "address", ["5", '""', '"/oauth2callback"', '"http://[bad/oauth2callback"', '"https://demo.example.org/callback"']
)
def test_a_login_that_leads_nowhere_admits_nobody(secrets: SecretsFile, address: str) -> None:
    secrets.write(AUTH.replace(f'"{ORIGIN}/oauth2callback"', address))
    with pytest.raises(Refusal, match=r"redirect_uri is not an address that ends with /oauth2callback"):
        login.check_cookies({})


@pytest.mark.parametrize("line", [1, 2])
def test_a_login_that_lacks_a_line_admits_nobody(secrets: SecretsFile, line: int) -> None:
    lines = AUTH.splitlines(keepends=True)
    secrets.write("".join(lines[:line] + lines[line + 1 :]))
    assert status(cookies()) == 500


@pytest.mark.parametrize("content", ["[auth]\n", "[[auth]]\n", "auth = [", AUTH + "=\n"])
def test_secrets_that_are_not_in_order_admit_nobody(secrets: SecretsFile, content: str) -> None:
    secrets.write(content)
    assert not admits({})
    assert not admits({USER_COOKIE_NAME: json.dumps({"is_logged_in": True})})


ANN = {"email": "Ann@Example.org", "email_verified": True}
LIST = '[allowed]\ndomains = ["example.org"]\n'


def test_with_an_allow_list_a_login_is_not_enough(secrets: SecretsFile) -> None:
    secrets.write(AUTH + LIST)
    found = [{}, cookies(), cookies(email="eve@evil.example", email_verified=True), cookies(**ANN)]
    assert [status(one) for one in found] == [401, 403, 403, 200]


def test_the_allow_list_is_read_anew_each_time(secrets: SecretsFile) -> None:
    secrets.write(AUTH + LIST)
    assert admits(cookies(**ANN))
    secrets.path.write_text(AUTH + LIST.replace("example", "elsewhere"), encoding="utf-8")
    assert not admits(cookies(**ANN))


@pytest.mark.parametrize(
    "section", ["[allowed]\n", '[allowed]\ndomains = "example.org"\n', "[[allowed]]\n", "[allowed]\ndomain = []\n"]
)
def test_an_allow_list_that_is_not_in_order_admits_nobody(secrets: SecretsFile, section: str) -> None:
    secrets.write(AUTH + section)
    assert status(cookies(**ANN)) == 500


@pytest.mark.parametrize("content", [LIST, "allowed = 1\n", "auth = 1\n" + LIST])
def test_an_allow_list_without_a_login_admits_nobody(secrets: SecretsFile, content: str) -> None:
    secrets.write(content)
    assert status(cookies(**ANN)) == 500


def test_secrets_that_are_no_text_admit_nobody(secrets: SecretsFile) -> None:
    secrets.path.write_bytes(b"\xff\xfe")
    assert not admits({})


def test_a_folder_in_the_place_of_the_secrets_admits_nobody(secrets: SecretsFile) -> None:
    secrets.path.mkdir()
    assert not admits({})


@pytest.mark.parametrize("content", ["", 'key = "value"\n', None])
def test_a_login_that_is_gone_from_the_secrets_is_still_required(secrets: SecretsFile, content: str | None) -> None:
    secrets.write(AUTH)
    assert admits(cookies())
    if content is None:
        secrets.path.unlink()
    else:
        secrets.write(content)
    assert status({}) == 500


def test_every_provider_that_is_described_is_offered(secrets: SecretsFile) -> None:
    secrets.write(AUTH + 'client_id = "a"\n[auth.okta]\nclient_id = "b"\n[auth.client_kwargs]\nprompt = "login"\n')
    found = login.rule()
    assert found is not None
    assert found.providers == ("default", "okta")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (AUTH, "Nobody can log in yet: [auth] in the server's secrets is not complete"),
        (AUTH + LIST.replace("domains", "domain"), "the list of those who may use this app is not in order"),
        ("auth = 1\n", "the secrets of this server have no section [auth]"),
    ],
)
def test_a_server_that_nobody_can_use_says_so_when_it_starts(tmp_path: Path, content: str, sentence: str) -> None:
    assert sentence in said_at_start(tmp_path, content)


def test_a_server_without_authlib_says_at_start_how_to_install_it(tmp_path: Path) -> None:
    provider = 'client_id = "a"\nclient_secret = "b"\nserver_metadata_url = "https://login.example.org"\n'
    assert said_at_start(tmp_path, AUTH + provider) == ""
    (tmp_path / "authlib.py").write_text("raise ImportError", encoding="utf-8")
    assert said_at_start(tmp_path, AUTH + provider).endswith(f"This installs it: {login.INSTALL}\n")


def said_at_start(folder: Path, content: str) -> str:
    """What a server that is started in a folder, with these secrets, writes into its log before it answers."""
    (folder / ".streamlit").mkdir(exist_ok=True)
    (folder / ".streamlit" / "secrets.toml").write_text(content, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])}
    command = [sys.executable, "-c", "import app"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True).stderr
