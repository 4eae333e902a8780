"""A server with a login, an OpenID provider of these tests' own, and people who log in there with a browser."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import oidc_provider_mock
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from classifier.reviews.review import Reviewer
from classifier.reviews.store import Store, open_store
from tests.browser.server import served
from tests.browser.steps import settle, watch_runs
from tests.browser.test_accessibility import problems

PEOPLE = {
    "ann": {"email": "Ann@Example.org", "email_verified": True, "name": "Ann **Lee**"},
    "ben": {"email": "ben@mail.example", "email_verified": True, "name": "Ben"},
    "eve": {"email": "eve@evil-example.org", "email_verified": True, "name": "Eve"},
    "una": {"email": "una@example.org", "email_verified": False, "name": "Una"},
}
PAGES = ("/", "/many-messages", "/review", "/metrics", "/test-messages", "/model-card", "/log-out")
MESSAGE = "We need water and food in the camp"
ALLOWED = '[allowed]\naddresses = ["ben@mail.example"]\ndomains = ["example.org"]\n'
NOT_ALLOWED = "not among those who may use this app"


@dataclass(frozen=True)
class Guarded:
    """A server with a login: its address, its provider, its reviews and its secrets, which begin with `auth`."""

    url: str
    issuer: str
    database: str
    secrets: Path
    auth: str

    def allow(self, section: str) -> None:
        """Write another allow-list while the server runs."""
        self.secrets.write_text(f"{self.auth}\n{section}", encoding="utf-8")


@pytest.fixture(scope="module")
def server(assets: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """Both servers, each on a free port of the loopback."""
    folder = tmp_path_factory.mktemp("guarded")
    people = [oidc_provider_mock.User(sub=f"{name}-1", claims=claims) for name, claims in PEOPLE.items()]
    with oidc_provider_mock.run_server_in_thread(user_claims=people) as provider:
        issuer = f"http://localhost:{provider.server_port}"
        auth = f"""
            [auth]
            redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
            cookie_secret = "not a secret: only for these tests"
            client_id = "classifier"
            client_secret = "not a secret either"
            server_metadata_url = "{issuer}/.well-known/openid-configuration"
        """
        secrets, database = folder / "secrets.toml", f"sqlite:///{folder}/reviews.db"
        secrets.write_text(auth, encoding="utf-8")
        environment = {"STREAMLIT_SECRETS_FILES": str(secrets), "CLASSIFIER_REVIEWS_URL": database}
        with served(folder / "log.txt", environment=environment) as running:
            yield Guarded(running.url, issuer, database, secrets, auth)


@pytest.fixture
def guarded(server: Guarded) -> Guarded:
    """The server, with the allow-list of these tests."""
    server.allow(ALLOWED)
    return server


@pytest.fixture
def store(guarded: Guarded) -> Store:
    """The record, empty."""
    found = open_store(guarded.database)
    found.delete_all()
    return found


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One browser profile for these tests: the app's scripts are loaded once."""
    found = browser.new_context()
    found.set_default_timeout(60_000)
    watch_runs(found)
    found.route(re.compile("^https:"), lambda route: route.abort())  # the provider's page has a style from elsewhere
    yield found
    found.close()


@pytest.fixture
def opened(context: BrowserContext, guarded: Guarded) -> Iterator[Callable[..., Page]]:
    """Opens a page of the app, where nobody has logged in yet."""
    pages = []

    def open_at(path: str = "/", width: int = 1280, dark: bool = False) -> Page:
        page = context.new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": 720})
        page.emulate_media(color_scheme="dark" if dark else "light")
        page.goto(guarded.url + path)
        expect(page.get_by_role("button", name="Log in")).to_be_visible()
        return page

    yield open_at
    for page in pages:
        page.close()
    context.clear_cookies()


def log_in(page: Page, name: str) -> Page:
    """Log in through the form of the provider."""
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name=f"{name}-1").first.click()
    return page


def judge(page: Page) -> None:
    """Make a stack of one message and answer "not sure"."""
    settle(page)
    page.get_by_role("textbox", name="Messages, one per line").fill(MESSAGE)
    page.get_by_role("button", name="Make the stack").click()
    expect(page.get_by_text(MESSAGE, exact=True)).to_be_visible()
    page.get_by_text("Not sure", exact=True).click()
    settle(page)


def test_without_a_login_no_page_shows_anything(opened: Callable[..., Page], guarded: Guarded) -> None:
    page = opened()
    for path in PAGES:
        page.goto(guarded.url + path)
        expect(page.get_by_role("button", name="Log in")).to_be_visible()
        settle(page)
        expect(page.get_by_role("heading")).to_have_text(["Disaster message classifier"])
        expect(page.get_by_role("link").filter(has_not_text="Skip to main content")).to_have_count(0)
        expect(page.get_by_test_id("stMain").get_by_role("button")).to_have_count(1)


def test_a_login_leads_back_to_the_page_and_names_the_reviewer(
    opened: Callable[..., Page], guarded: Guarded, store: Store
) -> None:
    page = log_in(opened("/review?from=a%20mail"), "ann")
    judge(page)
    assert page.url == f"{guarded.url}/review?from=a%20mail"
    page.get_by_role("button", name="Submit and see").click()
    expect(page.get_by_text("Your final answer")).to_be_visible()
    assert [one.reviewer for one in store.reviews()] == [Reviewer("Ann **Lee**", guarded.issuer, "ann-1")]


def test_whoever_logs_out_is_out(opened: Callable[..., Page], guarded: Guarded) -> None:
    page = log_in(opened("/model-card"), "ben")
    page.get_by_role("link", name="Log out").click()
    expect(page.get_by_text("Logged in as ben@mail.example.")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    page.get_by_role("button", name="End session").click()
    expect(page.get_by_role("button", name="Log in")).to_be_visible()
    assert page.request.get(f"{guarded.url}/api/openapi.json").status == 401


@pytest.mark.parametrize(("name", "reason"), [("eve", NOT_ALLOWED), ("una", "does not confirm")])
def test_who_is_not_on_the_list_is_refused_on_pages_and_routes(
    opened: Callable[..., Page], guarded: Guarded, name: str, reason: str
) -> None:
    page = log_in(opened("/review"), name)
    expect(page.get_by_text(reason)).to_be_visible()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    expect(page.get_by_role("heading")).to_have_text(["Disaster message classifier"])
    answer = page.request.get(f"{guarded.url}/api/openapi.json")
    assert (answer.status, reason in answer.json()["error"]) == (403, True)


def test_who_is_taken_off_the_list_is_refused_at_once_and_their_click_does_nothing(
    opened: Callable[..., Page], guarded: Guarded, store: Store
) -> None:
    page = log_in(opened("/review"), "ben")
    judge(page)
    guarded.allow('[allowed]\ndomains = ["example.org"]\n')
    page.get_by_role("button", name="Submit and see").click()
    expect(page.get_by_text(NOT_ALLOWED)).to_be_visible()
    assert list(store.reviews()) == []
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("button", name="End session")).to_be_visible()


def test_routes_answer_those_who_may_use_the_server_and_nobody_else(
    opened: Callable[..., Page], guarded: Guarded
) -> None:
    page = opened("/model-card")
    closed = ["/api/openapi.json", "/api/labels", "/media/x", "/_stcore/metrics", "/_stcore/upload_file/x/y"]
    assert [page.request.get(guarded.url + path).status for path in closed] == [401] * len(closed)
    question = {"data": json.dumps({"messages": [MESSAGE]}), "headers": {"Content-Type": "application/json"}}
    assert page.request.post(f"{guarded.url}/api/classify", **question).status == 401
    log_in(page, "ann").get_by_role("heading", level=1).wait_for()
    for path in ("/api/openapi.json", "/_stcore/metrics"):
        expect(page.request.get(guarded.url + path)).to_be_ok()
    assert page.request.get(f"{guarded.url}/media/x").status == 404


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_axe_finds_nothing_wrong_with_the_way_in_and_out(opened: Callable[..., Page], width: int, dark: bool) -> None:
    page = opened("/", width, dark)
    found = problems(page, "log in")
    log_in(page, "eve")
    expect(page.get_by_text(NOT_ALLOWED)).to_be_visible()
    settle(page)
    assert found + problems(page, "refused") == []
