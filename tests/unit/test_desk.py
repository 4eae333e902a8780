"""The desk of a reviewer under a quick second click, for which Streamlit runs the page again meanwhile."""

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from classifier.reviews.review import Review
from classifier.reviews.store import open_store
from classifier.ui.review.desk import Desk
from tests.reviewing import ANN, review

ENTERED_SECONDS = 60


def test_what_is_just_being_saved_is_not_reported_as_unsaved_by_a_second_run(file: Path) -> None:
    desk = Desk(ANN)
    with (
        closing(open_store(f"sqlite:///{file}")) as store,
        closing(sqlite3.connect(file, isolation_level=None)) as other,
    ):

        def second_run() -> list[Review]:
            desk.save_what_waits(store)
            return list(desk.waiting)

        with ThreadPoolExecutor(2) as threads:
            other.execute("BEGIN IMMEDIATE")  # the first run has to wait
            first = threads.submit(desk.keep, review(), store)
            end = time.monotonic() + ENTERED_SECONDS
            while not desk.waiting and time.monotonic() < end:
                time.sleep(0.01)
            second = threads.submit(second_run)
            time.sleep(0.2)  # without its turn it would be through by then
            other.execute("ROLLBACK")
            first.result()
            assert second.result() == []
        assert desk.saved
