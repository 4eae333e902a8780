"""Two servers behind the load balancer of the README: a visitor stays with one, WebSocket and uploads included."""

import os
import re
import shutil
import subprocess
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import islice
from pathlib import Path

import oidc_provider_mock
import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from classifier.ui.batch.chooser import MEGABYTES
from tests.benchmarks.messages import messages
from tests.browser.server import ROOT, free_port, served, wait_until_healthy
from tests.browser.steps import LOAD_MILLISECONDS, settle, watch_runs

(CONFIGURATION,) = re.findall(r"```nginx\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)

WHOLE = """
{user}
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    log_format who '$cookie_visitor $upstream_addr $status $request_uri';
    access_log {folder}/access.log who;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{content}
}}
"""
VISITORS = 2


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where nginx keeps its files."""
    return tmp_path_factory.mktemp("nginx")


@pytest.fixture(scope="module")
def balanced_url(app_url: str, folder: Path) -> Iterator[str]:
    """The address of nginx before two servers."""
    with served(folder / "second.log") as second, nginx(folder, free_port(), app_url, second.url) as url:
        yield url


@contextmanager
def nginx(folder: Path, port: int, first: str, second: str) -> Iterator[str]:
    """Run nginx before two servers; without nginx, a failure with CI=true and a skip elsewhere."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        complain = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        complain("no nginx for these tests: install it with `apt-get install nginx-light`")
    content = CONFIGURATION.replace("listen 80;", f"listen 127.0.0.1:{port};")
    content = content.replace("127.0.0.1:8501", first.removeprefix("http://"))
    content = content.replace("127.0.0.1:8502", second.removeprefix("http://"))
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(WHOLE.format(folder=folder, content=content, user=user), encoding="utf-8")
    process = subprocess.Popen([program, "-p", folder, "-e", folder / "error.log", "-c", folder / "nginx.conf"])
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}", process, folder / "error.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def visitors(browser: Browser, balanced_url: str) -> Iterator[list[Page]]:
    """Several people with browsers of their own, who have opened the app."""
    contexts = [browser.new_context() for _ in range(VISITORS)]
    for context in contexts:
        watch_runs(context)
    pages = [context.new_page() for context in contexts]
    for page in pages:
        page.goto(balanced_url)
        settle(page)
    yield pages
    for context in contexts:
        context.close()


def servers_of_visitors(folder: Path) -> dict[str, set[str]]:
    """The servers that answered each visitor, once known by the cookie."""
    found = defaultdict(set)
    for line in (folder / "access.log").read_text(encoding="utf-8").splitlines():
        visitor, server, *_ = line.split()
        if visitor != "-":
            found[visitor].add(server)
    return found


def test_sessions_work_and_every_visitor_stays_with_one_server(
    visitors: list[Page], folder: Path, tmp_path: Path
) -> None:
    table = pd.DataFrame({"message": list(islice(messages(), 12_000))})
    table.to_csv(tmp_path / "in.csv", index=False)
    for page in visitors:
        page.get_by_role("textbox", name="Message", exact=True).fill("We need water and food")
        page.get_by_role("button", name="Classify").click()
        page.get_by_text("Answered in").wait_for(timeout=LOAD_MILLISECONDS)
        page.get_by_role("link", name="Many messages").click()
        page.set_input_files("input[type=file]", tmp_path / "in.csv")
        page.get_by_role("button", name="Score").wait_for(timeout=LOAD_MILLISECONDS)
    known = [page.context.cookies()[0]["value"] for page in visitors]
    found = servers_of_visitors(folder)
    assert [len(found[visitor]) for visitor in known] == [1] * VISITORS
    assert (tmp_path / "in.csv").stat().st_size > 1 << 20  # more than nginx takes by itself


def test_a_page_of_this_very_site_may_ask_at_any_port(balanced_url: str) -> None:
    request = urllib.request.Request(f"{balanced_url}/api/openapi.json", headers={"Origin": balanced_url})
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.status == 200


def test_visitors_are_shared_out_among_the_servers(balanced_url: str, folder: Path) -> None:
    for _ in range(40):
        urllib.request.urlopen(f"{balanced_url}/?new", timeout=60).close()
    lines = (folder / "access.log").read_text(encoding="utf-8").splitlines()
    assert len({line.split()[1] for line in lines if "/?new" in line}) == 2


def test_the_load_balancer_takes_files_as_large_as_the_app_does() -> None:
    assert int(re.search(r"client_max_body_size (\d+)m", CONFIGURATION)[1]) == MEGABYTES + 1


def test_a_login_goes_through_and_leads_back_to_the_page(browser: Browser, tmp_path: Path) -> None:
    name = " ".join(sha256(bytes([number])).hexdigest() for number in range(50))
    long = oidc_provider_mock.User(sub="ann", claims={"email": "ann@example.org", "name": name})
    port = free_port()
    with oidc_provider_mock.run_server_in_thread(user_claims=[long]) as provider:
        secrets = f"""
            [auth]
            redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
            cookie_secret = "not a secret: only for these tests"
            client_id = "classifier"
            client_secret = "not a secret either"
            server_metadata_url = "http://localhost:{provider.server_port}/.well-known/openid-configuration"
        """
        (tmp_path / "secrets.toml").write_text(secrets, encoding="utf-8")
        environment = {"STREAMLIT_SECRETS_FILES": str(tmp_path / "secrets.toml")}
        with (
            served(tmp_path / "log.txt", environment=environment) as server,
            nginx(tmp_path, port, server.url, server.url) as url,
            browser.new_context() as context,
        ):
            context.route(re.compile("^https:"), lambda route: route.abort())
            page = context.new_page()
            page.goto(f"{url}/model-card")
            page.get_by_role("button", name="Log in").click()
            page.get_by_role("button", name="ann").first.click()
            expect(page.get_by_role("link", name="Log out")).to_be_visible()
            assert page.url == f"{url}/model-card"
            expect(page.request.get(f"{url}/api/openapi.json")).to_be_ok()
            assert sum(len(cookie["value"]) for cookie in context.cookies()) > 4_096  # what nginx takes by itself
