"""The page *Many messages* as a user meets it: a real file, the real worker, several people at once."""

import csv
import re
from itertools import islice
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.benchmarks.messages import messages
from tests.browser.conftest import OpenPage

HOSTILE = '<img src=x onerror="document.title=1"> **bold** :red[help] [link](http://evil.example)'
PATIENCE = 180_000
"""Milliseconds: a job waits for the model of the worker, and for the jobs of other tests."""


def written(path: Path, *rows: list[str]) -> Path:
    """A CSV file of these rows."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A file that takes a while."""
    return written(tmp_path / "large.csv", ["message"], *([text] for text in islice(messages(), 90_000)))


def choose(page: Page, file: Path) -> None:
    """Choose a file and wait until it can be scored."""
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Score").wait_for(timeout=PATIENCE)


def score(page: Page, file: Path) -> None:
    """Score a file and wait for its answers."""
    choose(page, file)
    page.get_by_role("button", name="Score").click()
    page.get_by_role("button", name="Download CSV").wait_for(timeout=PATIENCE)


def test_a_file_is_scored_and_its_download_opens_safely_in_a_spreadsheet(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("/many-messages")
    score(page, written(tmp_path / "in.csv", ["id", "text"], ["007", "We need water"], ["008", "=HYPERLINK(1)"]))
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    with Path(download.value.path()).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == ["007", "008"]
    assert rows[1]["text"] == "'=HYPERLINK(1)"
    assert float(rows[0]["p_water"]) > float(rows[1]["p_water"])


def test_what_is_in_a_file_is_never_read_as_markdown_or_html(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("/many-messages")
    score(page, written(tmp_path / f"{HOSTILE[:4]} :red[x].csv", [HOSTILE, "text"], ["1", HOSTILE]))
    assert page.locator("a[href*=evil], img[src='x']").count() == 0
    assert page.title() != "1"


def test_one_file_at_a_time_is_scored_and_a_closed_page_gives_its_turn_to_the_next(
    open_page: OpenPage, large: Path, tmp_path: Path
) -> None:
    first, second = open_page("/many-messages"), open_page("/many-messages")
    choose(first, large)
    choose(second, written(tmp_path / "in.csv", ["message"], ["We need water"]))
    first.get_by_role("button", name="Score").click()
    expect(first.get_by_text("of 90,000 messages")).to_contain_text("left", timeout=PATIENCE)
    second.get_by_role("button", name="Score").click()
    expect(second.get_by_text("Waiting: one other file is scored first")).to_be_visible()
    first.close()
    second.get_by_role("button", name="Download CSV").wait_for(timeout=PATIENCE)


def test_a_cancelled_file_keeps_its_answers_so_far_and_its_download_says_how_many(
    open_page: OpenPage, large: Path
) -> None:
    page = open_page("/many-messages")
    choose(page, large)
    page.get_by_role("button", name="Score").click()
    expect(page.get_by_text("of 90,000 messages")).to_contain_text("left", timeout=PATIENCE)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled: the first")).to_contain_text("of 90,000", timeout=PATIENCE)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    assert re.fullmatch(r"large-first-\d+-rows-balanced\.csv", download.value.suggested_filename)


def test_a_reload_loses_the_file_as_the_page_says(open_page: OpenPage, large: Path) -> None:
    page = open_page("/many-messages")
    choose(page, large)
    page.get_by_role("button", name="Score").click()
    page.get_by_text("Reloading or closing this page loses the file").wait_for()
    page.reload()
    expect(page.get_by_role("textbox", name="Or paste messages")).to_be_visible(timeout=PATIENCE)


def test_on_a_phone_nothing_scrolls_sideways(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("/many-messages", width=390)
    choose(page, written(tmp_path / "in.csv", ["id", "message"], ["1", "We need water and food " * 20]))
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
