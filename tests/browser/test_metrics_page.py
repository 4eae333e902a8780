"""The page Data and metrics in a real browser, as a visitor uses it."""

import csv
import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from classifier.labels import LABELS
from tests.browser.steps import settle

SECTIONS = {
    "Overview": "How good is it?",
    "Comparison": "Is it better than other systems?",
    "Data set": "How uneven is the data?",
    "Labels": "How good is each label?",
    "One label": "One label in depth",
    "Confusions": "What is mistaken for what?",
    "Languages": "Which language do the figures speak of?",
    "Robustness": "Does it hold when the words change?",
}
expect.set_options(timeout=20_000)

COUNTS = "[aria-label^='Bar chart of messages per label'] svg.marks text"
MARK = "() => document.querySelectorAll('svg.marks').forEach(chart => chart.dataset.seen = 'yes')"
OVERFLOW = "main => main.scrollWidth - main.clientWidth"


@pytest.fixture
def open_metrics(open_page):
    """Opens the page through the app's own navigation, in a given width and theme."""

    def open_at(width: int = 1440, dark: bool = False) -> Page:
        page = open_page("/", 1440, dark)
        page.get_by_role("link", name="Data and metrics").click()
        expect(page.get_by_role("heading", name="Data and metrics")).to_be_visible()
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        return page

    return open_at


def show(page: Page, section: str) -> None:
    """Choose a section of the page and wait until it is drawn."""
    page.get_by_role("radio", name=section, exact=True).click()
    expect(page.get_by_role("heading", name=SECTIONS[section])).to_be_visible()
    settle(page)
    if section != "Overview":
        expect(page.locator("svg.marks text").first).to_be_visible()


def test_the_navigation_leads_to_the_page(open_metrics):
    expect(open_metrics().get_by_role("heading", name=SECTIONS["Overview"])).to_be_visible()


def test_no_section_shows_an_error(open_metrics):
    page, broken = open_metrics(), []
    for section in SECTIONS:
        show(page, section)
        broken += [section] * page.get_by_test_id("stAlertContentError").count()
    assert not broken


def test_every_chart_has_a_name_for_those_who_cannot_see_it(open_metrics):
    page, nameless = open_metrics(), []
    for section in list(SECTIONS)[1:]:
        show(page, section)
        named = page.locator("[role=graphics-document][aria-label]:has(svg.marks)").count()
        nameless += [section] * (page.locator("svg.marks").count() - named)
    assert not nameless


def test_all_35_labels_are_named_whole_in_the_imbalance_chart(open_metrics):
    page = open_metrics()
    show(page, "Data set")
    assert {label.title for label in LABELS} <= set(page.locator(COUNTS).all_text_contents())


def test_the_keyboard_opens_the_table_beside_a_chart(open_metrics):
    page = open_metrics()
    show(page, "Data set")
    page.locator("summary", has_text="Genres, as a table").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-metrics_genre_counts_twin [data-testid=stDataFrame]")).to_be_visible()


def test_the_keyboard_moves_the_threshold_and_the_sentence_follows(open_metrics):
    page = open_metrics()
    show(page, "One label")
    sentence = page.get_by_text("like the test messages about")
    before = sentence.inner_text()
    page.get_by_role("slider", name="Threshold").press("Home")
    expect(sentence).not_to_have_text(before)


def test_moving_the_threshold_draws_no_chart_anew(open_metrics):
    page = open_metrics()
    show(page, "One label")
    expect(page.locator("svg.marks")).to_have_count(4)
    page.evaluate(MARK)
    page.get_by_role("slider", name="Threshold").press("ArrowRight")
    expect(page.locator("svg.marks:not([data-seen])")).to_have_count(0)


def test_a_chosen_section_is_kept_while_visiting_the_other_page(open_metrics):
    page = open_metrics()
    show(page, "Labels")
    page.get_by_role("link", name="Classify").click()
    page.get_by_role("textbox", name="Message", exact=True).wait_for()
    page.get_by_role("link", name="Data and metrics").click()
    expect(page.get_by_role("heading", name=SECTIONS["Labels"])).to_be_visible()


def test_no_section_makes_a_phone_scroll_sideways(open_metrics):
    page, wide = open_metrics(390), []
    for section in SECTIONS:
        show(page, section)
        if page.get_by_test_id("stMain").evaluate(OVERFLOW) > 0:
            wide.append(section)
    assert not wide


def test_a_phone_shows_the_longest_label_whole(open_metrics):
    page, longest = open_metrics(390), max((label.title for label in LABELS), key=len)
    show(page, "Data set")
    box = page.locator(COUNTS, has_text=longest).bounding_box()
    assert box["x"] >= 0


@pytest.mark.parametrize(("dark", "ink"), [(False, "#1a2433"), (True, "#e6ebf2")])
def test_the_words_in_charts_stand_out_in_both_themes(open_metrics, dark, ink):
    page = open_metrics(dark=dark)
    show(page, "Data set")
    expect(page.locator("svg.marks text", has_text="Aid related").first).to_have_attribute("fill", ink)


def test_the_figures_of_all_labels_download_as_csv(open_metrics):
    page = open_metrics()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Figures of all labels (CSV)").click()
    lines = Path(waiting.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert {row["name"] for row in csv.DictReader(lines)} == {label.name for label in LABELS}


def test_every_figure_downloads_as_json(open_metrics):
    page = open_metrics()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Every figure (JSON)").click()
    assert set(json.loads(Path(waiting.value.path()).read_bytes())["labels"]) == {label.name for label in LABELS}
