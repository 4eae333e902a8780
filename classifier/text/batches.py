"""Messages -> what the networks read of them, in batches. Needs no TensorFlow: another process can do it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from classifier.text.reading import MAX_CHARACTERS
from classifier.text.tokenizer import Segment, Tokenizer

BATCH = 256
"""Segments per forward pass; bounds memory, whatever the number of messages."""


@dataclass(frozen=True)
class Batch:
    """Segments of similar length: their places among all, int (n,), and their inputs as `Tokenizer.features_of`."""

    places: np.ndarray
    features: dict[str, np.ndarray]


@dataclass(frozen=True)
class Prepared:
    """n messages as the networks read them.

    `batches` hold every segment of every message once, and can be gone through once; `sizes`, int64 (n,), counts the
    segments of each message; `languages` are codes, one of LANGUAGES or None for each message.
    """

    batches: Iterable[Batch]
    sizes: np.ndarray
    languages: tuple[str | None, ...]


def prepare(tokenizer: Tokenizer, messages: Sequence[str]) -> Prepared:
    """Read messages, even none; of a message only the first MAX_CHARACTERS. Batches are made as they are asked for."""
    found = tokenizer.segments([message[:MAX_CHARACTERS] for message in messages])
    sizes = np.array([len(segments) for segments in found], np.int64)
    languages = tuple(segments[0].identified.language for segments in found)
    return Prepared(in_batches(tokenizer, [segment for segments in found for segment in segments]), sizes, languages)


def in_batches(tokenizer: Tokenizer, segments: Sequence[Segment]) -> Iterator[Batch]:
    """The inputs for segments, those of similar length together: a batch is as wide as its longest."""
    by_length = sorted(range(len(segments)), key=lambda i: (len(segments[i].ids), len(segments[i].text)))
    for start in range(0, len(segments), BATCH):
        places = by_length[start : start + BATCH]
        yield Batch(np.array(places), tokenizer.features_of([segments[i] for i in places]))
