"""Training messages rewritten so that they deny what they report: hardly any message of the data set does.

"The flood took our house" becomes "No flood took our house", without the label; "we need water" becomes "we have enough
water". Only training messages are rewritten, and only by these rules.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from classifier.labels import BINARY_LABELS, PARENTS

HAZARDS = {
    "floods": r"floods?|flooding",
    "storm": r"storms?|hurricanes?|cyclones?|tornado(?:es)?|typhoons?",
    "fire": r"fires?",
    "earthquake": r"earthquakes?|quakes?|aftershocks?",
}
NEEDS = {
    "water": r"water",
    "food": r"food|rice",
    "shelter": r"tents?|shelters?",
    "medical_products": r"medicines?|drugs",
    "clothing": r"clothes|clothing|blankets?",
}
"""Labels that a message can deny, and the words that it denies."""

LONGEST = 30
"""Words: of a longer message a denial would leave too much standing."""

MOST = 150
"""Denials made for one label and one wording."""

SEED = 7
_ARTICLE = r"\b(?:(?:a|an|the|this|that|another|any)\s+)?"
_NEED = re.compile(r"\b(?:(?:we|i|they)\s+)?(?:are in need of|is in need of|in need of|need|needs|lack|want)\b", re.I)
_WORDINGS = ("we do not need", "we have enough", "nobody needs")


@dataclass(frozen=True)
class Denials:
    """n rewritten messages, their 0/1 targets float32 (n, 35), their `related` int64 (n,) and what they are made from.

    `sources` int64 (n,) are the positions of the messages that were rewritten.
    """

    messages: list[str]
    targets: np.ndarray
    related: np.ndarray
    sources: np.ndarray


def make(messages: Sequence[str], targets: np.ndarray, related: np.ndarray) -> Denials:
    """Rewrite some of the messages with their targets (n, 35) and `related` (n,); always the same ones."""
    order = np.random.default_rng(SEED).permutation(len(messages))
    found = [*_hazards(messages, targets, order), *_needs(messages, targets, order)]
    rows = np.array([row for row, _, _ in found], np.int64)
    denied = np.array([labels for _, _, labels in found], np.float32).reshape(len(found), len(BINARY_LABELS))
    return Denials([text for _, text, _ in found], denied, related[rows], rows)


def _hazards(messages: Sequence[str], targets: np.ndarray, order: np.ndarray) -> Iterator[tuple[int, str, np.ndarray]]:
    """No hazard of the kind is left in the message, nor its label."""
    for label, words in HAZARDS.items():
        pattern, made = re.compile(rf"{_ARTICLE}({words})\b", re.I), 0
        for row in order:
            if made < MOST and _carries(targets[row], label) and _short(messages[row]):
                text, count = pattern.subn(r"no \1", messages[row])
                if count:
                    made += 1
                    yield row, text, _without(targets[row], {label})


def _needs(messages: Sequence[str], targets: np.ndarray, order: np.ndarray) -> Iterator[tuple[int, str, np.ndarray]]:
    """The need is denied in each wording in turn; every need that the message names loses its label."""
    for label, words in NEEDS.items():
        pattern, made = re.compile(rf"\b(?:{words})\b", re.I), 0
        for row in order:
            message = messages[row]
            if made < MOST and _carries(targets[row], label) and _short(message) and pattern.search(message):
                text, count = _NEED.subn(_WORDINGS[made % len(_WORDINGS)], message)
                if count:
                    made += 1
                    yield row, text, _without(targets[row], {"request", "other_aid", *NEEDS})


def _carries(targets: np.ndarray, label: str) -> bool:
    return bool(targets[BINARY_LABELS.index(label)])


def _short(message: str) -> bool:
    return len(message.split()) <= LONGEST


def _without(targets: np.ndarray, denied: set[str]) -> np.ndarray:
    """Targets without the denied labels, and without a parent that no other label implies any more."""
    left = {name for name in BINARY_LABELS if _carries(targets, name)} - denied
    implied = {PARENTS[name] for name in left if name in PARENTS}
    had = {PARENTS[name] for name in denied if name in PARENTS}
    kept = left - (had - implied)
    return np.array([name in kept for name in BINARY_LABELS], np.float32)
