"""The page *Review* as a person meets it: by keyboard alone, the saved judgement, and what axe-core thinks of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from classifier.reviews.review import Mark
from classifier.reviews.store import Store, open_store
from tests.browser.server import served
from tests.browser.steps import settle
from tests.browser.test_accessibility import THEMES, problems

MESSAGE = "We need water and food in the camp, please send tents and a doctor"
HOSTILE = '<img src=x onerror="document.title=1"> **bold** :red[help] [link](http://evil.example)'
OpenReview = Callable[..., Page]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database for these tests."""
    return f"sqlite:///{tmp_path_factory.mktemp('reviews')}/reviews.db"


@pytest.fixture(scope="module")
def app_url(address: str, assets: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that keeps its reviews there."""
    environment = {"CLASSIFIER_REVIEWS_URL": address}
    with served(tmp_path_factory.mktemp("server") / "log.txt", environment=environment) as server:
        yield server.url


@pytest.fixture
def store(address: str) -> Store:
    """The record, empty."""
    found = open_store(address)
    found.delete_all()
    return found


@pytest.fixture
def open_review(open_page: Callable[..., Page], store: Store) -> OpenReview:
    """Opens the page with a stack of two messages."""

    def open_with(width: int = 1280, dark: bool = False, height: int = 720) -> Page:
        page = open_page("/review", width, dark, height)
        page.get_by_role("textbox", name="Your name").fill("Ann")
        page.keyboard.press("Enter")
        page.get_by_role("textbox", name="Messages, one per line").fill(f"{MESSAGE}\n{HOSTILE}")
        page.get_by_role("button", name="Make the stack").click()
        page.get_by_text(MESSAGE, exact=True).wait_for()
        settle(page)
        return page

    return open_with


def judge(page: Page) -> None:
    """Mark water, with keys only."""
    page.get_by_role("combobox", name="Which topics apply?").focus()
    page.keyboard.type("wate")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Your final answer")).to_be_visible()
    settle(page)


def test_a_message_is_judged_compared_and_saved_with_keys_only(open_review: OpenReview, store: Store) -> None:
    page = open_review()
    judge(page)
    expect(page.locator(".st-key-review_progress").get_by_text("Saved")).to_be_visible()
    (first,) = store.reviews()
    assert first.first.labels["water"] == Mark.MARKED
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(HOSTILE, exact=True)).to_be_visible()
    expect(page.get_by_text("1 of 2")).to_be_visible()
    assert [bool(one.final) for one in store.current()] == [True]
    assert page.title() != "1"


def test_skip_and_undo_have_keys(open_review: OpenReview) -> None:
    page = open_review()
    page.keyboard.press("Alt+s")
    expect(page.get_by_text(HOSTILE, exact=True)).to_be_visible()
    settle(page)
    page.keyboard.press("Alt+u")
    expect(page.get_by_text(MESSAGE, exact=True)).to_be_visible()


def test_a_double_click_on_submit_is_one_review(open_review: OpenReview, store: Store) -> None:
    page = open_review()
    page.get_by_text("Not sure", exact=True).click()
    page.get_by_role("button", name="Submit and see").dblclick()
    expect(page.get_by_text("Your final answer")).to_be_visible()
    settle(page)
    assert len(list(store.reviews())) == 1


@THEMES
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_wrong_with_a_review_before_and_after_the_answer(open_review, width, dark) -> None:
    page = open_review(width, dark)
    found = problems(page, "before")
    judge(page)
    page.wait_for_timeout(700)
    assert found + problems(page, "after") == []


@THEMES
def test_axe_finds_nothing_wrong_with_what_reviews_add_up_to(open_review, dark) -> None:
    page, found = open_review(1280, dark), []
    judge(page)
    for tab in ("What it adds up to", "Files"):
        page.get_by_role("tab", name=tab).click()
        settle(page)
        page.wait_for_timeout(700)
        found += problems(page, tab)
    assert found == []
