"""The triage queue as a user meets it: the way to Classify and back, its buttons, and what axe-core thinks of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.steps import settle
from tests.browser.test_accessibility import problems
from tests.browser.test_many_messages import score, written

NEEDS = "We need water and food in the camp, please send tents and a doctor"
GERMAN = "Wir brauchen dringend Wasser und Zelte im Lager und bitte schickt Hilfe"
HOSTILE = '<img src=x onerror="document.title=1"> **the weather is nice** :red[help] =1+1'
HEAD, ROW = 37, 76
"""Pixels of the head of the table and of a row."""
OPEN, MESSAGE = 65, 300
"""Pixels from the left edge of the table to the middle of the button and to somewhere on the message."""

OpenQueue = Callable[..., Page]


@pytest.fixture
def open_queue(open_page: OpenPage, tmp_path: Path) -> OpenQueue:
    """Opens the queue of three messages."""

    def open_with(width: int = 1280, dark: bool = False) -> Page:
        page = open_page("/many-messages", width, dark)
        score(page, written(tmp_path / "in.csv", ["message"], [HOSTILE], [NEEDS], [GERMAN]))
        first_message(page).wait_for(state="attached")
        settle(page)
        return page

    return open_with


@pytest.fixture
def page_with_gold(open_page: OpenPage, tmp_path: Path) -> Page:
    """The queue of messages with gold labels."""
    page = open_page("/many-messages")
    score(page, written(tmp_path / "in.csv", ["message", "water"], [NEEDS, "1"], [HOSTILE, "0"]))
    first_message(page).wait_for(state="attached")
    settle(page)
    return page


def first_message(page: Page) -> Locator:
    """The message in the first row of the table, as screen readers find it."""
    return page.get_by_test_id("glide-cell-2-0").first


def click(page: Page, x: int, row: int) -> None:
    """Click on a row of the table, so far from its left edge."""
    page.get_by_test_id("stDataFrame").first.click(position={"x": x, "y": HEAD + ROW * row + ROW // 2})


def test_a_message_opens_on_classify_and_coming_back_finds_the_queue_as_it_was_left(open_queue: OpenQueue) -> None:
    page = open_queue()
    page.get_by_role("searchbox", name="Text contains").fill("WEATHER")
    page.keyboard.press("Enter")
    page.get_by_text("1 message", exact=True).wait_for()
    settle(page)
    click(page, OPEN, 0)
    expect(page.get_by_role("textbox", name="Message", exact=True)).to_have_value(HOSTILE)
    page.get_by_role("link", name="Many messages").click()
    expect(page.get_by_role("searchbox", name="Text contains")).to_have_value("WEATHER")
    expect(first_message(page)).to_have_text(HOSTILE)
    assert page.title() != "1"


def test_a_message_is_opened_with_the_keyboard_and_not_by_reading_it(open_queue: OpenQueue) -> None:
    page = open_queue()
    click(page, MESSAGE, 0)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+Space")
    expect(page.get_by_role("textbox", name="Message", exact=True)).to_have_value(NEEDS)


def test_enter_takes_one_label_and_not_all_that_match(open_queue: OpenQueue) -> None:
    page = open_queue()
    page.get_by_role("combobox", name="Labels found").fill("Water")
    page.keyboard.press("Enter")
    settle(page)
    expect(page.locator("[data-tag]")).to_have_text(["Water"])


def test_the_table_does_not_offer_a_csv_file_of_its_own(open_queue: OpenQueue) -> None:
    page = open_queue()
    page.get_by_test_id("stDataFrame").first.hover()
    toolbar = page.get_by_test_id("stElementToolbar").filter(has=page.get_by_role("button", name="Fullscreen")).first
    expect(toolbar.get_by_role("button", name="Search")).to_be_visible()
    expect(page.get_by_role("button", name="Download as CSV")).to_have_count(0)
    expect(page.get_by_role("button", name="Download CSV")).to_be_visible()


def test_another_operating_point_is_that_of_the_download_and_of_the_evaluation(page_with_gold: Page) -> None:
    page = page_with_gold
    page.get_by_role("combobox", name="How cautious should it be?").click()
    page.get_by_role("option", name="Find most").click()
    settle(page)
    page.get_by_role("tab", name="Evaluation").click()
    expect(page.get_by_role("combobox", name="How cautious should it be?")).to_have_value("Find most")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    assert download.value.suggested_filename == "in-recall.csv"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_wrong_with_the_queue(open_queue: OpenQueue, dark: bool) -> None:
    page = open_queue(dark=dark)
    page.get_by_text("How many messages have each label").click()
    page.get_by_role("combobox", name="Label", exact=True).wait_for()
    settle(page)
    expect(page.locator("svg.marks")).to_be_visible()
    found = problems(page, "queue")
    page.get_by_text("Language not read: 1").click()
    page.get_by_text("judged none of these").wait_for()
    settle(page)
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    assert found + problems(page, "language not read") == []


def test_on_a_phone_the_queue_does_not_scroll_sideways(open_queue: OpenQueue) -> None:
    page = open_queue(width=390)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
