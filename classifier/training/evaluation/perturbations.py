"""Noise as people make it: a message -> the same message with some of its words written carelessly.

Every kind changes a quarter of the words, or as many as it can. What is changed is drawn at random from the message
itself, so that a message always gets the same noise, alone or among others.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from random import Random

_SEED, _SHARE = 11, 0.25
_SHORTEST = 4
"""Words with fewer letters get no typing error and keep their vowels: little would be left of them."""

_WORD = re.compile(r"(?:https?://|www\.)\S+|@\w+|(?P<word>[^\W_]+)", re.IGNORECASE)
_VOWELS = re.compile(r"(?<!^)[aeiou]", re.IGNORECASE)
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")

Noise = Callable[[str], str]
_Word = re.Match[str]


def typing_errors(message: str) -> str:
    """One letter of a word is swapped with the next one, left out, doubled or replaced by a key beside it."""
    random = _random("typing_errors", message)
    chosen = _chosen(message, lambda word: _long(word[0]), random)
    return _replaced(message, chosen, lambda word: _mistyped(word, random))


def vowels_dropped(message: str) -> str:
    """Words lose their vowels, but for one that they begin with."""
    chosen = _chosen(message, lambda word: _long(word[0]) and without_vowels(word[0]) != word[0], _random("v", message))
    return _replaced(message, chosen, without_vowels)


def capitals(message: str) -> str:
    """Words are in capitals."""
    chosen = _chosen(message, lambda word: word[0].upper() != word[0], _random("capitals", message))
    return _replaced(message, chosen, str.upper)


def run_together(message: str) -> str:
    """Words lose the space after them."""
    followed = {left.start() for left, right in pairwise(_words(message)) if message[left.end() : right.start()] == " "}
    chosen = _chosen(message, lambda word: word.start() in followed, _random("run_together", message))
    for word in reversed(chosen):
        message = message[: word.end()] + message[word.end() + 1 :]
    return message


KINDS: dict[str, Noise] = {
    "typing_errors": typing_errors,
    "vowels_dropped": vowels_dropped,
    "capitals": capitals,
    "run_together": run_together,
}
"""The kinds of noise, in the order of `report.figures.NOISES`."""


def without_vowels(word: str) -> str:
    """'water' -> 'wtr', 'injured' -> 'injrd'."""
    return _VOWELS.sub("", word)


def a_quarter(words: int) -> int:
    """The number of words that a kind of noise changes in a message of so many words."""
    return max(1, round(_SHARE * words))


def _random(kind: str, message: str) -> Random:
    return Random(f"{_SEED} {kind} {message}")  # noqa: S311  # nothing secret


def _words(message: str) -> list[_Word]:
    """The words of a message; links and mentions are none."""
    return [found for found in _WORD.finditer(message) if found["word"]]


def _chosen(message: str, fits: Callable[[_Word], bool], random: Random) -> list[_Word]:
    """A quarter of the words, drawn from those that fit, in their order."""
    words = _words(message)
    fitting = [word for word in words if fits(word)]
    drawn = random.sample(range(len(fitting)), min(a_quarter(len(words)), len(fitting)))
    return [fitting[i] for i in sorted(drawn)]


def _replaced(message: str, words: Sequence[_Word], change: Callable[[str], str]) -> str:
    parts, end = [], 0
    for word in words:
        parts += [message[end : word.start()], change(word[0])]
        end = word.end()
    return "".join([*parts, message[end:]])


def _long(word: str) -> bool:
    return len(word) >= _SHORTEST and word.isalpha()


def _mistyped(word: str, random: Random) -> str:
    """The word with one typing error, drawn from all that are possible at one of its letters."""
    i = random.randrange(len(word))
    before, letter, after = word[:i], word[i], word[i + 1 :]
    errors = [before + after, before + letter + letter + after]
    if after and after[0] != letter:
        errors.append(before + after[0] + letter + after[1:])
    if beside := _beside(letter):
        errors.append(before + random.choice(beside) + after)
    return random.choice(errors)


def _beside(letter: str) -> str:
    """The keys to the left and to the right of a letter, in its case."""
    for keys in _KEYS:
        i = keys.find(letter.lower())
        if i >= 0:
            beside = keys[max(0, i - 1) : i] + keys[i + 1 : i + 2]
            return beside.upper() if letter.isupper() else beside
    return ""
