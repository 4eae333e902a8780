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


def take(page: Page, typed: str, found: str) -> None:
    """Type to find a topic, and take it."""
    expect(page.get_by_role("combobox", name="Which topics apply?")).to_be_focused()
    page.keyboard.type(typed)
    expect(page.get_by_role("option").first).to_contain_text(found)
    page.keyboard.press("Enter")
    expect(page.get_by_role("listbox")).to_have_count(0)


def judge(page: Page) -> None:
    """Mark water, with keys only."""
    topics = page.get_by_role("combobox", name="Which topics apply?")
    topics.focus()  # on a phone nothing has the focus
    take(page, "wate", "Water")
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


def test_the_focus_goes_from_question_to_question_so_that_no_other_key_is_needed(
    open_review: OpenReview, store: Store
) -> None:
    page = open_review()
    take(page, "wate", "Water")
    take(page, "fir", "Fire")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("textbox", name="Comment on").first).to_be_focused()
    page.keyboard.type("=1+1")
    page.keyboard.press("Enter")
    expect(page.get_by_text(HOSTILE, exact=True)).to_be_visible()
    take(page, "fir", "Fire")
    expect(page.locator(".st-key-review_progress").get_by_text("Saved")).to_be_visible()
    (now,) = store.current()
    assert [now.first.labels[name] for name in ("water", "fire", "search_and_rescue")] == [
        Mark.MARKED,
        Mark.MARKED,
        Mark.NOT_MARKED,
    ]
    assert list(now.comments.values()) == ["=1+1"]


def test_the_keys_that_save_do_so_on_a_button_of_an_answer_too_and_leave_it_as_it_is(open_review, store) -> None:
    page = open_review()
    judge(page)
    expect(page.get_by_role("textbox", name="Comment on").first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(HOSTILE, exact=True)).to_be_visible()
    expect(page.locator(".st-key-review_progress").get_by_text("Saved")).to_be_visible()
    (now,) = store.current()
    assert now.final
    assert now.final.labels == now.first.labels


def test_a_label_on_which_both_agree_is_opened_by_typing_and_what_was_typed_before_stays(open_review, store) -> None:
    page = open_review()
    judge(page)
    page.keyboard.type("not said")
    page.get_by_role("combobox", name="Look at another label, too").focus()
    page.keyboard.type("Water")
    expect(page.get_by_role("option").first).to_contain_text("Water")
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name="Comment on Water").fill("agreed")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(HOSTILE, exact=True)).to_be_visible()
    expect(page.locator(".st-key-review_progress").get_by_text("Saved")).to_be_visible()
    assert sorted(store.current()[0].comments.values()) == ["agreed", "not said"]


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
    expect(page.get_by_text("not saved yet")).to_have_count(0)
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


def test_the_form_of_a_new_stack_closes_behind_it(open_review: OpenReview) -> None:
    page = open_review()
    page.get_by_role("button", name="New stack").click()
    page.get_by_role("textbox", name="Messages, one per line").fill("another message")
    page.get_by_role("button", name="Make the stack").click()
    expect(page.get_by_text("another message", exact=True)).to_be_visible()
    settle(page)
    expect(page.get_by_role("button", name="Make the stack")).to_have_count(0)
