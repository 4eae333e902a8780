"""Steps that browser tests of all pages take."""

from pathlib import Path
from typing import TYPE_CHECKING

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

LOAD_MILLISECONDS = 120_000


def watch_runs(context: "BrowserContext") -> None:
    """Let `settle` know of runs that were asked for, on all pages that are opened from now on."""
    asked = BackMsg.DESCRIPTOR.fields_by_name["rerun_script"].number
    ended = ForwardMsg.DESCRIPTOR.fields_by_name["script_finished"].number
    script = Path(__file__).with_name("runs.js").read_text(encoding="utf-8")
    context.add_init_script(f"({script})({asked}, {ended}, {ForwardMsg.FINISHED_EARLY_FOR_RERUN})")


def settle(page: "Page") -> None:
    """Wait until the app has run to its end; the first page waits for the model too."""
    ran = "html:not([data-run=asked]) [data-testid=stApp][data-test-script-state=notRunning]"
    page.wait_for_selector(ran, timeout=LOAD_MILLISECONDS)
    page.wait_for_selector("h1", timeout=LOAD_MILLISECONDS)
