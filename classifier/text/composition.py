"""A vector for a word that the vocabulary lacks, composed from its letters.

A word's vector is the mean of those of its n-grams of characters, as in fastText (Bojanowski et al., 2017); they are
fitted to reproduce the vectors of known words, as in MIMICK (Pinter et al., 2017).
"""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

SHORTEST, LONGEST = 2, 5
"""Lengths of the n-grams in characters; the word's two ends count as one each."""


@dataclass(frozen=True)
class Composer:
    """`ngrams` with their vectors: row i is `values[i] * scales[i]`, int8 (ngrams, dimensions) and float32 (ngrams,).

    `mean` float32 (dimensions,) is the vector of a word without any known n-gram.
    """

    ngrams: tuple[str, ...]
    values: np.ndarray
    scales: np.ndarray
    mean: np.ndarray
    _rows: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_rows", {ngram: i for i, ngram in enumerate(self.ngrams)})

    @property
    def dimensions(self) -> int:
        """Numbers per vector."""
        return len(self.mean)

    def compose(self, forms: Sequence[str]) -> np.ndarray:
        """The vectors of folded words, float32 (n, dimensions)."""
        vectors = np.tile(self.mean, (len(forms), 1))
        for vector, form in zip(vectors, forms, strict=True):
            rows = [row for ngram in ngrams(form) if (row := self._rows.get(ngram)) is not None]
            if rows:
                vector += self.scales[rows] @ self.values[rows] / len(rows) ** 0.5
        return vectors

    @classmethod
    def compressed(cls, ngrams: tuple[str, ...], vectors: np.ndarray, mean: np.ndarray) -> "Composer":
        """Store vectors float (ngrams, dimensions) as 8-bit integers, with one scale per row."""
        scales = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / 127
        values = np.round(vectors / scales[:, None]).astype(np.int8)
        return cls(ngrams, values, scales.astype(np.float32), mean.astype(np.float32))

    def to_json(self) -> dict[str, Any]:
        """A JSON object; arrays as base64."""
        arrays = {"values": self.values, "scales": self.scales, "mean": self.mean}
        return {"ngrams": self.ngrams} | {name: _encoded(array) for name, array in arrays.items()}

    @classmethod
    def from_json(cls, content: Any) -> "Composer":
        """Read what `to_json` gave; KeyError, TypeError or ValueError if it is something else."""
        ngrams, mean = tuple(content["ngrams"]), _decoded(content["mean"], np.float32)
        values = _decoded(content["values"], np.int8).reshape(len(ngrams), len(mean))
        return cls(ngrams, values, _decoded(content["scales"], np.float32), mean)


def ngrams(form: str) -> Iterator[str]:
    """Every n-gram of a word with its ends marked, and the whole."""
    marked = f"<{form}>"
    for start in range(len(marked)):
        for end in range(start + SHORTEST, min(start + LONGEST, len(marked)) + 1):
            yield marked[start:end]


def _encoded(array: np.ndarray) -> str:
    return base64.b64encode(array.tobytes()).decode()


def _decoded(text: str, kind: type) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text, validate=True), kind)
