"""The evaluation of a file with gold labels as a user meets it: the way there, to Classify and back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.steps import settle
from tests.browser.test_accessibility import problems
from tests.browser.test_batch_queue import OPEN, click, first_message
from tests.browser.test_many_messages import score, written

NEEDS = "We need water and food in the camp, please send tents and a doctor"
HOSTILE = '<img src=x onerror="document.title=1"> **the weather is nice** :red[help] =1+1'

OpenEvaluation = Callable[..., Page]


@pytest.fixture
def open_evaluation(open_page: OpenPage, tmp_path: Path) -> OpenEvaluation:
    """Opens the evaluation of a few messages, on some of which people and the model disagree."""
    rows = [[NEEDS, "0"], [HOSTILE, "1"], *([f"Greetings to everybody in town {i}", "0"] for i in range(60))]
    rows += [[f"There is no water at all in camp {i}, we need water", "1"] for i in range(40)]

    def open_with(width: int = 1280, dark: bool = False) -> Page:
        page = open_page("/many-messages", width, dark)
        score(page, written(tmp_path / "in.csv", ["message", "water"], *rows))
        page.get_by_role("tab", name="Evaluation").click()
        page.get_by_text("102 labelled rows are judged.").wait_for()
        settle(page)
        return page

    return open_with


def show(page: Page, part: str) -> None:
    """Look at one of the parts."""
    page.get_by_role("radio", name=part).click()
    settle(page)


def test_a_disagreement_opens_on_classify_and_coming_back_finds_the_same_part(open_evaluation: OpenEvaluation) -> None:
    page = open_evaluation()
    show(page, "Disagreements")
    expect(first_message(page)).to_have_text(HOSTILE)
    assert page.title() != "1"
    click(page, OPEN, 0)
    expect(page.get_by_role("textbox", name="Message", exact=True)).to_have_value(HOSTILE)
    page.get_by_role("link", name="Many messages").click()
    expect(first_message(page)).to_have_text(HOSTILE)


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)], ids=["light", "dark phone"])
def test_axe_finds_nothing_wrong_with_the_evaluation(open_evaluation: OpenEvaluation, width: int, dark: bool) -> None:
    page = open_evaluation(width, dark)
    expect(page.locator("svg.marks, canvas.marks")).to_be_visible()
    found = problems(page, "scores")
    show(page, "Disagreements")
    first_message(page).wait_for(state="attached")
    found += problems(page, "disagreements")
    show(page, "Thresholds")
    page.get_by_text("It is a suggestion").wait_for()
    settle(page)
    assert found + problems(page, "thresholds") == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
