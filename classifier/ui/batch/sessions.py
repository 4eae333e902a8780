"""A folder for the file of each session, and whether the session is still there."""

import os
import shutil
import tempfile
import threading
import time
from pathlib import Path

import streamlit as st
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

AWAY_SECONDS, FORGOTTEN_SECONDS = 15, 120
"""A session that is disconnected for so long has no job any more; after the second time its folder is deleted."""

_LOOKED_SECONDS = 5
_PREFIX = "classifier-files-"


class Sessions:
    """The sessions that have a file on the disk. Safe from several threads."""

    def __init__(self) -> None:
        """None so far."""
        self._lock = threading.Lock()
        self._folders: dict[str, tempfile.TemporaryDirectory[str]] = {}
        self._seen: dict[str, float] = {}
        _remove_leftovers()
        threading.Thread(target=self._sweep, daemon=True, name="sessions with files").start()

    def new_folder(self, session: str) -> Path:
        """An empty folder that only this account can read; the one before it is deleted. OSError if there is none."""
        self.forget(session)
        folder = tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", ignore_cleanup_errors=True)
        with self._lock:
            self._folders[session], self._seen[session] = folder, time.monotonic()
        return Path(folder.name)

    def forget(self, session: str) -> None:
        """Delete the folder of a session, if it has one."""
        with self._lock:
            folder = self._folders.pop(session, None)
            self._seen.pop(session, None)
        if folder:
            folder.cleanup()

    def is_here(self, session: str) -> bool:
        """Whether somebody still has the page open, or may come back after a moment without a network."""
        return self._away(session) < AWAY_SECONDS

    def _away(self, session: str) -> float:
        """Seconds since the session was seen last."""
        now = time.monotonic()
        with self._lock:
            if not Runtime.exists() or Runtime.instance().is_active_session(session):
                self._seen[session] = now
            return now - self._seen.get(session, 0.0)

    def _sweep(self) -> None:
        while True:
            time.sleep(_LOOKED_SECONDS)
            for session in list(self._folders):
                if self._away(session) > FORGOTTEN_SECONDS:
                    self.forget(session)


def _remove_leftovers() -> None:
    """Delete the folders of servers that were killed, which had no time for it."""
    if os.name != "posix":
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        server = folder.name.removeprefix(_PREFIX).partition("-")[0]
        try:
            os.kill(int(server), 0)  # asks only
        except (ProcessLookupError, ValueError):
            shutil.rmtree(folder, ignore_errors=True)
        except PermissionError:
            continue


@st.cache_resource(show_spinner=False)
def get_sessions() -> Sessions:
    """The sessions of this server."""
    return Sessions()


def this_session() -> str:
    """The session that the page is drawn for."""
    context = get_script_run_ctx()
    return context.session_id if context else str(os.getpid())
