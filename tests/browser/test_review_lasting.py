"""What the page *Review* called saved lasts: several app servers at once, databases that go away, silent logs."""

import resource
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from classifier.reviews.review import Mark
from classifier.reviews.store import Store, open_store
from tests import postgresql
from tests.browser.steps import settle
from tests.reviewers import others_reading
from tests.reviewing import holding
from tests.warm_server import WarmServer, start, warm_servers

PERSON = "Esperanza Quispe"
MESSAGES = (f"{PERSON} needs water at 12 Harbour Street", f"{PERSON} has lost her house")
OpenReview = Callable[[str, str], Page]


@dataclass(frozen=True)
class Record:
    """A database, empty at first, and the two app servers that were started at the same moment on it."""

    address: str
    servers: list[WarmServer]

    @property
    def folder(self) -> Path:
        """Where the file of an SQLite database is."""
        return Path(self.address.removeprefix("sqlite:///")).parent


@pytest.fixture(scope="module")
def app_url() -> str:
    """There are several: tests give the whole address of a page."""
    return ""


ON_BOTH = pytest.mark.parametrize("record", ["sqlite", "postgresql"], indirect=True)
ON_SQLITE = pytest.mark.parametrize("record", ["sqlite"], indirect=True)
TROUBLES = pytest.mark.parametrize(
    ("record", "trouble"), [("sqlite", "away"), ("sqlite", "full"), ("postgresql", "away")], indirect=True
)


@pytest.fixture
def record(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Record]:
    """One server knows the database from a variable, the other one from its secrets.

    Whatever happens, no log says anything of a message, a person or the password.
    """
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path}/record/reviews.db"
    else:
        address = request.getfixturevalue("postgresql_server").fresh_database()
    (tmp_path / "secrets.toml").write_text(f'[connections.reviews]\nurl = "{address}"\n', encoding="utf-8")
    debug = ("--logger.level", "debug")
    secrets = ("--secrets.files", str(tmp_path / "secrets.toml"))
    with warm_servers(
        start(tmp_path / "one.txt", {"CLASSIFIER_REVIEWS_URL": address}, *debug),
        start(tmp_path / "two.txt", {"CLASSIFIER_REVIEWS_URL": ""}, *debug, *secrets),
    ) as servers:
        yield Record(address, list(servers))
    said = "".join(server.log.read_text(encoding="utf-8") for server in servers)
    assert "Running script" in said  # what only the debug level says
    assert [word for word in (PERSON, "Harbour", postgresql.PASSWORD, postgresql.QUOTED) if word in said] == []


@pytest.fixture
def store(record: Record) -> Iterator[Store]:
    """What is in the record."""
    found = open_store(record.address)
    yield found
    found.close()


@pytest.fixture
def open_review(open_page: Callable[..., Page]) -> OpenReview:
    """Opens the page of a server for a reviewer."""

    def opened(url: str, name: str) -> Page:
        page = open_page(f"{url}/review", 1280)
        page.get_by_role("textbox", name="Your name").fill(name)
        page.keyboard.press("Enter")
        return page

    return opened


def paste(page: Page, *messages: str, reviewers: int = 1) -> None:
    """Make a stack."""
    if page.get_by_role("button", name="New stack").count():
        page.get_by_role("button", name="New stack").click()
    page.get_by_role("textbox", name="Messages, one per line").fill("\n".join(messages))
    page.get_by_role("spinbutton", name="Reviewers per message").fill(str(reviewers))
    page.get_by_role("button", name="Make the stack").click()
    expect(page.get_by_text(messages[0], exact=True)).to_be_visible()
    settle(page)


def submit(page: Page) -> None:
    """Mark water, and see the answer."""
    page.get_by_role("combobox", name="Which topics apply?").focus()
    page.keyboard.type("wate")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Your final answer")).to_be_visible()
    settle(page)


def saved(page: Page) -> None:
    """The page says that all is saved."""
    settle(page)
    expect(page.locator(".st-key-review_progress").get_by_text("Saved")).to_be_visible()
    expect(page.get_by_text("not saved yet")).to_have_count(0)


@ON_BOTH
def test_two_reviewers_on_two_servers_see_only_their_own_judgement_and_then_their_agreement(
    record, open_review
) -> None:
    ann, ben = (open_review(server.url, name) for server, name in zip(record.servers, ("Ann", "Ben"), strict=True))
    paste(ann, MESSAGES[0], reviewers=2)
    submit(ann)
    ann.get_by_role("tab", name="What it adds up to").click()
    expect(ann.get_by_text("No message has blind judgements by two reviewers yet.")).to_be_visible()
    ben.get_by_role("tab", name="What it adds up to").click()
    expect(ben.get_by_text("There are no reviews yet that you may see")).to_be_visible()
    ben.get_by_role("tab", name="Review", exact=True).click()
    ben.get_by_role("combobox", name="Stack of messages").click()
    ben.get_by_role("option", name="drawn by Ann (1 message").click()
    expect(ben.get_by_text(MESSAGES[0], exact=True)).to_be_visible()
    submit(ben)
    for page in (ben, ann):
        page.get_by_role("tab", name="Review", exact=True).click()
        page.get_by_role("tab", name="What it adds up to").click()
        expect(page.get_by_text("Cohen's kappa and Krippendorff's alpha leave out")).to_be_visible()


@pytest.fixture
def trouble(request: pytest.FixtureRequest, record: Record, tmp_path: Path) -> Callable[[], ExitStack]:
    """Makes the database unreachable, or its disk full, until the end of a block."""

    def begin() -> ExitStack:
        found = ExitStack()
        if request.param == "full":
            log, pid = record.servers[0].log, record.servers[0].process.pid
            room = (record.folder / "reviews.db-wal").stat().st_size
            assert log.stat().st_size < room // 2
            _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (room, most))
            found.callback(resource.prlimit, pid, resource.RLIMIT_FSIZE, (most, most))
        elif record.address.startswith("sqlite"):
            record.folder.rename(tmp_path / "away")
            found.callback((tmp_path / "away").rename, record.folder)
        else:
            server = request.getfixturevalue("postgresql_server")
            server.stop()
            found.callback(server.start)
        return found

    return begin


@TROUBLES
def test_what_cannot_be_saved_stays_on_the_page_and_is_saved_later(record, store, open_review, trouble) -> None:
    page = open_review(record.servers[0].url, "Cleo")
    paste(page, *MESSAGES)
    with trouble():
        submit(page)
        expect(page.get_by_text("1 judgement is not saved yet.")).to_be_visible()
        page.get_by_role("textbox", name="Note").fill("half a note")
    page.get_by_role("button", name="Try again").click()
    saved(page)
    expect(page.get_by_role("radiogroup", name="Water")).to_be_visible()
    expect(page.get_by_role("textbox", name="Note")).to_have_value("half a note")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(MESSAGES[1], exact=True)).to_be_visible()
    settle(page)
    with trouble():
        submit(page)
        expect(page.get_by_text("1 judgement is not saved yet.")).to_be_visible()
    page.keyboard.press("Control+Enter")  # going on saves what waited
    expect(page.get_by_text("Nothing is left for you in this stack.")).to_be_visible()
    saved(page)
    found = [(one.message, one.final.labels["water"], one.note) for one in store.current() if one.final]
    assert found == [(MESSAGES[0], Mark.MARKED, "half a note"), (MESSAGES[1], Mark.MARKED, "")]


@ON_SQLITE
def test_what_the_page_deletes_while_others_read_is_in_no_file(
    record: Record, store: Store, open_review: OpenReview
) -> None:
    page = open_review(record.servers[0].url, "Ann")
    paste(page, *MESSAGES)
    submit(page)
    saved(page)
    assert holding(record.folder, PERSON)
    page.get_by_role("tab", name="Files").click()
    page.get_by_role("textbox", name="Everybody's reviews and all stacks").fill("delete")
    with others_reading(*(server.url for server in record.servers)):
        page.get_by_role("button", name="Delete all reviews").click()
        expect(page.get_by_text("deleted, corrections counted")).to_be_visible()
        assert holding(record.folder, PERSON) == []
    assert (store.current(), store.stacks()) == ((), ())
    assert holding(record.folder, PERSON) == []
    assert holding(record.folder, "Harbour") == []
