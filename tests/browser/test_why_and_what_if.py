"""Why and What if as a user sees them: shades, numbers, marks, and what scrolls."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import settle

NEEDS = "We need water and food in the camp, please send tents and a doctor"
MANY = (
    "The earthquake and the flood destroyed houses, roads, the hospital and the power lines; people are dead, missing "
    "and trapped, refugees need water, food, tents, clothes, medicine, doctors and money, and soldiers stop looters"
)
LONG = "Dear colleagues, this is the daily report from the camp: we need water, food and tents. " * 50
HOSTILE = '<img src=x onerror="document.title=1"> **bold** $x^2$ :red[help] &lt; [link](http://evil.example) 😀 ماء'
FAINT_TEXTS = (Path(__file__).parent / "faint_texts.js").read_text(encoding="utf-8")
SMALLEST = 14
"""Pixels of the smallest text."""


def classify(page: Page, message: str, label: str | None = None) -> None:
    """Classify a message and, where one is named, explain a label."""
    page.get_by_role("textbox", name="Message", exact=True).fill(message)
    page.get_by_role("button", name="Classify").click()
    page.get_by_role("tab", name="Why").click()
    page.locator(".why-text").wait_for()
    settle(page)
    if label:
        page.get_by_role("combobox", name="Label to explain").click()
        page.keyboard.type(label)
        page.get_by_role("option", name=label, exact=True).click()
        expect(page.get_by_text(f"What each word adds to {label}")).to_be_visible()


def all_labels(page: Page) -> Locator:
    """Choose the map of all labels; its frame."""
    page.get_by_role("radio", name="All labels").click()
    page.locator(".why-map").wait_for()
    settle(page)
    return page.locator(".why-map")


def what_if(page: Page) -> None:
    """Open What if."""
    page.get_by_role("tab", name="What if").click()
    settle(page)


def compare(page: Page, second: str) -> None:
    """Compare with a second message."""
    page.get_by_role("textbox", name="Second message").fill(second)
    page.get_by_role("button", name="Compare").click()
    page.locator(".two-texts").wait_for()
    settle(page)


def fill(element: Locator) -> str:
    """The colour behind an element, as it is drawn."""
    return element.evaluate("one => getComputedStyle(one).backgroundColor")


def font_sizes(frame: Locator) -> list[float]:
    """The font sizes of all texts in a frame, in pixels."""
    return frame.locator("span, th, td, div").evaluate_all(
        "all => all.filter(one => one.childElementCount === 0).map(one => parseFloat(getComputedStyle(one).fontSize))"
    )


def faint(page: Page) -> list[str]:
    """Texts of the open tab that do not stand out from what is behind them."""
    found = page.evaluate(FAINT_TEXTS, 4.5)
    shown = page.get_by_role("tabpanel").inner_text()
    return [text for text in found if text.rsplit(": ", 1)[0] in shown]


def word(page: Page, text: str) -> Locator:
    """A word of the shaded message."""
    return page.locator(".why-word", has=page.get_by_text(text, exact=True))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_words_that_add_more_are_shaded_more_and_carry_their_points(open_page, dark):
    page = open_page(dark=dark)
    classify(page, NEEDS, "Water")
    water, send = word(page, "water"), word(page, "send")
    assert int(water.locator(".why-points").inner_text()) > 20
    assert len({fill(water), fill(send), fill(page.locator("body"))}) >= 2
    assert fill(water) != fill(send)


def test_the_whole_message_is_there_with_the_words_that_the_model_ignores(page):
    classify(page, NEEDS, "Water")
    shown = page.locator(".why-text").evaluate(
        "text => { const copy = text.cloneNode(true); "
        "copy.querySelectorAll('.why-points').forEach(one => one.remove()); return copy.textContent; }"
    )
    assert shown == NEEDS


def test_cells_of_clearly_different_points_have_different_shades(page):
    classify(page, NEEDS)
    cells = (
        all_labels(page)
        .locator("td.why-moves")
        .evaluate_all(
            "all => all.map(one => [parseInt(one.innerText.replace('−', '-')), getComputedStyle(one).backgroundColor])"
        )
    )
    strong = sorted(points for points, _ in cells)[-2:]
    assert strong[0] < strong[1]
    assert len({color for points, color in cells if points in strong}) == 2


@pytest.mark.parametrize("width", [1440, 390])
def test_the_map_of_many_labels_scrolls_and_its_text_stays_large(open_page, width):
    page = open_page(width=width)
    classify(page, MANY)
    frame = all_labels(page)
    inside, outside = frame.evaluate("one => [one.scrollWidth, one.clientWidth]")
    assert inside > outside
    assert min(font_sizes(frame)) >= SMALLEST
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width


def test_the_names_of_words_and_labels_stay_in_view_while_the_map_scrolls(open_page):
    page = open_page(width=390)
    classify(page, MANY)
    frame = all_labels(page)
    frame.evaluate("one => one.scrollTo(600, 200)")
    left, top = frame.bounding_box()["x"], frame.bounding_box()["y"]
    rows, heads = frame.locator("tbody th"), frame.locator("thead th")
    assert abs(rows.last.bounding_box()["x"] - left) < 3
    assert abs(heads.last.bounding_box()["y"] - top) < 3


@pytest.mark.parametrize("width", [1440, 390])
def test_a_long_message_wraps_and_scrolls_in_a_frame_of_bounded_height(open_page, width):
    page = open_page(width=width)
    classify(page, LONG)
    frame = page.locator(".why-text")
    box = frame.evaluate("one => [one.scrollHeight > one.clientHeight, one.scrollWidth <= one.clientWidth]")
    assert box == [True, True]
    assert frame.bounding_box()["height"] < 500
    assert min(font_sizes(frame)) >= SMALLEST


def test_the_frames_that_scroll_are_reached_and_scrolled_by_keyboard(page):
    classify(page, LONG)
    frame = page.locator(".why-text")
    frame.focus()
    page.keyboard.press("PageDown")
    page.wait_for_timeout(500)
    assert frame.evaluate("one => one.scrollTop") > 0


def test_markup_scripts_and_formulas_in_a_message_stay_text(page):
    classify(page, HOSTILE)
    what_if(page)
    compare(page, HOSTILE + " now")
    assert page.locator(".two-texts-text").first.text_content() == HOSTILE
    page.get_by_role("tab", name="Why").click()
    page.locator(".why-text").wait_for()
    for text in ("<", "onerror", "**", "$", ":", "](http://evil.example) 😀 "):
        assert text in page.locator(".why-text").text_content()
    all_labels(page)
    assert page.locator("[data-testid=stMain] :is(img, .katex, a[href*=evil])").count() == 0
    assert page.title() != "1"


def test_one_word_is_deleted_marked_and_compared_with_one_click(page):
    classify(page, NEEDS)
    what_if(page)
    page.get_by_role("radiogroup", name="Delete a word").get_by_role("radio", name="water", exact=True).click()
    expect(page.get_by_role("textbox", name="Second message")).to_have_value(NEEDS.replace("water ", ""))
    removed = page.locator(".two-texts del")
    expect(removed).to_have_text("−water")
    assert "line-through" in removed.locator("span").evaluate("one => getComputedStyle(one).textDecorationLine")
    expect(page.locator(".st-key-changes svg.marks")).to_be_visible()


@pytest.mark.parametrize(("width", "side_by_side"), [(1440, True), (390, False)])
def test_the_two_texts_stand_side_by_side_or_on_a_phone_one_above_the_other(open_page, width, side_by_side):
    page = open_page(width=width)
    classify(page, NEEDS)
    what_if(page)
    compare(page, NEEDS.replace("water", "fire"))
    first, second = (page.locator(".two-texts-text").nth(i).bounding_box() for i in (0, 1))
    assert (first["y"] == second["y"]) == side_by_side
    assert (first["x"] == second["x"]) != side_by_side


def test_a_copy_makes_no_difference_and_draws_no_chart(page):
    classify(page, NEEDS)
    what_if(page)
    page.get_by_role("button", name="Copy to second message").click()
    expect(page.get_by_text("No difference: both messages read the same.")).to_be_visible()
    expect(page.locator(".st-key-changes")).to_have_count(0)


def test_another_first_message_clears_what_if(page):
    classify(page, NEEDS)
    what_if(page)
    compare(page, NEEDS.replace("water", "fire"))
    page.get_by_role("textbox", name="Message", exact=True).fill(MANY)
    page.get_by_role("button", name="Classify").click()
    expect(page.get_by_role("textbox", name="Second message")).to_have_value("")
    expect(page.locator(".two-texts")).to_have_count(0)


def test_a_visit_to_another_tab_keeps_the_comparison(page):
    classify(page, NEEDS)
    what_if(page)
    compare(page, NEEDS.replace("water", "fire"))
    page.get_by_role("tab", name="Table").click()
    settle(page)
    what_if(page)
    expect(page.get_by_role("textbox", name="Second message")).to_have_value(NEEDS.replace("water", "fire"))
    expect(page.locator(".two-texts ins")).to_have_text("+fire")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_text_of_both_tabs_stands_out_from_what_is_behind_it(open_page, dark):
    page = open_page(dark=dark)
    classify(page, NEEDS, "Water")
    assert faint(page) == []
    all_labels(page)
    assert faint(page) == []
    what_if(page)
    compare(page, NEEDS.replace("water", "fire"))
    assert faint(page) == []
