"""What reviews add up to, kept in the session until a review comes or goes; each part is made when first shown."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar, cast
from uuid import UUID

import streamlit as st

from classifier.reviews.review import Review, Reviewer
from classifier.reviews.store import Store

KEPT = "review_sums"

ModelAtPoint = tuple[str, str]
"""A model's hash and an operating point."""

Part = TypeVar("Part")


@dataclass(frozen=True)
class Sums:
    """Parts of what the reviews that a reviewer may see add up to, those of a stack or of all messages.

    `of` tells whose reviews, which ones, and the state of the record. Only parts are kept, never the reviews.
    """

    of: Hashable
    made: dict[Hashable, object] = field(default_factory=dict)

    def part(self, *names: Hashable, make: Callable[[], Part]) -> Part:
        """One of the parts, made now or before."""
        if names not in self.made:
            self.made[names] = make()
        return cast(Part, self.made[names])


class Visible:
    """The reviews that a reviewer may see, read from the record once they are needed."""

    def __init__(self, reviewer: Reviewer, store: Store, stack: UUID | None) -> None:
        """Nothing is read yet."""
        self._reviewer, self._store, self._stack = reviewer, store, stack
        self._found: Sequence[Review] | None = None

    def all(self) -> Sequence[Review]:
        """All of them; ReviewsError if the record cannot be read."""
        if self._found is None:
            self._found = self._store.visible_to(self._reviewer, self._stack)
        return self._found

    def of(self, kind: ModelAtPoint) -> list[Review]:
        """Those of one model at one operating point."""
        return [one for one in self.all() if kind_of(one) == kind]


def kind_of(review: Review) -> ModelAtPoint:
    """The model and the operating point of a review."""
    return review.predicted.model_sha256, review.predicted.operating_point


def sums_of(reviewer: Reviewer, store: Store, stack: UUID | None) -> Sums:
    """What was worked out so far; nothing of it after the record has changed."""
    of = reviewer.key, stack, store.name, store.state()
    kept: Sums | None = st.session_state.get(KEPT)
    if kept is None or kept.of != of:
        kept = Sums(of)
        st.session_state[KEPT] = kept
    return kept
