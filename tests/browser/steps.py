"""Steps that browser tests of all pages take."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

LOAD_MILLISECONDS = 120_000


def settle(page: "Page") -> None:
    """Wait until the app has run to its end; the first page waits for the model too."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=LOAD_MILLISECONDS)
    page.wait_for_selector("h1", timeout=LOAD_MILLISECONDS)
