"""A stack: messages to be checked by one or several reviewers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from classifier.reviews.review import Sampling, Source


@dataclass(frozen=True)
class StackMessage:
    """A message of a stack, and how it came into it."""

    message: str
    sampling: Sampling


@dataclass(frozen=True)
class Stack:
    """Messages to be checked, in the order in which they are offered, each by so many reviewers."""

    id: UUID
    name: str
    source: Source
    made_at: datetime
    messages: Sequence[StackMessage]
    reviewers_per_message: int = 1

    def __post_init__(self) -> None:
        """Somebody has to look at each message."""
        if self.reviewers_per_message < 1:
            raise ValueError("a message needs at least one reviewer")
        if self.made_at.tzinfo is None:
            raise ValueError("a time needs its time zone")
        object.__setattr__(self, "made_at", self.made_at.astimezone(UTC))


@dataclass(frozen=True)
class StackSummary:
    """A stack in a list of stacks."""

    id: UUID
    name: str
    made_at: datetime
    messages: int
    reviewers_per_message: int


@dataclass(frozen=True)
class Progress:
    """How far a stack is: its messages, those judged by as many reviewers as it asks for, and those that this reviewer
    has judged."""

    messages: int
    complete: int
    own: int
