"""Whether a page is being drawn at the moment, for what can wait."""

import threading

SCRIPT_THREAD = "ScriptRunner.scriptThread"
"""What Streamlit calls the thread that runs the page of one session, which ends with the run."""


def is_a_page_running() -> bool:
    """Whether the page of any session, or a part of it, is being run."""
    return any(thread.name == SCRIPT_THREAD for thread in threading.enumerate())
