"""The page Test messages as a user meets it, on the small data set of these tests."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import small_data
from tests.browser.steps import settle

ALARMED = "Direct report"
"""A label of the small data set with several false alarms."""


@pytest.fixture
def opened(page: Page) -> Page:
    """The page, reached from Classify."""
    return open_test_messages(page)


@pytest.fixture
def by_address(context: Callable[[int, bool], BrowserContext], app_url: str) -> Iterator[Callable[[int], Page]]:
    """Opens the page by its address, at a width; Streamlit itself asks for things that are not there then."""
    pages = []

    def open_at(width: int) -> Page:
        page = context(width, False).new_page()
        pages.append(page)
        page.goto(f"{app_url}/test-messages")
        settle(page)
        return page

    yield open_at
    for page in pages:
        page.close()


def open_test_messages(page: Page) -> Page:
    """Go to the page as people do."""
    page.get_by_role("link", name="Test messages").click()
    page.get_by_role("heading", name="Test messages").wait_for()
    settle(page)
    return page


def choose_label(page: Page, name: str) -> None:
    """Choose a label by its title."""
    box = page.get_by_role("combobox", name="Label")
    box.click()
    box.fill(name)
    page.get_by_role("option", name=name, exact=True).click()
    settle(page)


def message(page: Page) -> str:
    """The message on the page."""
    return page.locator(".st-key-test_message [data-testid=stText]").inner_text()


def test_a_false_alarm_is_drawn_and_opened_on_classify(opened: Page) -> None:
    choose_label(opened, ALARMED)
    opened.get_by_role("button", name="Draw another").click()
    expect(opened.locator(".st-key-test_message").get_by_text(": 1 of")).to_have_count(0)
    settle(opened)
    drawn = message(opened)
    opened.get_by_role("button", name="Open on Classify").click()
    expect(opened.get_by_role("textbox", name="Message", exact=True)).to_have_value(drawn)
    expect(opened.get_by_text("Answered in")).to_be_visible()


def test_it_opens_on_classify_where_it_is_the_first_page_of_a_session(by_address: Callable[[int], Page]) -> None:
    page = by_address(1280)
    choose_label(page, ALARMED)
    shown = message(page)
    page.get_by_role("button", name="Open on Classify").click()
    expect(page.get_by_role("textbox", name="Message", exact=True)).to_have_value(shown)


def test_the_choice_of_cautiousness_is_one_for_both_pages(opened: Page) -> None:
    choose_label(opened, ALARMED)
    opened.get_by_role("radio", name="Find most").click()
    settle(opened)
    opened.get_by_role("button", name="Open on Classify").click()
    opened.get_by_text("Answered in").wait_for()
    settle(opened)
    expect(opened.get_by_role("radio", name="Find most")).to_be_checked()
    open_test_messages(opened)
    expect(opened.get_by_role("radio", name="Find most")).to_be_checked()


def test_the_choice_of_cautiousness_goes_along_in_the_navigation(page: Page) -> None:
    page.get_by_role("textbox", name="Message", exact=True).fill("We need water and food in the camp")
    page.get_by_role("button", name="Classify").click()
    page.get_by_text("Find most", exact=True).click()
    settle(page)
    open_test_messages(page)
    expect(page.get_by_role("radio", name="Find most")).to_be_checked()
    page.get_by_role("radio", name="Few false alarms").click()
    settle(page)
    page.get_by_role("link", name="Classify").click()
    page.get_by_text("Answered in").wait_for()
    settle(page)
    expect(page.get_by_role("radio", name="Few false alarms")).to_be_checked()


def test_files_are_chosen_and_forgotten(opened: Page, tmp_path: Path) -> None:
    folder = small_data.write(tmp_path, small_data.rows(copies=4, seed=3))
    for _ in range(2):
        opened.get_by_text("Look at other messages").click()
        opened.locator("input[type=file]").set_input_files(sorted(folder.glob("*.csv")))
        opened.get_by_role("button", name="Forget these files").click()
        opened.get_by_text("Look at other messages").wait_for()
        settle(opened)
    expect(opened.get_by_role("button", name="Forget these files")).to_have_count(0)


def test_a_wrong_file_gets_a_sentence(opened: Page, tmp_path: Path) -> None:
    (tmp_path / "wrong.csv").write_bytes(b"\xff\xfe\x00")
    opened.get_by_text("Look at other messages").click()
    opened.locator("input[type=file]").set_input_files(tmp_path / "wrong.csv")
    expect(opened.get_by_text("wrong.csv is not a readable UTF-8 CSV file")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_wider_than_the_window(by_address: Callable[[int], Page], width: int) -> None:
    page = by_address(width)
    choose_label(page, ALARMED)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
