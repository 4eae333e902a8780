"""Keyboard and eyes: WCAG 2.2 AA as axe-core checks it, and what it cannot see: the focus, the stops, the width."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import rest, settle
from tests.browser.tab_stops import Stop, walk

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install -r tests/requirements.txt")

ANSWERED = "/?example=several-needs"
PRESENTED = ANSWERED + "&present=1"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
NOT_OURS = [("scrollable-region-focusable", "<table>")]
"""A rule and an element to which it does not apply: a table in Markdown, which scrolls in a narrow window. Markdown has
no way to make it a stop, and need not: Chromium and Firefox make a stop of whatever scrolls and has no stop inside."""
THEMES = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
"""Both themes; each has its own colours."""
DESKTOP, PHONE, NARROWEST = 1280, 390, 320
WALKED = pytest.mark.parametrize("path", [ANSWERED, "/metrics"])
STOPS_BEFORE_THE_MESSAGE = 7
"""Behind the pages, which the skip link leads past: menu, the page as something to scroll, and what stands beside its
title."""
LAST_PAGE = "Model card"


@dataclass(frozen=True)
class View:
    """What the Tab key finds in a view of a page, and how many charts and tables have buttons there."""

    name: str
    stops: tuple[Stop, ...]
    toolbars: int


@pytest.fixture(scope="module")
def walked(open_once) -> Callable[[str], tuple[View, ...]]:
    """All views of a page in a wide window; they are walked through once."""

    @cache
    def through(path: str) -> tuple[View, ...]:
        page, found = open_once(path, DESKTOP), []
        for view in views(page):
            stops = tuple(walk(page))
            found.append(View(view, stops, page.get_by_test_id("stElementToolbar").count()))  # now all are drawn
        page.close()
        return tuple(found)

    return through


@THEMES
@pytest.mark.parametrize(
    ("path", "width"),
    [
        ("/", DESKTOP),
        (ANSWERED, DESKTOP),
        (ANSWERED, PHONE),
        (PRESENTED, DESKTOP),
        ("/?example=another-language", DESKTOP),
        ("/?example=long", PHONE),
    ],
)
def test_axe_finds_nothing_wrong_with_classify(open_page, path, width, dark):
    page = open_page(path, width, dark)
    if "example" in path:
        expect(page.locator(".st-key-answer")).to_be_visible()
    assert [problem for view in views(page) for problem in problems(page, view)] == []


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@THEMES
def test_axe_finds_nothing_wrong_with_any_other_page(open_page, dark, width):
    page, found = open_page("/", DESKTOP, dark), []
    for name in other_pages(page):
        go_to(page, name, width)
        found += [problem for view in views(page) for problem in problems(page, f"{name}, {view}")]
    assert found == []


@THEMES
def test_the_answer_to_the_message_before_can_still_be_read(open_page, dark):
    page = open_page(ANSWERED, DESKTOP, dark)
    page.get_by_role("textbox", name="Message", exact=True).fill("something else")
    expect(page.get_by_text("The message has changed")).to_be_visible()
    assert problems(page, "changing") == []


@THEMES
def test_axe_finds_nothing_wrong_with_a_label_that_is_opened(open_page, dark):
    page = open_page(ANSWERED, DESKTOP, dark)
    page.get_by_role("combobox", name="Open a topic").press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_text("test messages").first).to_be_visible()
    rest(page)
    assert problems(page, "opened") == []


def test_axe_looks_at_contrast_and_at_the_size_of_targets(open_page):
    page = open_page(ANSWERED, DESKTOP)
    expect(page.locator("svg.marks").first).to_be_visible()
    expect(page.get_by_role("combobox", name="Open a topic")).to_be_visible()
    report = axe.Axe().run(page, options={"runOnly": TAGS})
    assert {"color-contrast", "target-size", "label"} <= {rule["id"] for rule in report.response["passes"]}


@THEMES
def test_every_stop_on_classify_shows_that_it_has_the_focus(open_page, dark):
    page = open_page(ANSWERED, DESKTOP, dark)
    expect(page.locator("svg.marks").first).to_be_visible()
    assert [stop for stop in walk(page, measure=True) if not stop.shows_focus] == []


@THEMES
@pytest.mark.parametrize("section", ["Data set", "One label"])
def test_every_stop_on_data_and_metrics_shows_that_it_has_the_focus(open_page, section, dark):
    page = open_page("/metrics", DESKTOP, dark)
    open_view(page, "radio", section)
    assert [stop for stop in walk(page, measure=True) if not stop.shows_focus] == []


@WALKED
def test_no_stop_is_left_behind_the_navigation(walked, path):
    assert [(view.name, stop) for view in walked(path) for stop in view.stops if stop.covered] == []


@WALKED
def test_the_buttons_of_a_chart_or_table_take_one_stop(walked, path):
    wrong = [view for view in walked(path) if sum(stop.toolbar for stop in view.stops) > view.toolbars]
    assert wrong == []


def test_the_buttons_of_charts_and_tables_are_no_more_than_a_fifth_of_all_stops(walked):
    stops = walked(ANSWERED)[0].stops
    assert sum(stop.toolbar for stop in stops) <= len(stops) / 5


def test_all_buttons_of_a_chart_are_reached_from_the_one_that_is_a_stop(open_page):
    page, reached = open_page(ANSWERED, DESKTOP), set()
    bars = page.locator(".st-key-probability_bars")
    bars.get_by_role("button", name="Fullscreen").focus()
    for _ in range(3):
        page.keyboard.press("Shift+Tab")
        reached.add(page.evaluate("document.activeElement.getAttribute('aria-label')?.split(':')[0]"))
    assert {"Show data", "Download as PNG"} <= reached


def test_between_the_pages_and_the_message_there_are_few_stops(walked):
    names = [stop.name for stop in walked(ANSWERED)[0].stops]
    (last_page,) = (place for place, name in enumerate(names) if name.endswith(LAST_PAGE))
    assert names.index("Message") - last_page - 1 <= STOPS_BEFORE_THE_MESSAGE


def test_the_first_stop_skips_the_navigation(open_page):
    page = open_page("/", DESKTOP)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').contains(document.activeElement)")


@pytest.mark.parametrize("path", [ANSWERED, "/?example=long", "/metrics", "/test-messages", "/model-card"])
def test_at_four_times_the_size_nothing_scrolls_sideways(open_page, path):
    page, wide = open_page(path, NARROWEST), []
    for view in views(page):
        main = page.get_by_test_id("stMain")
        wide += [view] * (main.evaluate("main => main.scrollWidth - main.clientWidth") > 0)
    assert wide == []


def views(page: Page) -> Iterator[str]:
    """What a page shows one at a time, tabs or sections, each opened in turn; its name."""
    tabs = page.get_by_role("tab").all_inner_texts()
    sections = page.get_by_role("radiogroup", name="Section").get_by_role("radio").all_inner_texts()
    for name in tabs or sections or ["all"]:
        if tabs or sections:
            open_view(page, "tab" if tabs else "radio", name)
        yield name


def open_view(page: Page, role: Any, name: str) -> None:
    """Choose a tab or a section and wait until it is drawn."""
    page.get_by_role(role, name=name, exact=True).click()
    rest(page)


def other_pages(page: Page) -> list[str]:
    """The names of the pages beside the first, from the navigation."""
    return [name.split("\n")[-1] for name in page.get_by_test_id("stTopNavLink").all_inner_texts()][1:]


def go_to(page: Page, name: str, width: int) -> None:
    """Open a page through the navigation, then give the window its width."""
    page.set_viewport_size({"width": DESKTOP, "height": 900})
    page.get_by_test_id("stTopNavLink").filter(has_text=name).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    page.set_viewport_size({"width": width, "height": 900})
    settle(page)


def problems(page: Page, view: str) -> list[str]:
    """What axe-core finds: where, which rule, which element, and what is wrong with it."""
    report = axe.Axe().run(page, options={"resultTypes": ["violations"], "runOnly": TAGS})
    return [
        f"{view}: {rule['id']} at {node['target']}: {node['failureSummary']}"
        for rule in report.response["violations"]
        for node in rule["nodes"]
        if (rule["id"], node["html"][: len("<table>")]) not in NOT_OURS
    ]
