"""The password of a database is neither on the page nor in the log of a real server that cannot use the database."""

import asyncio
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.postgresql import USER, Server
from tests.visitor import visit
from tests.warm_server import WarmServer, start, warm_servers

PASSWORD = "hunter 2/of:troy"
QUOTED = quote(PASSWORD, safe="")
SECTION = "[connections.reviews]\n"


async def shown(server: WarmServer) -> str:
    """All that the page sends to somebody who wants to review."""
    async with visit(server.url, "review") as visitor:
        first = b"".join(visitor.received)
        try:
            second = await visitor.choose("Ann", "reviewer_name")
        except LookupError:  # the page does not even ask for a name
            second = b""
    return (first + second).decode("utf-8", "replace")


def shown_and_logged(folder: Path, variable: str = "", secrets: str | None = None) -> tuple[str, str]:
    """What the page and the log say, with an address in the variable or in a file of secrets."""
    options = []
    if secrets is not None:
        (folder / "secrets.toml").write_text(secrets, encoding="utf-8")
        options = ["--secrets.files", str(folder / "secrets.toml")]
    log = folder / "log.txt"
    with warm_servers(start(log, {"CLASSIFIER_REVIEWS_URL": variable}, "--logger.level", "debug", *options)) as (one,):
        page = asyncio.run(shown(one))
    return page, log.read_text(encoding="utf-8")


def leaked(text: str) -> list[str]:
    """The password in each form that is in a text."""
    return [form for form in (PASSWORD, QUOTED, "hunter") if form in text]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (f"postgresql://{USER}:{QUOTED}@127.0.0.1:{{port}}/postgres", "password authentication failed"),
        (f"postgresql://{USER}:{QUOTED}@no-such-host.invalid/postgres", "cannot be reached"),
        (f"postgresql://{USER}:{QUOTED}@{QUOTED}@127.0.0.1:1/postgres", "write an @ in a password as %40"),
        (f"postgresql://127.0.0.1:1/postgres?user={USER}&password={QUOTED}", "cannot be reached"),
    ],
)
def test_a_password_in_the_secrets_is_neither_on_the_page_nor_in_the_log(
    address: str, sentence: str, postgresql_server: Server, tmp_path: Path
) -> None:
    url = address.replace("{port}", str(postgresql_server.port))
    page, log = shown_and_logged(tmp_path, secrets=f'{SECTION}url = "{url}"\n')
    assert sentence in page
    assert leaked(page + log) == []


def test_a_password_in_the_variable_is_neither_on_the_page_nor_in_the_log(
    postgresql_server: Server, tmp_path: Path
) -> None:
    page, log = shown_and_logged(tmp_path, f"postgresql://{USER}:{QUOTED}@127.0.0.1:{postgresql_server.port}/postgres")
    assert "password authentication failed" in page
    assert leaked(page + log) == []


@pytest.mark.parametrize(
    ("secrets", "sentence"),
    [
        (f'{SECTION}url = "postgresql://ann:{QUOTED}@host/reviews\n', "secrets of this server cannot be read"),
        (f'{SECTION}host = "host"\npassword = "{QUOTED}"\n', "names no database"),
        (f"[connections]\nreviews = '{QUOTED}'\n", "names no database"),
    ],
)
def test_secrets_that_name_no_database_are_refused_without_repeating_them(
    secrets: str, sentence: str, tmp_path: Path
) -> None:
    page, log = shown_and_logged(tmp_path, secrets=secrets)
    assert sentence in page
    assert leaked(page + log) == []
