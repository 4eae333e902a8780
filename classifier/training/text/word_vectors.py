"""Word vectors from a file in GloVe's text format, plain or gzipped."""

import gzip
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np

from classifier.artifacts import VectorSource
from classifier.errors import VectorsError
from classifier.inference import Classifier
from classifier.network.ensemble import stored_vectors
from classifier.text.tokenizer import FIRST_WORD


@dataclass(frozen=True)
class WordVectors:
    """`words` in the file's order and their vectors, float32 (words, dimensions); `sha256` is that of the file."""

    words: tuple[str, ...]
    matrix: np.ndarray
    file: str
    sha256: str

    @property
    def dimensions(self) -> int:
        """Numbers per word."""
        return int(self.matrix.shape[1])

    @property
    def source(self) -> VectorSource:
        """Where these vectors come from."""
        return VectorSource(self.file, self.sha256, len(self.words), self.dimensions)

    def select(self, words: Sequence[str]) -> "WordVectors":
        """Only these words, in this order; VectorsError if none is left."""
        if not words:
            raise _no_vector(self.file)
        place = {word: i for i, word in enumerate(self.words)}
        return replace(self, words=tuple(words), matrix=self.matrix[[place[word] for word in words]])


def from_assets(directory: Path) -> WordVectors:
    """The vectors and the vocabulary inside a trained model; raises ArtifactError if there is none in the folder.

    The source is that of the model: what its vectors were once read from.
    """
    classifier = Classifier.load(directory)
    words, source = classifier.tokenizer.vocabulary, classifier.manifest.vectors
    if source is None or classifier.tokenizer.composer is None:
        raise VectorsError(f"The model in {directory} holds no word vectors: name one of the recipe 'default'.")
    matrix = stored_vectors(classifier.model)[FIRST_WORD : FIRST_WORD + len(words)]
    return WordVectors(words, matrix, source.file, source.sha256)


def load(path: Path | str, keep: frozenset[str] | None = None) -> WordVectors:
    """Read a vector file; if a word is listed twice, the first line counts.

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
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
    except (OSError, EOFError, zlib.error) as error:
        raise VectorsError(f"{path.name} cannot be read to the end: {error}.") from error
    if not found:
        raise _no_vector(path.name)
    return WordVectors(tuple(found), np.stack(list(found.values())), path.name, digest)


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
        raise VectorsError(f"{place}: this is not UTF-8 text.") from error


def _vector(numbers: list[str], place: str) -> np.ndarray:
    try:
        vector = np.array(numbers, dtype=np.float32)
    except ValueError as error:
        raise VectorsError(
            f"{place}: expected a word and its numbers, separated by single spaces ({error})."
        ) from error
    if not len(vector):
        raise VectorsError(f"{place}: there are no numbers after the word.")
    if not np.isfinite(vector).all():
        raise VectorsError(f"{place}: a number is not finite.")
    return vector


def _open(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        zipped = file.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, gzip.open(path)) if zipped else path.open("rb")


def _no_vector(file: str) -> VectorsError:
    return VectorsError(f"{file} has no vector for any of the words that are needed.")
