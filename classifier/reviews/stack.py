"""A stack: messages to be checked by one or several reviewers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from classifier.reviews.review import Reviewer, Sampling, Source, name_key


@dataclass(frozen=True)
class StackMessage:
    """A message of a stack, and how it came into it."""

    message: str
    sampling: Sampling


@dataclass(frozen=True)
class StackSummary:
    """A stack in a list of stacks."""

    id: UUID
    name: str
    source: Source
    made_at: datetime
    messages: int
    reviewers_per_message: int
    drawn_by: Reviewer | None = None

    def was_seen_by(self, reviewer: Reviewer) -> bool:
        """Whether this reviewer drew the stack from answers that were on the page."""
        who = self.drawn_by
        if self.source != Source.MANY_MESSAGES or who is None:
            return False
        # A stack from before there was a login knows its person by name only.
        return who.key == reviewer.key or (not who.issuer and name_key(who.name) == name_key(reviewer.name))


@dataclass(frozen=True)
class Stack:
    """Messages to be checked, in the order in which they are offered, each by so many reviewers.

    `drawn_by` is who made it; None where that is not known.
    """

    id: UUID
    name: str
    source: Source
    made_at: datetime
    messages: Sequence[StackMessage]
    reviewers_per_message: int = 1
    drawn_by: Reviewer | None = None

    def __post_init__(self) -> None:
        """Somebody has to look at each message."""
        if self.reviewers_per_message < 1:
            raise ValueError("a message needs at least one reviewer")
        if self.made_at.tzinfo is None:
            raise ValueError("a time needs its time zone")
        object.__setattr__(self, "made_at", self.made_at.astimezone(UTC))

    @property
    def summary(self) -> StackSummary:
        """The stack without its messages."""
        size, reviewers = len(self.messages), self.reviewers_per_message
        return StackSummary(self.id, self.name, self.source, self.made_at, size, reviewers, self.drawn_by)


@dataclass(frozen=True)
class Progress:
    """How far a stack is: its messages, those judged by as many reviewers as it asks for, and those that this reviewer
    has judged."""

    messages: int
    complete: int
    own: int
