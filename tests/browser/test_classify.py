"""The Classify page as a user meets it: a real server, a real browser."""

import json
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from classifier.labels import LABELS
from tests.browser.steps import settle

NEEDS = "We need water and food in the camp, please send tents and a doctor"
GERMAN = "Wir brauchen dringend Wasser und Zelte im Lager, bitte schickt Hilfe"
RESCUE = "Three people are trapped under a collapsed building and need urgent rescue."
LONG = "Dear colleagues, this is the daily report. " * 12 + RESCUE
WIDTHS = (1440, 390)


def classify(page: Page, message: str) -> None:
    """Type a message, press the button, wait until the answer is drawn."""
    page.get_by_role("textbox", name="Message", exact=True).fill(message)
    page.get_by_role("button", name="Classify").click()
    page.get_by_text("Answered in").wait_for()
    wait_for_drawing(page, "probability_bars")
    settle(page)


def chart(page: Page, key: str):
    """The drawing of a chart by its key."""
    return page.locator(f".st-key-{key} svg.marks")


def wait_for_drawing(page: Page, key: str) -> None:
    """Wait until a chart shows its data: more text than an axis has."""
    chart(page, key).locator("text").nth(9).wait_for()


def names_on(page: Page, key: str) -> list[str]:
    """All text in a chart, once it is drawn."""
    wait_for_drawing(page, key)
    return texts_in(page, key)


def texts_in(page: Page, key: str) -> list[str]:
    """All text in a chart that is drawn already."""
    return chart(page, key).locator("text").all_text_contents()


def tab(page: Page, name: str) -> None:
    """Open one of the tabs under the answer."""
    page.get_by_role("tab", name=name).click()
    settle(page)


def test_a_typed_message_gets_a_bar_with_its_whole_name_for_each_of_the_35_labels(page):
    classify(page, NEEDS)
    shown = {name.split(" · ")[0] for name in names_on(page, "probability_bars")}
    assert {label.title for label in LABELS} <= shown


def test_control_and_enter_submit_the_message(page):
    box = page.get_by_role("textbox", name="Message", exact=True)
    box.fill(NEEDS)
    box.press("Control+Enter")
    expect(page.get_by_text("Answered in")).to_be_visible()


def test_what_is_typed_stays_out_of_the_address(page):
    classify(page, NEEDS)
    assert urlsplit(page.url).query == ""


def test_an_example_is_one_click_from_its_answer(page):
    page.get_by_role("radio", name="Off topic").click()
    expect(page.get_by_text("Answered in")).to_be_visible()


def test_a_link_opens_a_prepared_example(open_page):
    expect(open_page("/?example=rescue").get_by_text("Answered in")).to_be_visible()


def test_a_link_opens_a_prepared_message(open_page):
    page = open_page(f"/?message={quote(NEEDS)}")
    expect(page.get_by_role("textbox", name="Message", exact=True)).to_have_value(NEEDS)


def test_message_and_answer_are_still_there_after_a_visit_to_the_other_page(page):
    classify(page, NEEDS)
    page.get_by_role("link", name="Data and metrics").click()
    expect(page.get_by_role("heading", name="Data and metrics")).to_be_visible()
    settle(page)
    page.get_by_role("link", name="Classify").click()
    expect(page.get_by_text("Answered in")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("example", ["several-needs", "spelling", "creole", "another-language", "long"])
def test_every_text_stands_out_from_what_is_behind_it(open_page, example, dark):
    page = open_page(f"/?example={example}", dark=dark)
    wait_for_drawing(page, "probability_bars")
    assert page.evaluate(_FAINT_TEXTS, 4.5) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("example", ["several-needs", "another-language", "long"])
def test_nothing_is_wider_than_the_window(open_page, example, width):
    page = open_page(f"/?example={example}", width=width)
    wait_for_drawing(page, "probability_bars")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_no_name_in_the_bars_is_cut_at_the_edge_of_the_drawing(open_page, width):
    page = open_page("/?example=several-needs", width=width)
    wait_for_drawing(page, "probability_bars")
    drawing = chart(page, "probability_bars")
    frame = drawing.bounding_box()
    edges = drawing.locator("text").evaluate_all(
        "all => all.map(text => text.getBoundingClientRect()).map(box => [box.left, box.right])"
    )
    assert all(frame["x"] - 1 <= left and right <= frame["x"] + frame["width"] + 1 for left, right in edges)


def test_another_operating_point_changes_the_answer_and_does_not_run_the_model(page):
    classify(page, NEEDS)
    taken = page.get_by_text("Answered in").inner_text().partition("Answered in")[2]
    sentence = page.get_by_role("heading", level=2)
    before = sentence.inner_text()
    page.get_by_text("Find most", exact=True).click()
    expect(sentence).not_to_have_text(before)
    assert page.get_by_text("Answered in").inner_text().endswith(taken)


def test_the_slider_answers_to_the_keyboard(page):
    classify(page, NEEDS)
    page.get_by_role("radio", name="Water").click()
    slider = page.get_by_role("slider", name="Flag it from")
    before = slider.get_attribute("aria-valuenow")
    slider.press("ArrowRight")
    expect(slider).not_to_have_attribute("aria-valuenow", before)


def test_a_drawing_stays_where_it_is_when_a_threshold_moves(page):
    classify(page, NEEDS)
    chart(page, "probability_bars").evaluate("drawing => drawing.dataset.seen = 'before'")
    page.get_by_text("Find most", exact=True).click()
    settle(page)
    assert chart(page, "probability_bars").get_attribute("data-seen") == "before"


def test_a_drawing_stays_where_it_is_when_the_message_changes(page):
    classify(page, NEEDS)
    chart(page, "probability_bars").evaluate("drawing => drawing.dataset.seen = 'before'")
    page.get_by_role("radio", name="News report").click()
    expect(page.get_by_role("textbox", name="Message", exact=True)).not_to_have_value(NEEDS)
    settle(page)
    assert chart(page, "probability_bars").get_attribute("data-seen") == "before"


def test_the_notice_of_an_unknown_language_stands_above_the_answer_and_no_bar_has_a_check_mark(page):
    classify(page, GERMAN)
    notice = page.get_by_text("This message seems to be in German")
    assert notice.bounding_box()["y"] < page.get_by_role("heading", level=2).bounding_box()["y"]
    assert not any("✓" in text for key in ("probability_bars", "related_bars") for text in texts_in(page, key))


def test_the_notice_goes_when_the_next_message_is_in_english(page):
    classify(page, GERMAN)
    classify(page, NEEDS)
    expect(page.get_by_text("a language that the model does not know")).to_have_count(0)
    assert any("✓" in text for text in names_on(page, "probability_bars"))


def test_a_long_message_shows_the_part_that_raised_a_label_with_its_text(page):
    classify(page, LONG)
    tab(page, "What it read")
    expect(page.get_by_text("Part 13 of 13 raised")).to_be_visible()
    expect(page.locator(".st-key-parts [data-testid=stText]")).to_contain_text(RESCUE)
    assert {"Search and rescue", "part 13"} <= set(names_on(page, "part_points"))


def test_the_chart_is_saved_as_a_picture(page):
    classify(page, NEEDS)
    page.locator(".st-key-probability_bars").hover()
    with page.expect_download() as download:
        page.locator(".st-key-probability_bars").get_by_role("button", name="Download as PNG").click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")


def test_the_chart_shows_its_data_as_a_table(page):
    classify(page, NEEDS)
    page.locator(".st-key-probability_bars").hover()
    page.locator(".st-key-probability_bars").get_by_role("button", name="Show data").click()
    expect(page.locator(".st-key-probability_bars [data-testid=stDataFrame]")).to_be_visible()


def test_the_result_is_downloaded_with_the_hash_of_the_model(page, assets):
    classify(page, NEEDS)
    tab(page, "Download")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download JSON").click()
    content = json.loads(download.value.path().read_text(encoding="utf-8"))
    manifest = json.loads((assets / "manifest.json").read_text(encoding="utf-8"))
    assert content["model_sha256"] == manifest["files"]["model.keras"]


def test_the_tab_key_reaches_everything_that_can_be_used(page):
    classify(page, NEEDS)
    page.get_by_role("textbox", name="Message", exact=True).focus()
    reached = set()
    for _ in range(45):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(_FOCUSED))
    wanted = ("Classify", "Several needs", "Water", "Balanced", "Highest first", "Open a topic", "Topics")
    assert [name for name in wanted if not any(name in found for found in reached)] == []


_FOCUSED = """() => {
  const e = document.activeElement;
  return [e.getAttribute('aria-label'), e.innerText, e.getAttribute('title')].filter(Boolean).join(' ');
}"""

_FAINT_TEXTS = (Path(__file__).parent / "faint_texts.js").read_text(encoding="utf-8")
