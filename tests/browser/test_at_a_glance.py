"""The demo in the room: what is seen without scrolling, what a click opens, what is out of date, links and Present."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import settle

NEEDS = "We need water and food in the camp, please send tents and a doctor"
OTHER = "The bridge near the market collapsed in the storm"


def box(page: Page) -> Locator:
    """The message box."""
    return page.get_by_role("textbox", name="Message", exact=True)


def verdict(page: Page) -> Locator:
    """The heading of the answer."""
    return page.locator(".st-key-answer").get_by_role("heading").first


def classify(page: Page, message: str) -> None:
    """Type a message and press the button."""
    box(page).fill(message)
    page.get_by_role("button", name="Classify").click()
    verdict(page).wait_for()
    settle(page)


def opacity(page: Page) -> float:
    """How strongly the answer is drawn."""
    return float(page.locator(".st-key-answer_area").evaluate("one => getComputedStyle(one).opacity"))


def bottom(element: Locator) -> float:
    """The lower edge of an element, in pixels from the top of the window."""
    frame = element.bounding_box()
    return frame["y"] + frame["height"]


def click_bar(page: Page, label: str) -> None:
    """Click in the middle of a row of the chart."""
    name = page.locator(".st-key-probability_bars svg.marks text", has_text=label).first
    name.scroll_into_view_if_needed()
    row, chart = name.bounding_box(), page.locator(".st-key-probability_bars svg.marks").bounding_box()
    page.mouse.click(chart["x"] + chart["width"] / 2, row["y"] + row["height"] / 2)


def dialog(page: Page, title: str) -> Locator:
    """The dialog of a label, once it is open."""
    found = page.get_by_role("dialog", name=title)
    expect(found).to_contain_text("When it predicts")
    return found


@pytest.mark.parametrize(
    "example", ["several-needs", "rescue", "news", "spelling", "creole", "another-language", "long"]
)
def test_message_verdict_topics_and_the_way_to_why_and_what_if_are_seen_without_scrolling(open_page, example):
    page = open_page(f"/?example={example}", width=1280, height=720)
    expect(box(page)).not_to_have_value("")
    expect(page.get_by_role("tab", name="Why", exact=True)).to_be_visible()
    for seen in (box(page), verdict(page), *page.locator(".st-key-answer [role=radio]").all()):
        assert bottom(seen) <= 720
    for name in ("Why", "What if"):
        assert bottom(page.get_by_role("tab", name=name, exact=True)) <= 720


def test_on_a_phone_the_bars_come_after_the_verdict_and_before_the_settings(open_page):
    page = open_page("/?example=several-needs", width=390)
    bars = page.locator(".st-key-probability_bars svg.marks")
    bars.wait_for()
    tops = [verdict(page), bars, page.get_by_text("How cautious should it be?").first]
    assert tops == sorted(tops, key=lambda one: one.bounding_box()["y"])


def test_the_button_is_the_primary_one(page):
    colors = page.get_by_role("button", name="Classify").evaluate(
        "one => [getComputedStyle(one).backgroundColor, getComputedStyle(one).color]"
    )
    assert colors == ["rgb(29, 91, 184)", "rgb(255, 255, 255)"]


@pytest.mark.parametrize("width", [1280, 390])
def test_no_text_in_a_chart_is_smaller_than_14_pixels(open_page, width):
    page = open_page("/?example=several-needs", width=width)
    page.locator(".st-key-related_bars svg.marks text").nth(3).wait_for()
    page.locator(".st-key-probability_bars svg.marks text").nth(70).wait_for()
    sizes = page.locator("svg.marks text").evaluate_all(
        "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert len(sizes) > 70
    assert min(sizes) >= 14


def test_a_click_on_a_chip_opens_its_label(page):
    classify(page, NEEDS)
    page.get_by_role("radio", name="Water").click()
    shown = dialog(page, "Water")
    expect(shown).to_contain_text("test messages given about")
    expect(shown).to_contain_text("flagged (from")
    expect(shown).to_contain_text("Of 1,000 messages")
    expect(shown.locator(".why-text")).to_contain_text("water")


def test_a_chip_opens_its_label_by_keyboard_and_escape_closes_it(page):
    classify(page, NEEDS)
    page.get_by_role("radio", name="Water").press("Enter")
    dialog(page, "Water")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_click_on_a_bar_opens_its_label_and_so_does_the_next(page):
    classify(page, NEEDS)
    for _ in range(2):
        click_bar(page, "Earthquake")
        dialog(page, "Earthquake")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        settle(page)


def test_the_evidence_of_any_bar_is_reached_without_a_pointer(page):
    classify(page, NEEDS)
    page.get_by_role("combobox", name="Open a topic").focus()
    page.keyboard.type("Earthq")
    page.keyboard.press("Enter")
    dialog(page, "Earthquake")


def test_a_threshold_moved_by_keyboard_shows_beside_the_switch_and_is_reset(page):
    classify(page, NEEDS)
    page.get_by_role("radio", name="Water").click()
    slider = dialog(page, "Water").get_by_role("slider", name="Flag it from")
    own = slider.get_attribute("aria-valuetext")
    slider.press("ArrowRight")
    expect(slider).not_to_have_attribute("aria-valuetext", own)
    settle(page)
    page.keyboard.press("Escape")
    expect(page.get_by_text("Water is flagged from")).to_contain_text(f"instead of {own}")
    page.get_by_role("button", name="Reset").click()
    expect(page.get_by_text("Water is flagged from")).to_have_count(0)


def test_while_a_message_is_typed_the_answer_is_dim_and_said_to_be_to_the_one_before(page):
    page.get_by_role("radio", name="Off topic").click()
    verdict(page).wait_for()
    settle(page)
    note = page.get_by_text("this is still the answer to the one before")
    expect(note).to_be_hidden()
    box(page).press_sequentially("now")
    expect(note).to_be_visible()
    assert opacity(page) < 0.8


def test_a_message_that_was_changed_and_left_stays_out_of_date_until_it_is_classified(page):
    page.get_by_role("radio", name="Off topic").click()
    verdict(page).wait_for()
    settle(page)
    box(page).fill(NEEDS)
    box(page).blur()
    expect(page.locator(".st-key-outdated")).to_be_visible()
    assert opacity(page) < 0.8
    expect(page.get_by_role("radio", name="Off topic")).not_to_be_checked()
    page.get_by_role("button", name="Classify").click()
    expect(page.locator(".st-key-outdated")).to_have_count(0)
    settle(page)
    assert opacity(page) == 1


def test_back_and_forward_move_between_examples(page):
    for example in ("Off topic", "Trapped"):
        page.get_by_role("radio", name=example).click()
        verdict(page).wait_for()
        settle(page)
    trapped = box(page).input_value()
    page.go_back()
    expect(box(page)).not_to_have_value(trapped)
    expect(page.get_by_role("radio", name="Off topic")).to_be_checked()
    page.go_forward()
    expect(box(page)).to_have_value(trapped)


def test_back_and_forward_move_between_the_tabs_and_settings_that_were_chosen(page):
    classify(page, NEEDS)
    balanced = verdict(page).inner_text()
    page.get_by_text("Find most", exact=True).click()
    expect(verdict(page)).not_to_have_text(balanced)
    settle(page)
    many = verdict(page).inner_text()
    page.get_by_role("tab", name="Why", exact=True).click()
    expect(page.locator(".why-text")).to_be_visible()
    settle(page)
    page.go_back()
    expect(page.get_by_role("tab", name="Topics")).to_have_attribute("aria-selected", "true")
    expect(verdict(page)).to_have_text(many)
    page.go_back()
    expect(verdict(page)).to_have_text(balanced)
    page.go_forward()
    expect(verdict(page)).to_have_text(many)


def test_the_copied_link_opens_the_same_example_section_and_setting(page, open_page):
    page.get_by_role("radio", name="Trapped").click()
    verdict(page).wait_for()
    settle(page)
    balanced = verdict(page).inner_text()
    page.get_by_text("Find most", exact=True).click()
    expect(verdict(page)).not_to_have_text(balanced)
    settle(page)
    said = verdict(page).inner_text()
    page.get_by_role("button", name="Copy link").click()
    link = page.locator("[data-testid=stPopoverBody] code").inner_text()
    parts = urlsplit(link)
    assert parse_qs(parts.query)["example"] == ["rescue"]
    opened = open_page(f"/?{parts.query}")
    expect(verdict(opened)).to_have_text(said)


def test_a_presentation_is_larger_shows_the_message_on_one_line_and_hides_the_rest(open_page):
    usual = open_page("/?example=long", width=1280)
    large = open_page("/?example=long&present=1", width=1280)
    for page in (usual, large):
        expect(page.get_by_text("Answered in")).to_be_visible()
        settle(page)
    size = "one => parseFloat(getComputedStyle(one).fontSize)"
    assert verdict(large).evaluate(size) > 1.2 * verdict(usual).evaluate(size)
    assert box(large).bounding_box()["height"] < 60
    expect(large.get_by_role("tab")).to_have_count(0)
    expect(large.get_by_role("link", name="Data and metrics")).to_be_hidden()
    expect(large.locator(".why-text")).to_be_visible()


def test_a_presentation_turns_pages_with_page_down_and_ends_with_escape(open_page):
    page = open_page("/?example=several-needs&present=1")
    for key, place in (("", 1), ("PageDown", 2), ("PageUp", 1)):
        if key:
            page.keyboard.press(key)
        expect(page.get_by_text(f"({place} of 12)")).to_be_visible()
        page.locator(".why-text").wait_for()
        settle(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("tab", name="Why", exact=True)).to_be_visible()
    assert "present" not in page.url


def test_a_presentation_that_was_switched_on_by_a_click_turns_pages_at_once(page):
    page.get_by_role("radio", name="Several needs").click()
    verdict(page).wait_for()
    settle(page)
    page.get_by_text("Present", exact=True).click()
    expect(page.get_by_text("(1 of 12)")).to_be_visible()
    settle(page)
    page.keyboard.press("PageDown")
    expect(page.get_by_text("(2 of 12)")).to_be_visible()


def test_a_recent_message_is_returned_to_and_all_are_cleared(page):
    classify(page, NEEDS)
    classify(page, OTHER)
    page.get_by_role("button", name="Recent").click()
    page.get_by_role("combobox", name="Recent messages").click()
    page.get_by_role("option", name=NEEDS).click()
    expect(box(page)).to_have_value(NEEDS)
    settle(page)
    if not page.get_by_role("button", name="Clear").is_visible():
        page.get_by_role("button", name="Recent").click()
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_role("button", name="Recent")).to_have_count(0)


def test_the_model_card_opens_from_the_app(page):
    page.get_by_role("link", name="Model card").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Model card")
    expect(page.get_by_text("card --assets")).to_have_count(0)
