"""N-grams of a message as ids: of its raw characters (what cleaning throws away) and of its words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

ORDERS = (2, 3, 4, 5)
"""Lengths in UTF-8 bytes; like scikit-learn's `char_wb`, none of three or more reaches across a space."""

MAX_BYTES = 1024
"""Bytes of a message that are read."""

PADDING = 0
_BITS = 24
_MASK = (1 << _BITS) - 1
_SPACE = 32


@dataclass(frozen=True)
class NgramVocabulary:
    """The n-grams that count, each as a 24-bit hash; an id is a position in `keys` plus one."""

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
        pairs = np.sort((rows[known] << _BITS) | ids[known], kind="stable")  # several times as fast as np.unique
        pairs = pairs[np.diff(pairs, prepend=-1) > 0]
        return _pad(pairs >> _BITS, pairs & _MASK, len(messages))


def hash_ngrams(messages: Sequence[str], tokens: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every n-gram of every message: its row and its 24-bit hash, int64 (ngrams,) each, in no set order."""
    found = (_character_ngrams(messages), *_word_ngrams(tokens))
    return np.concatenate([rows for rows, _ in found]), np.concatenate([hashes for _, hashes in found])


def _character_ngrams(messages: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    raw = [f" {message} ".encode("utf-8", "replace").replace(b"\0", b" ")[:MAX_BYTES] + b"\0" for message in messages]
    text = np.frombuffer(b"".join(raw), np.uint8)
    owners = np.repeat(np.arange(len(raw)), [len(one) for one in raw])
    starts, hashes = _slide(text)
    return owners[starts], hashes


def _word_ngrams(tokens: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Single known words and pairs of neighbours."""
    ids = tokens.astype(np.uint32)
    known = ids > 1
    for order, within, values in (
        (7, known, ids),
        (8, known[:, 1:] & known[:, :-1], ids[:, :-1] * np.uint32(16777619) ^ ids[:, 1:]),
    ):
        rows, columns = np.nonzero(within)
        yield rows, _spread(values[rows, columns], order)


def _slide(text: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each n-gram begins and its hash; each order's hashes continue those of the one below."""
    letters, rolling = text.astype(np.uint32), text.astype(np.uint32)
    within, inner = text > 0, np.ones(len(text), bool)
    starts, hashes = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for order in range(2, max(ORDERS) + 1):
        if len(text) < order:
            break
        within = within[:-1] & (letters[order - 1 :] > 0)
        inner = inner[:-1] & (letters[order - 2 : -1] != _SPACE) if order > 2 else inner[:-1]
        rolling = rolling[:-1] * np.uint32(16777619) ^ letters[order - 1 :]
        found = np.flatnonzero(within & inner)
        starts.append(found)
        hashes.append(_spread(rolling[found], order))
    return np.concatenate(starts), np.concatenate(hashes)


def _spread(values: np.ndarray, kind: int) -> np.ndarray:
    """Mix uint32 values with what kind of n-gram they are into 24 bits, int64."""
    mixed = (values ^ np.uint32(kind * 0x9E3779B9 & 0xFFFFFFFF)) * np.uint32(2654435761)
    return ((mixed ^ (mixed >> np.uint32(15))) * np.uint32(2246822519) >> np.uint32(32 - _BITS)).astype(np.int64)


def _pad(rows: np.ndarray, ids: np.ndarray, count: int) -> np.ndarray:
    """Lay sorted (row, id) pairs out as a matrix, at least one column wide."""
    lengths = np.bincount(rows, minlength=count)
    matrix = np.full((count, max(lengths.max(initial=0), 1)), PADDING, np.int32)
    starts = np.concatenate([[0], np.cumsum(lengths)])[:-1]
    matrix[rows, np.arange(len(rows)) - np.repeat(starts, lengths)] = ids
    return matrix
