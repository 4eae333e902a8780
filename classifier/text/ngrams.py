"""N-grams of a message as ids: of its raw characters (with what cleaning throws away) and of its words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

ORDERS = (2, 3, 4, 5)
"""Lengths in UTF-8 bytes; as in scikit-learn's `char_wb`, none of three or more spans a space."""

MAX_BYTES = 1024
"""N-grams of characters are read from the first bytes of a message only."""

PADDING = 0
_BITS = 24
_MASK = (1 << _BITS) - 1
_SPACE = 32


@dataclass(frozen=True)
class NgramVocabulary:
    """The n-grams in use, each as a 24-bit hash; an id is a position in `keys` plus one."""

    keys: tuple[int, ...]
    _ids: np.ndarray = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ids = np.zeros(1 << _BITS, np.uint16 if len(self.keys) < 1 << 16 else np.int32)
        ids[list(self.keys)] = np.arange(1, len(self.keys) + 1)
        object.__setattr__(self, "_ids", ids)

    def encode(self, messages: Sequence[str], tokens: np.ndarray) -> np.ndarray:
        """Each message's distinct n-grams, int32 (n, widest), ascending, padded with 0 on the right.

        `tokens` are the same messages' word ids, int32 (n, words), 0 for padding and 1 for unknown.
        """
        rows, hashes = hash_ngrams(messages, tokens)
        ids = self._ids[hashes]
        known = ids > 0
        pairs = np.sort((rows[known] << _BITS) | ids[known], kind="stable")  # much faster than np.unique
        pairs = pairs[np.diff(pairs, prepend=-1) > 0]
        return _pad(pairs >> _BITS, pairs & _MASK, len(messages))


def hash_ngrams(messages: Sequence[str], tokens: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every n-gram of every message: its row and its 24-bit hash, int64 (ngrams,) each, in no set order."""
    kinds, rows, values = zip(*_character_ngrams(messages), *_word_ngrams(tokens), strict=True)
    kind = np.repeat(np.array(kinds, np.uint32), [len(one) for one in rows])
    return np.concatenate(rows), _spread(np.concatenate(values), kind)


def _character_ngrams(messages: Sequence[str]) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """Kind, rows and values of each order; an order's values continue those of the one below."""
    raw = [f" {message} ".encode("utf-8", "replace").replace(b"\0", b" ")[:MAX_BYTES] + b"\0" for message in messages]
    letters = np.frombuffer(b"".join(raw), np.uint8).astype(np.uint32)
    owners = np.repeat(np.arange(len(raw)), [len(one) for one in raw])
    values, within, solid = letters, letters > 0, letters != _SPACE
    unbroken = np.ones(max(len(letters) - 1, 0), bool)
    for order in ORDERS:
        values = values[:-1] * np.uint32(16777619) ^ letters[order - 1 :]
        within = within[:-1] & (letters[order - 1 :] > 0)
        unbroken = unbroken[:-1] & solid[order - 2 : -1] if order > 2 else unbroken
        starts = np.flatnonzero(within & unbroken)
        yield order, owners[starts], values[starts]


def _word_ngrams(tokens: np.ndarray) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """Kind, rows and values of single known words and of pairs of neighbours."""
    ids = tokens.astype(np.uint32)
    known = ids > 1
    for kind, within, values in (
        (7, known, ids),
        (8, known[:, 1:] & known[:, :-1], ids[:, :-1] * np.uint32(16777619) ^ ids[:, 1:]),
    ):
        rows, columns = np.nonzero(within)
        yield kind, rows, values[rows, columns]


def _spread(values: np.ndarray, kinds: np.ndarray) -> np.ndarray:
    """Hash values and the kinds of their n-grams, both uint32, to 24 bits, int64."""
    mixed = (values ^ kinds * np.uint32(0x9E3779B9)) * np.uint32(2654435761)
    return ((mixed ^ (mixed >> np.uint32(15))) * np.uint32(2246822519) >> np.uint32(32 - _BITS)).astype(np.int64)


def _pad(rows: np.ndarray, ids: np.ndarray, count: int) -> np.ndarray:
    """Lay sorted (row, id) pairs out as a matrix, at least one column wide."""
    lengths = np.bincount(rows, minlength=count)
    matrix = np.full((count, max(lengths.max(initial=0), 1)), PADDING, np.int32)
    starts = np.concatenate([[0], np.cumsum(lengths)])[:-1]
    matrix[rows, np.arange(len(rows)) - np.repeat(starts, lengths)] = ids
    return matrix
