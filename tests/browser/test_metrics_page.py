"""The page Data and metrics in a real browser, as a visitor uses it."""

import csv
import json
from itertools import pairwise
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
    "Languages": "Which languages were tested?",
    "Robustness": "Does it hold when the words change?",
}

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
    for section in SECTIONS:
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
    expect(page.locator("svg.marks")).to_have_count(3)
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


def address(page: Page) -> str:
    """What the address bar shows after the port."""
    return page.evaluate("location.pathname + location.search")


def test_choosing_a_section_writes_its_address(open_metrics):
    page = open_metrics()
    show(page, "Comparison")
    assert address(page) == "/metrics?section=comparison"


def test_back_and_forward_move_between_sections_and_labels(open_metrics):
    page = open_metrics()
    show(page, "Labels")
    show(page, "One label")
    page.get_by_role("combobox", name="Label").fill("Fire")
    page.get_by_role("option", name="Fire").click()
    expect(page.get_by_text("Fire: fires.")).to_be_visible()
    show(page, "Robustness")
    for move, seen in (
        (page.go_back, page.get_by_text("Fire: fires.")),
        (page.go_back, page.get_by_text("Water: drinking water")),
        (page.go_back, page.get_by_role("heading", name=SECTIONS["Labels"])),
        (page.go_back, page.get_by_role("heading", name=SECTIONS["Overview"])),
        (page.go_forward, page.get_by_role("heading", name=SECTIONS["Labels"])),
        (page.go_forward, page.get_by_text("Water: drinking water")),
        (page.go_forward, page.get_by_text("Fire: fires.")),
    ):
        move()
        expect(seen).to_be_visible()
        settle(page)
    assert address(page) == "/metrics?section=one-label&label=fire"


def test_back_leaves_the_page_for_the_one_before_it(open_metrics):
    page = open_metrics()
    show(page, "Comparison")
    page.go_back()
    expect(page.get_by_role("heading", name=SECTIONS["Overview"])).to_be_visible()
    settle(page)
    page.go_back()
    expect(page.get_by_role("textbox", name="Message", exact=True)).to_be_visible()


def test_an_address_opens_what_it_names(open_page):
    page = open_page("/metrics?section=labels&group=weather&point=recall")
    expect(page.get_by_role("heading", name=SECTIONS["Labels"])).to_be_visible()
    for chosen in ("Labels", "Weather", "Find most"):
        expect(page.get_by_role("radio", name=chosen, exact=True)).to_be_checked()


def test_an_address_of_an_unknown_section_opens_the_overview_and_says_so(open_page):
    page = open_page("/metrics?section=nonsense")
    expect(page.get_by_role("heading", name=SECTIONS["Overview"])).to_be_visible()
    expect(page.get_by_test_id("stAlert")).to_contain_text("does not exist")


def test_the_address_of_a_section_does_not_follow_to_the_other_page(open_metrics):
    page = open_metrics()
    show(page, "Robustness")
    page.get_by_role("link", name="Classify").click()
    page.get_by_role("textbox", name="Message", exact=True).wait_for()
    settle(page)
    assert address(page) == "/"


FAULTS = """() => [...document.querySelectorAll("svg.marks")].flatMap(svg => {
    const frame = svg.getBoundingClientRect();
    const shown = text => text.textContent.trim() && text.getAttribute("opacity") !== "0";
    const texts = [...svg.querySelectorAll("text")].filter(shown);
    const boxes = texts.map(text => text.getBoundingClientRect());
    return texts.flatMap((text, i) => {
        const words = text.textContent, box = boxes[i], found = [];
        if (parseFloat(getComputedStyle(text).fontSize) < 14) found.push(words + " is small");
        if (box.left < frame.left - 1 || box.right > frame.right + 1) found.push(words + " is cut");
        boxes.slice(0, i).forEach((other, j) => {
            const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
            const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
            if (across > 2 && down > 5) found.push(words + " lies over " + texts[j].textContent);
        });
        return found;
    });
})"""
"""Texts in charts that are hard to read: their boxes may touch, since a box is higher than its letters."""


@pytest.mark.parametrize("width", [390, 1280])
def test_the_words_in_charts_are_large_and_neither_cut_nor_covered(open_metrics, width):
    page, faults = open_metrics(width), {}
    for section in SECTIONS:
        show(page, section)
        page.wait_for_timeout(1_000)  # charts are drawn when their place has its width
        faults[section] = page.evaluate(FAULTS)
    assert not any(faults.values()), faults


@pytest.mark.parametrize("width", [390, 1280])
def test_every_point_of_a_small_group_has_its_name(open_metrics, width):
    page = open_metrics(width)
    show(page, "Labels")
    page.get_by_role("radio", name="Weather", exact=True).click()
    chart = page.locator("[aria-label^='F1 against prevalence of 7 labels'] svg.marks")
    for label in LABELS:
        if label.group == "Weather":
            expect(chart.get_by_text(label.title, exact=True)).to_be_visible()
    page.wait_for_timeout(1_000)
    assert page.evaluate(FAULTS) == []


def test_the_table_of_a_small_group_has_no_blank_rows(open_metrics):
    page = open_metrics(1280)
    show(page, "Labels")
    page.get_by_role("radio", name="Weather", exact=True).click()
    expect(page.locator("[aria-label^='F1 against prevalence of 7 labels']")).to_be_visible()
    table = page.get_by_test_id("stDataFrame").first
    rows = 1 + sum(label.group == "Weather" for label in LABELS)
    assert table.bounding_box()["height"] <= 36 * rows


def colours(page: Page) -> set[str]:
    """The colours of the marks of weather labels in the chart of F1 against prevalence."""
    marks = page.locator("[aria-label^='F1 against prevalence'] svg.marks path[aria-label*='Group: Weather']")
    return set(marks.evaluate_all("marks => marks.map(mark => mark.getAttribute('fill'))"))


@pytest.mark.parametrize("dark", [False, True])
def test_a_group_keeps_its_colour_when_it_is_alone(open_metrics, dark):
    page = open_metrics(1280, dark)
    show(page, "Labels")
    expect(page.locator("[aria-label^='F1 against prevalence of 34 labels']")).to_be_visible()
    among_all = colours(page)
    page.get_by_role("radio", name="Weather", exact=True).click()
    expect(page.locator("[aria-label^='F1 against prevalence of 7 labels']")).to_be_visible()
    assert len(among_all) == 1
    assert colours(page) == among_all


def test_roc_auc_is_drawn_from_chance_on(open_metrics):
    page = open_metrics(1280)
    show(page, "Labels")
    page.get_by_role("radio", name="ROC AUC").click()
    chart = page.locator("[aria-label^='ROC AUC of 35 labels'] svg.marks")
    expect(chart.get_by_text("0.5: chance")).to_be_visible()
    ticks = chart.locator(".role-axis-label text").all_text_contents()
    assert min(float(tick) for tick in ticks if tick.startswith(("0.", "1."))) == 0.5


def test_the_threshold_reads_as_a_percentage_while_it_moves(open_metrics):
    page = open_metrics(1280)
    show(page, "One label")
    thumb = page.get_by_role("slider", name="Threshold")
    thumb.press("Home")
    for key, shown in (("ArrowRight", "0.1\u00a0%"), ("ArrowRight", "0.2\u00a0%"), ("End", "100\u00a0%")):
        thumb.press(key)
        expect(page.get_by_test_id("stSliderThumbValue")).to_have_text(shown)


def test_the_groups_of_a_rare_label_stand_apart_in_its_reliability_diagram(open_page):
    page = open_page("/metrics?section=one-label&label=hospitals", 1280)
    points = page.locator("[aria-label^='Reliability diagram of Hospitals'] svg.marks .mark-symbol path")
    expect(points).to_have_count(15)
    page.wait_for_timeout(1_000)
    places = sorted(points.evaluate_all("marks => marks.map(mark => mark.getBoundingClientRect().x)"))
    assert min(after - before for before, after in pairwise(places)) > 5
