"""How far a figure can be trusted: whether enough test messages carry the label."""

from dataclasses import dataclass
from enum import StrEnum

FEW_TEST_MESSAGES = 30
"""A label with fewer test messages is marked: they are too few to trust its figures."""


class SupportLevel(StrEnum):
    """What the figures of an output rest on."""

    ENOUGH = "enough test messages"
    FEW = f"too few test messages (under {FEW_TEST_MESSAGES})"
    NONE = "no positive example"


def level_of(test: int, total: int | None = None) -> SupportLevel:
    """The level of an output that `test` test messages carry, and `total` messages in all (default: `test`)."""
    if not (test if total is None else total):
        return SupportLevel.NONE
    return SupportLevel.ENOUGH if test >= FEW_TEST_MESSAGES else SupportLevel.FEW


@dataclass(frozen=True)
class Support:
    """Messages in each part of the data, all of them or those that carry a label."""

    train: int
    validation: int
    test: int

    @property
    def total(self) -> int:
        """Messages in all three parts."""
        return self.train + self.validation + self.test

    @property
    def level(self) -> SupportLevel:
        """Whether figures measured on the test messages can be trusted."""
        return level_of(self.test, self.total)
