"""Pictures of the Classify page for review: both themes, wide and phone width.

Take them again after a change to the page or the model: python tests/browser/screenshots.py
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.browser.server import ARGUMENTS, find_browser, served
from tests.browser.steps import settle

FOLDER = Path(__file__).parent / "screenshots"
WIDE, PHONE = 1440, 390
SHOTS = [  # file, path, width, dark, tab to open
    ("classify-wide-light", "/?example=several-needs", WIDE, False, None),
    ("classify-wide-dark", "/?example=rescue", WIDE, True, None),
    ("classify-phone-light", "/?example=creole", PHONE, False, None),
    ("classify-phone-dark", "/?example=spelling", PHONE, True, None),
    ("classify-another-language", "/?example=another-language", WIDE, False, None),
    ("classify-long-message", "/?example=long", WIDE, False, None),
    ("classify-empty", "/", WIDE, False, None),
    ("classify-what-if", "/?example=figurative", WIDE, False, "What if"),
    ("classify-why", "/?example=several-needs", WIDE, False, "Why"),
    ("classify-present", "/?example=several-needs&present=1", WIDE, True, None),
]


def main() -> None:
    """Take all pictures, each of the whole page."""
    FOLDER.mkdir(exist_ok=True)
    log = Path(tempfile.mkstemp(suffix=".log")[1])
    with served(log) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(ARGUMENTS))
        for name, path, width, dark, tab in SHOTS:
            take(browser, server.url + path, width, dark, tab, FOLDER / f"{name}.png")
        browser.close()


def take(browser: Browser, address: str, width: int, dark: bool, tab: str | None, target: Path) -> None:
    """One picture, from the top of the page to its end."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light")
    page.goto(address)
    settle(page)
    if tab:
        page.get_by_role("tab", name=tab, exact=True).click()
    if tab == "What if":
        page.get_by_role("radiogroup", name="Delete a word").get_by_role("radio", name="earthquake").click()
    _show_all_of(page, width)
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(128).save(target, optimize=True)  # a third of the size, no visible loss
    page.close()


def _show_all_of(page: Page, width: int) -> None:
    page.wait_for_timeout(1_500)
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": max(900, height)})
    page.wait_for_timeout(1_500)


if __name__ == "__main__":
    main()
