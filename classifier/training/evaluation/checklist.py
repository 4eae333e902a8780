"""Sentences written for this project that test how the model behaves, after CheckList (Ribeiro et al. 2020).

They are in checklist.json: templates whose slots {place}, {name} and {thing} are filled in turn, and sentences as they
are. None of them was used to fit or to choose anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path

import msgspec

FILE = Path(__file__).parent / "checklist.json"
_SLOTS, _FILLINGS = 15, 4
"""So many towns fill slots, and one name fewer, so that they meet anew; each sentence makes so many messages."""


@dataclass(frozen=True)
class Subject:
    """What a template is about: a thing, and the label that marks it."""

    label: str
    thing: str


@dataclass(frozen=True)
class Addition:
    """A sentence that is added to test messages."""

    title: str
    expectation: str
    subjects: str
    sentence: str


@dataclass(frozen=True)
class Direction:
    """Pairs of templates: from the first to the second, the label should become more probable, or less.

    The label is the subject's, or `label` for all.
    """

    title: str
    expectation: str
    subjects: str
    rises: bool
    pairs: tuple[tuple[str, str], ...]
    label: str = ""


@dataclass(frozen=True)
class Failure:
    """Messages that are hard to answer: templates about `subjects`, and messages as `written`, by label.

    Their label should not be flagged, or should be; it is the subject's, or `label` for all templates.
    """

    title: str
    expectation: str
    should_be_flagged: bool = False
    written: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    subjects: str = ""
    templates: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True)
class Pair:
    """A message before and after a change, and the label to look at."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Case:
    """A message, and the label to look at."""

    label: str
    message: str


@dataclass(frozen=True)
class Checklist:
    """All of checklist.json; `subjects` are in named lists."""

    countries: tuple[str, ...]
    towns: tuple[str, ...]
    names: tuple[str, ...]
    subjects: Mapping[str, tuple[Subject, ...]]
    sentences: tuple[str, ...]
    additions: tuple[Addition, ...]
    directions: tuple[Direction, ...]
    failures: tuple[Failure, ...]

    def messages(self) -> list[str]:
        """The sentences, each several times with its slots filled differently."""
        sentences = [sentence for sentence in self.sentences for _ in range(_FILLINGS)]
        things = [subject.thing for subject in self.subjects["needs"]]
        return [self._filled(sentence, i, things[i % len(things)]) for i, sentence in enumerate(sentences)]

    def pairs(self, direction: Direction) -> list[Pair]:
        """Every pair of a direction about each of its subjects."""
        about = enumerate(product(direction.pairs, self.subjects[direction.subjects]))
        return [
            Pair(direction.label or subject.label, *(self._filled(part, i, subject.thing) for part in pair))
            for i, (pair, subject) in about
        ]

    def cases(self, failure: Failure) -> list[Case]:
        """The messages of a failure: those as written, then every template about each of its subjects."""
        about = enumerate(product(failure.templates, self.subjects.get(failure.subjects, ())))
        written = [
            Case(label, self._filled(one, i)) for label, some in failure.written.items() for i, one in enumerate(some)
        ]
        return written + [
            Case(failure.label or subject.label, self._filled(template, i, subject.thing))
            for i, (template, subject) in about
        ]

    def _filled(self, template: str, turn: int, thing: str = "") -> str:
        """A template with its slots filled, each time with the next town and name."""
        places, names = self.towns[:_SLOTS], self.names[: _SLOTS - 1]
        return template.format(place=places[turn % len(places)], name=names[turn % len(names)], thing=thing)


@cache
def load() -> Checklist:
    """Read checklist.json."""
    return msgspec.json.decode(FILE.read_bytes(), type=Checklist)
