"""Whether somebody has logged in, for routes beside the pages: Streamlit's own login, if the server has one."""

import json
from collections.abc import Mapping
from pathlib import Path

from streamlit import config
from streamlit.auth_util import get_cookie_with_chunks, get_origin_from_redirect_uri
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME


def is_required() -> bool:
    """Whether `[auth]` stands in the server's secrets, or may stand there: a file that cannot be read admits nobody."""
    if secrets_singleton.load_if_toml_exists():
        return secrets_singleton.has_key("auth")
    return any(Path(path).exists() for path in config.get_option("secrets.files"))


def admits(cookies: Mapping[str, str]) -> bool:
    """Whether there is no login, or else the cookies are those of somebody who has logged in here."""
    return not is_required() or _has_logged_in(cookies)


def _has_logged_in(cookies: Mapping[str, str]) -> bool:
    """Whether the signature is the server's own and not out of date, as Streamlit checks it for its pages."""

    def signed(name: str) -> bytes | None:
        return decode_signed_value(get_cookie_secret(), name, cookies.get(name, "").encode("latin-1", "replace"))

    content = get_cookie_with_chunks(signed, USER_COOKIE_NAME)
    if content is None:
        return False
    user, origin = json.loads(content), get_origin_from_redirect_uri()
    return user.get("is_logged_in") is True and origin is not None and user.get("origin") == origin
