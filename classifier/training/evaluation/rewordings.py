"""Rewordings that leave what a message says as it is: another place, another name, capitals, its end, a "please"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

from classifier.training.evaluation.checklist import Checklist

_SEED = 12
_END = re.compile(r"[\s.!?…]+$")
_PLEASE = re.compile(r"\bplease\b", re.IGNORECASE)


@dataclass(frozen=True)
class Rewording:
    """One way to reword a message; `change` gives None for a message that it does not apply to."""

    title: str
    done: str
    change: Callable[[str], str | None]


def rewordings(checklist: Checklist) -> tuple[Rewording, ...]:
    """All rewordings, with the places and names that a checklist knows."""
    countries, towns, names = checklist.countries, checklist.towns, checklist.names
    return (
        Rewording(
            "Another place",
            f"Each of {len(countries)} countries and {len(towns)} towns, where a message names one, becomes another.",
            partial(with_another_place, kinds=(countries, towns)),
        ),
        Rewording(
            "Another name",
            f"Each of {len(names)} given names, where a message has one, becomes another.",
            partial(with_another_name, names=names),
        ),
        Rewording("All in capitals", "The whole message is in capitals.", in_capitals),
        Rewording(
            "Closing punctuation",
            "Full stops, exclamation and question marks at the end are removed; where there is none, a full stop is "
            "added.",
            with_another_end,
        ),
        Rewording(
            "“Please” is added", "“, please” is added at the end of messages that do not have the word.", with_please
        ),
    )


def with_another_place(message: str, kinds: Sequence[Sequence[str]]) -> str | None:
    """Every known place becomes another of its kind, the same one throughout the message."""
    reworded = message
    for places in kinds:
        reworded = _swapped(reworded, places, re.IGNORECASE)
    return None if reworded == message else reworded


def with_another_name(message: str, names: Sequence[str]) -> str | None:
    """Every known given name, spelled with its capital, becomes another."""
    reworded = _swapped(message, names)
    return None if reworded == message else reworded


def in_capitals(message: str) -> str | None:
    """The whole message in capitals."""
    return None if message.upper() == message else message.upper()


def with_another_end(message: str) -> str | None:
    """Without its closing punctuation, or with a full stop if it has none."""
    bare = _END.sub("", message)
    if not bare:
        return None
    return f"{bare}." if bare == message.rstrip() else bare


def with_please(message: str) -> str | None:
    """With a "please" before the closing punctuation."""
    if _PLEASE.search(message):
        return None
    bare = _END.sub("", message)
    return f"{bare}, please{message[len(bare) :]}"


def _swapped(message: str, known: Sequence[str], flags: re.RegexFlag = re.NOFLAG) -> str:
    """The message with each of its known words replaced by another known one, drawn at random."""
    random = Random(f"{_SEED} {message}")  # noqa: S311  # nothing secret
    others: dict[str, str] = {}
    longest_first = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))

    def swap(found: re.Match[str]) -> str:
        word = found[0].lower()
        if word not in others:
            others[word] = random.choice([one for one in known if one.lower() != word])
        return _cased(others[word], found[0])

    return re.sub(rf"\b(?:{longest_first})\b", swap, message, flags=flags)


def _cased(word: str, like: str) -> str:
    """A word in the letters, small or capital, of another."""
    if like.isupper():
        return word.upper()
    return word.lower() if like.islower() else word
