"""The triage queue: scored messages in groups, filtered, in an order, each copy of a message but one left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from classifier.labels import BINARY_LABELS, LEARNABLE, UNLEARNABLE
from classifier.scoring.reasons import Blank, NotRead, Reason
from classifier.scoring.scored import Scored
from classifier.scoring.texts import Texts


class Group(StrEnum):
    """What the model could make of messages; those that it READ are those with SOMETHING and those with NOTHING."""

    NOT_READ = "not_read"
    READ = "read"
    SOMETHING = "something"
    NOTHING = "nothing"
    BLANK = "blank"

    @property
    def is_read(self) -> bool:
        """Whether the model read these messages: only they have labels, a language and an order."""
        return self not in (Group.NOT_READ, Group.BLANK)


@dataclass(frozen=True)
class Count:
    """How many messages there are, and how many are left if copies count once."""

    messages: int
    different: int


@dataclass(frozen=True)
class Triage:
    """n scored messages at certain thresholds, shares of 1 by label.

    Only a message that was read can have labels; a label that cannot be learned is never found.
    """

    scored: Scored
    texts: Texts
    thresholds: Mapping[str, float]

    @cached_property
    def flags(self) -> np.ndarray:
        """Bool (n, 35): the labels found."""
        found: np.ndarray = self.scored.flags(self.thresholds)
        found[:, [BINARY_LABELS.index(name) for name in UNLEARNABLE]] = False
        found[~self.members(Group.READ)] = False
        return found

    @cached_property
    def wrong_decisions(self) -> np.ndarray:
        """Float32 (n,): how many of the 35 decisions about a message are expected to be wrong; NaN where blank."""
        return self.doubts(slice(None)).sum(axis=1)

    def doubts(self, rows: slice | int) -> np.ndarray:
        """The probability that the decision is wrong, for each label of these rows."""
        probabilities = self.scored.probabilities[rows]
        return np.where(self.flags[rows], 1 - probabilities, probabilities)

    @cached_property
    def group_counts(self) -> Mapping[Group, Count]:
        """How many messages each group has."""
        return {group: _count(self.members(group), self.texts) for group in Group}

    @cached_property
    def label_counts(self) -> Mapping[str, Count]:
        """How many messages each label was found in, by its name."""
        columns = {name: self.flags[:, BINARY_LABELS.index(name)] for name in LEARNABLE}
        return {name: _count(column, self.texts) for name, column in columns.items()}

    @cached_property
    def language_counts(self) -> Mapping[Group, Mapping[str, int]]:
        """How many messages each language has, by its code, the most frequent first; of groups that are read."""
        return {group: self._count_languages(group) for group in Group if group.is_read}

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages that were read, the most frequent first."""
        return tuple(self.language_counts[Group.READ])

    @cached_property
    def something(self) -> np.ndarray:
        """Bool (n,): the messages with at least one label found."""
        return np.asarray(self.flags.any(axis=1))

    def members(self, group: Group) -> np.ndarray:
        """Bool (n,): the messages of a group, not to be changed."""
        match group:
            case Group.NOT_READ:
                return self.scored.language_not_read
            case Group.BLANK:
                return self.scored.blank
            case Group.READ:
                return ~self.scored.languages.is_null().to_numpy(zero_copy_only=False) & ~self.scored.blank
            case Group.SOMETHING:
                return self.something
            case Group.NOTHING:
                return self.members(Group.READ) & ~self.something

    def _count_languages(self, group: Group) -> Mapping[str, int]:
        counts = self.scored.languages.filter(pa.array(self.members(group))).value_counts().to_pylist()
        return {one["values"]: one["counts"] for one in sorted(counts, key=lambda one: -one["counts"])}


class Order(Protocol):
    """What decides which message comes first, of those that were read."""

    def places(self, triage: Triage) -> np.ndarray:
        """Float (n,): the message with the smallest comes first."""

    def reason(self, triage: Triage, row: int) -> Reason:
        """Why a message stands where it stands."""


@dataclass(frozen=True)
class Filters:
    """Which messages to show: of a group, with at least one of the labels, in one of the languages, with the text.

    No labels, no languages and no text mean any.
    """

    group: Group = Group.READ
    labels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Entry:
    """One message of the queue: its place among the rows from 1 on, how often its text is there, the labels found, the
    likeliest first, its language where the model knows it, and why it stands where it stands.
    """

    number: int
    message: str
    copies: int
    found: tuple[str, ...]
    language: str | None
    reason: Reason


def ordered(triage: Triage, order: Order, filters: Filters) -> np.ndarray:
    """Rows, int64 (k,), as they are shown. Of the copies of a message only the one that comes first is left.

    What could not be read, and what is blank, stays in the order of the file.
    """
    rows = np.flatnonzero(_chosen(triage, filters))
    if filters.group.is_read:
        rows = rows[np.argsort(order.places(triage)[rows], kind="stable")]
    return _each_once(rows, triage.texts)


def entries(triage: Triage, order: Order, rows: np.ndarray) -> list[Entry]:
    """What there is to show of some rows."""
    return [_entry(triage, order, int(row)) for row in rows]


def _chosen(triage: Triage, filters: Filters) -> np.ndarray:
    chosen = triage.members(filters.group).copy()
    if filters.labels:
        chosen &= triage.flags[:, [BINARY_LABELS.index(name) for name in filters.labels]].any(axis=1)
    if filters.languages:
        wanted = pc.is_in(triage.scored.languages, pa.array(filters.languages, pa.string()))
        chosen &= wanted.to_numpy(zero_copy_only=False)
    if filters.text.strip():
        chosen &= triage.texts.containing(filters.text)
    return chosen


def _each_once(rows: np.ndarray, texts: Texts) -> np.ndarray:
    """The rows without those whose text came before."""
    text, place = texts.copy_of[rows], np.arange(len(rows))
    first = np.zeros(len(texts.copies), np.int64)
    first[text[::-1]] = place[::-1]  # the last that is written stays: the first of them
    return rows[first[text] == place]


def _count(members: np.ndarray, texts: Texts) -> Count:
    seen = np.zeros(len(texts.copies), bool)
    seen[texts.copy_of[members]] = True
    return Count(int(members.sum()), int(seen.sum()))


def _entry(triage: Triage, order: Order, row: int) -> Entry:
    scored, texts = triage.scored, triage.texts
    likeliest = np.argsort(-scored.probabilities[row], kind="stable")
    found = tuple(BINARY_LABELS[column] for column in likeliest if triage.flags[row, column])
    copies, language = int(texts.copies[texts.copy_of[row]]), scored.languages[row].as_py()
    return Entry(row + 1, scored.messages[row].as_py(), copies, found, language, _reason(triage, order, row))


def _reason(triage: Triage, order: Order, row: int) -> Reason:
    if triage.scored.blank[row]:
        return Blank()
    if not triage.scored.languages[row].is_valid:
        return NotRead()
    return order.reason(triage, row)
