"""Word vectors from a file in GloVe's text format, plain or gzipped."""

import gzip
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np

from classifier.errors import VectorsError


@dataclass(frozen=True)
class Vectors:
    """`words` in the file's order and their vectors, float32 (words, dimensions); `digest` is the file's SHA-256."""

    words: tuple[str, ...]
    matrix: np.ndarray
    file: str
    digest: str

    @property
    def dimensions(self) -> int:
        """Numbers a word."""
        return int(self.matrix.shape[1])

    def select(self, words: Sequence[str]) -> "Vectors":
        """Only these words, in this order; VectorsError if none is left."""
        if not words:
            raise VectorsError(f"{self.file} has no vector for any word that is needed.")
        place = {word: i for i, word in enumerate(self.words)}
        return replace(self, words=tuple(words), matrix=self.matrix[[place[word] for word in words]])


def load(path: Path | str, keep: frozenset[str] | None = None) -> Vectors:
    """Read a vector file; of words listed twice the first counts.

    `keep` limits what is held in memory to these words. Raises VectorsError naming file and line.
    """
    path = Path(path)
    if not path.is_file():
        raise VectorsError(f"The vector file {path.name} is missing from {path.parent}.")
    found: dict[str, np.ndarray] = {}
    try:
        with _open(path) as file:
            for word, vector in _rows(file, path.name):
                if word not in found and (keep is None or word in keep):
                    found[word] = vector
    except (OSError, EOFError, zlib.error) as error:
        raise VectorsError(f"{path.name} cannot be read to its end: {error}.") from error
    if not found:
        raise VectorsError(f"{path.name} has no vector for any word that is needed.")
    return Vectors(tuple(found), np.stack(list(found.values())), path.name, _digest(path))


def _rows(file: BinaryIO, name: str) -> Iterator[tuple[str, np.ndarray]]:
    dimensions: int | None = None
    for number, line in enumerate(file, 1):
        word, *numbers = _text(line, f"{name}, line {number}").rstrip().split(" ")
        if number == 1 and len(numbers) == 1 and word.isdigit() and numbers[0].isdigit():
            continue  # word2vec's text format begins with "words dimensions"
        vector = _vector(numbers, f"{name}, line {number}")
        dimensions = dimensions or len(vector)
        if len(vector) != dimensions:
            raise VectorsError(f"{name}, line {number}: {len(vector)} numbers where the lines above have {dimensions}.")
        yield word, vector


def _text(line: bytes, place: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise VectorsError(f"{place}: this is no UTF-8 text.") from error


def _vector(numbers: list[str], place: str) -> np.ndarray:
    try:
        vector = np.array(numbers, dtype=np.float32)
    except ValueError as error:
        raise VectorsError(f"{place}: a word and numbers parted by single spaces were expected ({error}).") from error
    if not len(vector):
        raise VectorsError(f"{place}: there are no numbers after the word.")
    if not np.isfinite(vector).all():
        raise VectorsError(f"{place}: a number is not finite.")
    return vector


def _open(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        zipped = file.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, gzip.open(path)) if zipped else path.open("rb")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        digest = sha256()
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()
