"""A message as the model sees it: what became of each word, and the parts that it is read in."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

import numpy as np

from classifier.text.identification import Identified
from classifier.text.words import Word

MAX_CHARACTERS = 5_000
"""Of a message; a longer one is refused on the pages and over HTTP, and of one in a file only the start is read."""

MAX_TOKENS = 50
"""Words that the networks read at once; a longer message is read sentence by sentence.

Windows of fixed size across sentences were no better on validation messages, and a short need drowned in them.
"""

WINDOW, STEP = 20, 10
"""Words in a window of a long sentence, and from the start of one to the start of the next."""

SENTENCE_END = re.compile(r"[.!?\u2026]+[\"')\]]*\s+|\n+")
SHORTEST_SENTENCE = 3
"""Words that a sentence must have besides stop words to be read by itself."""


class TokenStatus(StrEnum):
    """What became of one word of a message."""

    KEPT = "kept"
    STOP_WORD = "stop word"
    RESPELLED = "read as other words"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class ReadWord:
    """One word of a message as the model sees it.

    `text` is the word as it was typed, `status` what became of it, `read_as` the lemmas that reach the model for it:
    none of a stop word, one of most words, more of a compound. `parts` are the words that a respelled one stands for,
    as they are spelled.
    """

    word: Word
    text: str
    status: TokenStatus
    read_as: tuple[str, ...]
    parts: tuple[str, ...] = ()

    @property
    def reaches_the_model(self) -> bool:
        """Whether the model reads the word as a word, known or not."""
        return bool(self.read_as)


@dataclass(frozen=True)
class Window:
    """A part of a message that the model reads at once: `text[start:end]` of the reading, and its words."""

    start: int
    end: int
    words: tuple[ReadWord, ...]


@dataclass(frozen=True)
class Reading:
    """A message as the model sees it: its normalised `text`, its language, its words."""

    text: str
    identified: Identified
    words: tuple[ReadWord, ...]

    @property
    def language(self) -> str | None:
        """The ISO 639-1 code of the language, one of LANGUAGES; None if the model does not know it."""
        return self.identified.language

    @property
    def windows(self) -> tuple[Window, ...]:
        """The parts that the model reads one by one: the whole text, or the sentences of a long message.

        A sentence that is long itself is read in windows that overlap.
        """
        if self._tokens[-1] <= MAX_TOKENS:
            return (Window(0, len(self.text), self.words),)
        return tuple(window for first, last in self._sentences() for window in self._parts_of(first, last))

    @property
    def beginning(self) -> Window:
        """As much of the text as the model can read at once: what it learns from a long message."""
        return self.windows[0] if self._tokens[-1] <= MAX_TOKENS else self._window(0, MAX_TOKENS)

    @cached_property
    def _tokens(self) -> np.ndarray:
        """How many words have reached the model before each word, and in all, int (words + 1,)."""
        return np.cumsum([0, *(len(word.read_as) for word in self.words)])

    def _sentences(self) -> list[tuple[int, int]]:
        """Each sentence as positions of its words, first and past the last; short ones are joined with the next."""
        starts = [word.word.start for word in self.words]
        ends = [bisect_left(starts, found.end()) for found in SENTENCE_END.finditer(self.text)]
        found = [0]
        for end in (*ends, len(self.words)):
            if self._tokens[end] - self._tokens[found[-1]] >= SHORTEST_SENTENCE:
                found.append(end)
        return list(pairwise((*found[:-1], len(self.words))))

    def _parts_of(self, first: int, last: int) -> Iterator[Window]:
        """A sentence as one window, or as several that overlap."""
        begin, end = int(self._tokens[first]), int(self._tokens[last])
        start = self.words[first].word.start if first else 0
        stop = self.words[last].word.start if last < len(self.words) else len(self.text)
        stop = start + len(self.text[start:stop].rstrip())
        if end - begin <= MAX_TOKENS:
            yield Window(start, stop, self.words[first:last])
            return
        *places, rest = range(begin, end - WINDOW + STEP, STEP)
        for place in places:
            yield self._window(place, WINDOW)
        inside = self.words[int(np.searchsorted(self._tokens, rest)) : last]
        yield Window(inside[0].word.start, stop, inside)

    def _window(self, first: int, size: int) -> Window:
        """`size` words that reach the model, from the first on, or one fewer where a compound is on the edge."""
        start = int(np.searchsorted(self._tokens, first)) if first else 0
        end = int(np.searchsorted(self._tokens, first + size, side="right")) - 1
        inside = self.words[start:end]
        return Window(inside[0].word.start if first else 0, inside[-1].word.end, inside)

    def count(self, status: TokenStatus) -> int:
        """The number of words with this status."""
        return sum(word.status == status for word in self.words)
