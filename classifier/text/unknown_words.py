"""Words that the vocabulary lacks, read as words that it has: short forms, repeated letters, compounds, typing errors.

Every rule rests on how often words occur in the training messages. Compounds are cut as in Norvig's "Natural Language
Corpus Data" (2009); typing errors are found by deleting letters on both sides, as in Garbe's SymSpell (2012).
"""

import math
import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

SHORT_FORMS: Mapping[str, str] = {
    "abt": "about",
    "asap": "urgent",
    "b4": "before",
    "bldg": "building",
    "cuz": "because",
    "emrgncy": "emergency",
    "gov": "government",
    "govt": "government",
    "gr8": "great",
    "hlp": "help",
    "hosp": "hospital",
    "hv": "have",
    "info": "information",
    "meds": "medicine",
    "msg": "message",
    "msgs": "messages",
    "ppl": "people",
    "pls": "please",
    "plz": "please",
    "rd": "road",
    "thnx": "thanks",
    "thx": "thanks",
    "tks": "thanks",
    "tmrw": "tomorrow",
    "tnx": "thanks",
    "u": "you",
    "ur": "your",
    "urgt": "urgent",
    "w8": "wait",
    "wtr": "water",
}
"""Common short forms of English text messages, and the words that they stand for."""

SHORTEST_TYPO, LONGEST_WORD = 5, 40
"""Letters: shorter words are not taken for typing errors, longer ones are left alone."""

FREQUENT = 5
"""A word is a candidate for a correction if at least this many training messages contain it."""

MINIMUM_SKELETON = 2
"""Consonants that a word written without vowels must have; one more if it has some of its vowels."""

TYPO, COMPOUND = -6.0, -2.0
"""Log-probabilities of a typing error, and of one more word in a compound."""

TELLING, MINIMUM_PART, AVERAGE_PART = 4, 2, 3
"""Letters: a compound needs a frequent word of four, at least two in each word and three on average."""

_PER_LETTER = math.log(10)

_VOWELS = re.compile("[aeiou]")
_REPEATED = re.compile(r"(.)\1{2,}")


@dataclass(frozen=True)
class UnknownWords:
    """Reads words that are not `known`.

    `counts` says how many training messages contain each form; `real_words` look like misspelled ones but are words of
    their own, and stay as they are.
    """

    known: Container[str]
    counts: Mapping[str, int]
    real_words: Container[str] = ()
    _typos: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    _skeletons: Mapping[str, str] = field(init=False, repr=False, compare=False)
    _shares: Mapping[str, float] = field(init=False, repr=False, compare=False)
    _rarest: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        frequent = [word for word, count in self.counts.items() if count >= FREQUENT and word.isalpha()]
        typos: dict[str, tuple[str, ...]] = {}
        skeletons: dict[str, str] = {}
        for word in sorted(frequent, key=lambda word: -self.counts[word]):
            skeletons.setdefault(_VOWELS.sub("", word), word)
            if len(word) >= SHORTEST_TYPO - 1:
                for shorter in (word, *_deletions(word)):
                    typos[shorter] = (*typos.get(shorter, ()), word)
        object.__setattr__(self, "_typos", typos)
        object.__setattr__(self, "_skeletons", skeletons)
        total = math.log(max(sum(self.counts.values()), 1))
        shares = {word: math.log(count) - total for word, count in self.counts.items() if len(word) >= MINIMUM_PART}
        object.__setattr__(self, "_shares", shares)
        object.__setattr__(self, "_rarest", -total)

    def read(self, form: str) -> tuple[str, ...]:
        """The words that a form is read as; empty if none of the rules applies. At least one of them is known."""
        if form in SHORT_FORMS:
            return (SHORT_FORMS[form],)
        if not self.counts or len(form) > LONGEST_WORD or form.isdigit() or form in self.real_words:
            return ()
        found = [*self._without_repetition(form), *self._corrected(form), *self._cut(form)]
        return max(found, default=_NOTHING, key=lambda reading: reading.score).words

    def _without_repetition(self, form: str) -> Iterator["_Reading"]:
        """'heeelp' -> 'help': letters that are there three times or more, twice or once."""
        if _REPEATED.search(form):
            shorter = (_REPEATED.sub(r"\1" * times, form) for times in (2, 1))
            yield from (_Reading(0.0, (word,)) for word in shorter if word in self.known)

    def _corrected(self, form: str) -> Iterator["_Reading"]:
        """Frequent words one letter away (more, less, different or swapped), or the same but for missing vowels."""
        if not form.isalpha():
            return
        if len(form) >= SHORTEST_TYPO:
            near = {word for shorter in (form, *_deletions(form)) for word in self._typos.get(shorter, ())}
            likely = (word for word in sorted(near) if _one_edit(form, word))  # equally frequent: always the same one
            yield from (_Reading(self._shares[word] + TYPO, (word,)) for word in likely)
        skeleton = _VOWELS.sub("", form)
        word = self._skeletons.get(skeleton, "")
        if len(skeleton) >= MINIMUM_SKELETON + (skeleton != form) and _is_subsequence(form, word):
            yield _Reading(self._shares[word] + TYPO, (word,))

    def _cut(self, form: str) -> Iterator["_Reading"]:
        """The likeliest words that together make up the form, if most of its letters are in words that are known."""
        if len(form) < TELLING + MINIMUM_PART:
            return
        score, parts = self._likeliest(form)
        known = [part for part in parts if part in self._shares]
        if (
            any(len(part) >= TELLING and self.counts[part] >= FREQUENT for part in known)
            and 2 * sum(map(len, known)) >= len(form) >= AVERAGE_PART * len(parts) > AVERAGE_PART
            and min(map(len, parts)) >= MINIMUM_PART
        ):
            yield _Reading(score, parts)

    def _likeliest(self, form: str) -> "_Reading":
        """The likeliest cut into words; the longer an unknown one, the less likely."""
        best, starts = [0.0], [0]
        for end in range(1, len(form) + 1):
            found, place = -math.inf, 0
            for start in range(end):
                share = self._shares.get(form[start:end], self._rarest - (end - start - 1) * _PER_LETTER)
                if best[start] + share > found:
                    found, place = best[start] + share, start
            best.append(found + COMPOUND)
            starts.append(place)
        parts, end = [], len(form)
        while end:
            parts.append(form[starts[end] : end])
            end = starts[end]
        return _Reading(best[-1] - COMPOUND, tuple(reversed(parts)))


class _Reading(NamedTuple):
    """Words and their log-probability."""

    score: float
    words: tuple[str, ...]


_NOTHING = _Reading(-math.inf, ())


def _deletions(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


def _one_edit(form: str, word: str) -> bool:
    """Whether one letter added, dropped, changed or swapped with its neighbour makes one of the other."""
    if abs(len(form) - len(word)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(form, word, strict=False)) if a != b), min(len(form), len(word)))
    rest, other = form[start:], word[start:]
    return (
        other in (rest[1:],)
        or rest == other[1:]
        or rest[1:] == other[1:]
        or (rest[:2] == other[1::-1] and rest[2:] == other[2:])
    )


def _is_subsequence(form: str, word: str) -> bool:
    letters = iter(word)
    return all(letter in letters for letter in form)
