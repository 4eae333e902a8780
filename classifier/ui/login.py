"""Who may use the server: everybody, unless its secrets ask for a login. The one rule, for pages and for routes."""

import json
import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from streamlit import config
from streamlit.auth_util import (
    get_cookie_with_chunks,
    get_origin_from_redirect_uri,
    is_authlib_installed,
    validate_auth_credentials,
)
from streamlit.errors import StreamlitAuthError
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from classifier.api.refusal import Refusal
from classifier.ui.allow_list import AllowList, AllowListError, read_allow_list

LOGIN, ALLOWED = "auth", "allowed"
"""Sections of the secrets: Streamlit's own, and the one of the allow-list."""

DEFAULT = "default"
INSTALL = "pip install -r classifier/ui/requirements.txt"

_required_before = threading.Event()


@dataclass(frozen=True)
class Obstacle:
    """Why nobody can log in, and the command that changes it, if there is one."""

    sentence: str
    command: str = ""


@dataclass(frozen=True)
class Rule:
    """A login is required, and an address on the allow-list if there is one."""

    allow_list: AllowList | None
    providers: tuple[str, ...]
    """Where people can log in: `default` is described in `[auth]` itself, the others in sections of their own there."""

    def obstacle(self) -> Obstacle | None:
        """What keeps everybody from logging in, if anything."""
        if not is_authlib_installed():
            return Obstacle(
                "Nobody can log in yet, because a package is missing on the server. This installs it:", INSTALL
            )
        try:
            for provider in self.providers:
                validate_auth_credentials(provider)
        except StreamlitAuthError:
            return Obstacle(
                "Nobody can log in yet: [auth] in the server's secrets is not complete. The README says what it needs."
            )
        return None

    def check(self, user: Mapping[str, object]) -> None:
        """Refusal for somebody who has not logged in, or is not on the list; `user` is what Streamlit knows of them."""
        if user.get("is_logged_in") is not True:
            raise Refusal(
                HTTPStatus.UNAUTHORIZED,
                "This server has a login: send the cookie that the browser got when you logged in.",
            )
        if self.allow_list is None or self.allow_list.admits(user):
            return
        if user.get("email_verified") is not True:
            raise Refusal(
                HTTPStatus.FORBIDDEN,
                "You have logged in, but your login provider does not confirm that your address is really yours.",
            )
        raise Refusal(HTTPStatus.FORBIDDEN, "You have logged in, but you are not among those who may use this app.")


def rule() -> Rule | None:
    """The rule at this moment, read from the secrets anew; None if there is no login.

    Raises Refusal if the secrets are not in order: then nobody is admitted. A login that has been there stays until
    the server ends, whatever becomes of the file, which may be gone while somebody saves it.
    """
    secrets = _secrets()
    if LOGIN in secrets or ALLOWED in secrets:
        _required_before.set()
    if not _required_before.is_set():
        return None
    section = secrets.get(LOGIN)
    if not isinstance(section, Mapping):
        raise _closed("the secrets of this server have no section [auth]")
    if not _is_callback(section.get("redirect_uri")):
        raise _closed("in [auth], redirect_uri is not an address that ends with /oauth2callback")
    secret = section.get("cookie_secret")
    if not isinstance(secret, str) or not secret.strip():  # everybody could sign a cookie with an empty one
        raise _closed("in [auth], cookie_secret is not a text, or an empty one")
    try:
        allow_list = read_allow_list(secrets[ALLOWED]) if ALLOWED in secrets else None
    except AllowListError as error:
        raise _closed(f"the list of those who may use this app is not in order. {error}") from error
    named = tuple(name for name, value in section.items() if isinstance(value, Mapping) and "client_id" in value)
    return Rule(allow_list, (*((DEFAULT,) if "client_id" in section or not named else ()), *named))


def check_cookies(cookies: Mapping[str, str]) -> None:
    """Refusal unless there is no login, or the cookies are those of somebody who may use the server."""
    found = rule()
    if found is not None:
        found.check(_user(cookies))


def complain() -> None:
    """Say in the server's log why nobody can use the server, if that is so."""
    log = logging.getLogger(__name__)
    try:
        found = rule()
    except Refusal as refusal:
        log.error("%s", refusal)
        return
    obstacle = None if found is None else found.obstacle()
    if obstacle is not None:
        log.error("%s", f"{obstacle.sentence} {obstacle.command}".rstrip())


def _secrets() -> Mapping[str, object]:
    """All secrets as they are in the files now.

    Streamlit itself sees a change after a moment, and none at all once a file was gone or could not be read.
    """
    found: dict[str, object] = {}
    try:
        for path in config.get_option("secrets.files"):
            found.update(secrets_singleton._parse_file_path(path)[0])
    except Exception as error:  # whatever is wrong with a file: nobody knows whether it asks for a login
        raise _closed("the file with the secrets of this server cannot be read") from error
    if secrets_singleton._secrets not in (None, found):
        secrets_singleton._reset()
    return found


def _is_callback(address: object) -> bool:
    try:
        parts = urlsplit(address) if isinstance(address, str) else None
    except ValueError:
        return False
    return parts is not None and bool(parts.scheme and parts.netloc) and parts.path.endswith("/oauth2callback")


def _closed(reason: str) -> Refusal:
    return Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, f"Nobody can use this app now: {reason.rstrip('.')}.")


def _user(cookies: Mapping[str, str]) -> Mapping[str, object]:
    """Who logged in here, if the signature is the server's own and not out of date, as Streamlit checks it."""

    def signed(name: str) -> bytes | None:
        return decode_signed_value(get_cookie_secret(), name, cookies.get(name, "").encode("latin-1", "replace"))

    content = get_cookie_with_chunks(signed, USER_COOKIE_NAME)
    origin = get_origin_from_redirect_uri()
    if content is None or origin is None:
        return {}
    user = json.loads(content)
    return user if isinstance(user, dict) and user.get("origin") == origin else {}
