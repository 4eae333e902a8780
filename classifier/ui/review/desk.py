"""What lies before a reviewer: a message, what was said about it, and what is not yet saved.

A session has one desk, a plain object that callbacks change. Nothing here calls Streamlit: Streamlit may stop a script
at each such call, and a judgement must not be stopped between the page and the record.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import wraps
from threading import RLock
from typing import Concatenate, ParamSpec
from uuid import UUID, uuid4

from classifier.errors import ReviewsError, SupersededError
from classifier.reviews.review import (
    ErrorKind,
    Judgement,
    Method,
    Predicted,
    Review,
    Reviewer,
    Sampling,
    Source,
    text_sha256,
)
from classifier.reviews.stack import Progress, StackMessage, StackSummary
from classifier.reviews.store import Store


@dataclass(frozen=True)
class Item:
    """A message to judge. `number` tells the widgets of one message from those of the next.

    `chosen` are the labels that the reviewer chose; others that are marked were filled in.
    """

    number: int
    message: str
    source: Source
    sampling: Sampling
    predicted: Predicted
    stack: UUID | None
    may_be_blind: bool
    chosen: frozenset[str] = frozenset()
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class Remarks:
    """What a reviewer adds to a final judgement: comments on single outputs, a note, a kind of error."""

    comments: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    kind: ErrorKind | None = None


@dataclass(frozen=True)
class Skipped:
    """A message that was put aside."""

    item: Item


REFUSED = "The last review was deleted meanwhile, so what you changed in it is not kept."
CHOSEN = Sampling(Method.CHOSEN)
Predict = Callable[[str], Predicted]
_Given = ParamSpec("_Given")


def _in_turn(action: Callable[Concatenate["Desk", _Given], None]) -> Callable[Concatenate["Desk", _Given], None]:
    """One at a time: after a quick second click Streamlit runs the page while the first one is still being saved."""

    @wraps(action)
    def alone(desk: "Desk", /, *given: _Given.args, **named: _Given.kwargs) -> None:
        with desk.turn:
            action(desk, *given, **named)

    return alone


@dataclass
class Desk:
    """The desk of one reviewer. `review` is the latest review of `item`; None until the answer is shown.

    `shown` are the texts whose answers were shown here; the record knows those of other stacks and sessions.
    """

    reviewer: Reviewer
    stack: StackSummary | None = None
    progress: Progress | None = None
    item: Item | None = None
    review: Review | None = None
    history: list[Skipped | tuple[Item, Review]] = field(default_factory=list)
    waiting: list[Review] = field(default_factory=list)
    skipped: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    trouble: str = ""
    refused: str = ""
    objection: str = ""
    saved: bool = False
    tried: bool = False
    number: int = 0
    turn: RLock = field(default_factory=RLock, repr=False, compare=False)

    @_in_turn
    def open(self, stack: StackSummary | None) -> None:
        """Begin or go on with a stack; None: with none."""
        self.stack, self.progress = stack, None
        self.item = self.review = None
        self.history, self.skipped = [], set()
        self.objection, self.saved = "", False

    @_in_turn
    def take_next(self, store: Store, predict: Predict) -> None:
        """Take the next message of the stack, if there is one; ReviewsError if the record cannot be read."""
        if self.stack is None or self.item is not None:
            return
        out = self.skipped | {one.message for one in self.waiting}
        found = store.next_message(self.stack.id, self.reviewer, out)
        self.progress = store.progress(self.stack.id, self.reviewer)
        if found:
            self._put(found, self.stack.source, predict, not self.stack.was_seen_by(self.reviewer))

    @_in_turn
    def put_answer(self, message: str, predict: Predict) -> None:
        """Take a message whose answer was seen on Classify, in place of a stack."""
        self.stack = self.progress = None
        self.history, self.skipped, self.objection, self.saved = [], set(), "", False
        self._put(StackMessage(message, CHOSEN), Source.CLASSIFY, predict, may_be_blind=False)

    @_in_turn
    def submit(self, id_: UUID, judgement: Judgement, shown: bool, store: Store, chosen: Collection[str] = ()) -> None:
        """Keep the first judgement of a message and show the answer; `shown`: it was seen elsewhere before."""
        item = self.item
        if item is None or item.id != id_ or self.review is not None:  # a double click
            return
        self.review = Review(
            item.id,
            item.message,
            item.source,
            item.sampling,
            item.may_be_blind and not shown and text_sha256(item.message) not in self.shown,
            self.reviewer,
            judgement,
            item.predicted,
            stack=item.stack,
        )
        self.item = replace(item, chosen=frozenset(chosen))
        self.shown.add(text_sha256(item.message))
        self.keep(self.review, store)

    @_in_turn
    def finish(
        self, id_: UUID, judgement: Judgement, remarks: Remarks, store: Store, chosen: Collection[str] = ()
    ) -> None:
        """Keep the final judgement, as a new row that takes the place of the one before, and clear the desk."""
        before = self.review
        if before is None or self.item is None or before.id != id_:
            return
        after = replace(
            before,
            id=uuid4(),
            final=judgement,
            comments=remarks.comments,
            note=remarks.note,
            error_kind=remarks.kind,
            supersedes=before.id,
        )
        self.history.append((replace(self.item, chosen=self.item.chosen.union(chosen)), after))
        self.item = self.review = None
        self.keep(after, store)

    @_in_turn
    def keep(self, review: Review, store: Store) -> None:
        """Save a review, now or later."""
        if review not in self.waiting:
            self.waiting.append(review)
        self.save(store)

    @_in_turn
    def save(self, store: Store) -> None:
        """Save what waits; where that fails it goes on waiting. `saved` is true only after the commit."""
        self.saved, self.tried, self.objection = False, True, ""
        self.trouble, self.refused = "", ""
        while self.waiting:
            first = self.waiting[0]
            try:
                [kept] = store.keep([first])
            except SupersededError:
                self.refused = REFUSED
            except ReviewsError as error:
                self.trouble, self.saved = str(error), False
                return
            else:
                self.saved = True
                if self.review and self.review.id == kept.id:
                    self.review = kept
            self.waiting.remove(first)

    @_in_turn
    def save_what_waits(self, store: Store) -> None:
        """Try again as soon as somebody goes on, unless that itself was an attempt to save."""
        if self.waiting and not self.tried:
            self.save(store)
        self.tried = False

    @_in_turn
    def skip(self, id_: UUID) -> None:
        """Put the message aside."""
        if self.item is not None and self.item.id == id_ and self.review is None:
            self.skipped.add(self.item.message)
            self.history.append(Skipped(self.item))
            self.item, self.objection, self.saved = None, "", False

    @_in_turn
    def return_to_skipped(self) -> None:
        """Offer again what was put aside."""
        self.history = [one for one in self.history if not isinstance(one, Skipped)]
        self.skipped = set()

    @_in_turn
    def undo(self, steps: int) -> None:
        """Take back the last skip, or open the last review again, whose final judgement can then be corrected.

        `steps` is how many there were: the second click of a double one undoes nothing.
        """
        if not self.history or len(self.history) != steps or self.review is not None:
            return
        last = self.history.pop()
        self.number += 1
        if isinstance(last, Skipped):
            self.item = replace(last.item, number=self.number)
            self.skipped.discard(last.item.message)
        else:
            item, self.review = last
            self.item = replace(item, number=self.number)
        self.objection, self.saved = "", False

    def _put(self, found: StackMessage, source: Source, predict: Predict, may_be_blind: bool) -> None:
        self.number += 1
        stack = self.stack.id if self.stack else None
        predicted = predict(found.message)
        self.item = Item(self.number, found.message, source, found.sampling, predicted, stack, may_be_blind)
        self.review = None
