"""The desk of a reviewer, on which two runs of a page may work at once."""

from collections.abc import Iterable
from pathlib import Path
from threading import Event, Thread

from classifier.reviews.review import Review, Source, judged
from classifier.reviews.store import Store, open_store
from classifier.ui.review.desk import CHOSEN, Desk, Item
from tests.reviewing import ANN, predicted

SOON = 20


class Slow(Store):
    """The real record on a disk that takes its time: saving begins, and ends when it is told to."""

    begun, go_on = Event(), Event()

    def keep(self, reviews: Iterable[Review]) -> tuple[Review, ...]:
        """Keep the reviews in the end."""
        self.begun.set()
        assert self.go_on.wait(SOON)
        return super().keep(reviews)


def test_a_second_run_does_not_take_what_is_being_saved_for_what_cannot_be_saved(tmp_path: Path) -> None:
    store = Slow(open_store(f"sqlite:///{tmp_path}/reviews.db")._engine)
    item = Item(1, "We need water", Source.PASTE, CHOSEN, predicted(), None, may_be_blind=True)
    desk, waiting = Desk(ANN, item=item), []
    callback = Thread(target=desk.submit, args=(item.id, judged(["water"], None), False, store))
    callback.start()
    assert store.begun.wait(SOON)
    second = Thread(target=lambda: (desk.save_what_waits(store), waiting.append(list(desk.waiting))))
    second.start()
    second.join(0.2)
    store.go_on.set()
    callback.join(SOON)
    second.join(SOON)
    assert waiting == [[]]
    assert len(store.current()) == 1
