"""The trained classifier: load, check, predict, explain. Read-only after load and safe from several threads."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import keras
import numpy as np
import tensorflow as tf

from classifier import artifacts
from classifier.artifacts import Manifest
from classifier.errors import MessageError
from classifier.labels import BINARY_LABELS
from classifier.network import serving
from classifier.network.calibration import Calibration
from classifier.network.outputs import OUTPUT_WIDTH
from classifier.text.tokenizer import NGRAMS, TOKENS, Reading, ReadWord, Tokenizer
from classifier.text.words import without

MAX_CHARACTERS = 5_000
"""Longer messages are refused by `check`; `predict` reads only the start of them."""

BATCH = 256
"""Messages per forward pass; bounds memory, whatever the number of messages."""

Parsed = TypeVar("Parsed")


@dataclass(frozen=True)
class Prediction:
    """Calibrated probabilities of n messages.

    `probabilities` is float32 (n, 35), columns in BINARY_LABELS order, each in [0, 1]; `related` is float32 (n, 3),
    rows sum to 1.
    """

    probabilities: np.ndarray
    related: np.ndarray


@dataclass(frozen=True)
class Answer:
    """One classified message.

    `reading` says what became of each word; `probabilities` is a share of 1 for each of the 35 labels, by name;
    `related` is three shares that sum to 1; `seconds` is the time taken, text processing included.
    """

    message: str
    reading: Reading
    probabilities: Mapping[str, float]
    related: tuple[float, ...]
    seconds: float

    @property
    def related_class(self) -> int:
        """The most probable class of `related`: 0, 1 or 2."""
        return self.related.index(max(self.related))


@dataclass(frozen=True)
class Explanation:
    """What each word adds: the probabilities of the whole message minus those without the word.

    `effects` is float32 (words, 35) and `related_effects` float32 (words, 3), both in [-1, 1].
    """

    words: tuple[ReadWord, ...]
    effects: np.ndarray
    related_effects: np.ndarray


class Classifier:
    """A loaded model with its tokenizer, calibration and thresholds."""

    def __init__(self, model: keras.Model, tokenizer: Tokenizer, calibration: Calibration, manifest: Manifest) -> None:
        """Trace the model into one function; `load` is the usual way in."""
        self.model = model
        self.tokenizer = tokenizer
        self.calibration = calibration
        self.manifest = manifest
        self.thresholds = MappingProxyType(dict(calibration.thresholds))
        self._any_length = model.input[TOKENS].shape[1] is None
        self._forward = serving.compile_forward(model)

    @classmethod
    def load(cls, directory: Path | str = "assets") -> "Classifier":
        """Verify and load the artefacts. Unless TensorFlow is running already, it gets one thread per operation.

        Raises ArtifactError: which file is wrong, how, and the command that fixes it.
        """
        directory = Path(directory)
        manifest = artifacts.read_manifest(directory)
        content = {name: artifacts.read(directory, name, manifest) for name in artifacts.REQUIRED}
        tokenizer = _parsed(directory / artifacts.TOKENIZER, lambda: Tokenizer.from_json(content[artifacts.TOKENIZER]))
        model = _parsed(directory / artifacts.MODEL, lambda: serving.load(directory / artifacts.MODEL))
        calibration = _parsed(
            directory / artifacts.CALIBRATION, lambda: Calibration.from_json(json.loads(content[artifacts.CALIBRATION]))
        )
        classifier = _parsed(directory / artifacts.MODEL, lambda: cls(model, tokenizer, calibration, manifest))
        if not classifier._knows_every_id():
            raise artifacts.broken(directory / artifacts.TOKENIZER, "has more words than the model was trained on")
        return classifier

    def predict(self, messages: Sequence[str]) -> Prediction:
        """Classify any number of messages, even none; a message beyond the limits of the tokenizer is cut."""
        return self._calibrated(self.raw(messages))

    def answer(self, message: str) -> Answer:
        """Classify one message and say how it was read; raises MessageError as `check` does."""
        started = time.perf_counter()
        reading = self.check(message)
        prediction = self._calibrated(self._forward(self._trimmed(self.tokenizer.features_of(message, reading))))
        probabilities = dict(zip(BINARY_LABELS, prediction.probabilities[0].tolist(), strict=True))
        related = tuple(prediction.related[0].tolist())
        return Answer(message, reading, probabilities, related, time.perf_counter() - started)

    def raw(self, messages: Sequence[str]) -> np.ndarray:
        """The network's own outputs, not calibrated: float32 (n, 38), the 35 labels and the 3 classes."""
        if isinstance(messages, str):
            raise TypeError("messages must be a sequence of str, not one str: put the message into a list")
        raw = np.zeros((len(messages), OUTPUT_WIDTH), np.float32)
        by_length = sorted(range(len(messages)), key=lambda i: len(messages[i]))
        for start in range(0, len(messages), BATCH):
            rows = by_length[start : start + BATCH]
            raw[rows] = self._forward(self._trimmed(self.tokenizer.features([messages[i] for i in rows])))
        return raw

    def explain(self, message: str, answer: Answer | None = None) -> Explanation:
        """Leave out each word that reaches the model in turn; all variants go through in one batch.

        `answer` is the message's, where it is known already.
        """
        reading = answer.reading if answer else self.read(message)
        words = tuple(word for word in reading.words if word.reaches_the_model)
        variants = self.predict([without(message, word.word) for word in words])
        if answer:
            whole, related = np.array(list(answer.probabilities.values()), np.float32), np.array(answer.related)
        else:
            alone = self.predict([message])
            whole, related = alone.probabilities[0], alone.related[0]
        return Explanation(words, whole - variants.probabilities, (related - variants.related).astype(np.float32))

    def read(self, message: str) -> Reading:
        """The message's words and what became of each."""
        return self.tokenizer.read(message)

    def check(self, message: str) -> Reading:
        """The reading of a message; MessageError, with a sentence for the user, if it cannot be classified."""
        if not message.strip():
            raise MessageError("The message is empty: type or paste a message first.")
        if len(message) > MAX_CHARACTERS:
            raise MessageError(
                f"The message has {len(message):,} characters; the limit is {MAX_CHARACTERS:,}. Please shorten it."
            )
        reading = self.read(message)
        if not reading.words:
            raise MessageError("The message has no words to read: only links, mentions, punctuation or symbols.")
        return reading

    def _calibrated(self, raw: np.ndarray) -> Prediction:
        labels, related = raw[:, : len(BINARY_LABELS)], raw[:, len(BINARY_LABELS) :]
        return Prediction(self.calibration.probabilities(labels), self.calibration.related(related))

    def _trimmed(self, features: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Without the columns of padding that no message needs, where the network takes any length."""
        if self._any_length:
            longest = np.count_nonzero(features[TOKENS], axis=1).max(initial=1)
            return features | {TOKENS: features[TOKENS][:, :longest]}
        return features

    def _knows_every_id(self) -> bool:
        """Whether the network has a row for the last word and the last n-gram of the tokenizer."""
        features = self.tokenizer.features([""])
        features[TOKENS][0, 0], features[NGRAMS][0, 0] = self.tokenizer.size - 1, len(self.tokenizer.ngrams.keys)
        try:
            self._forward(features)
        except tf.errors.InvalidArgumentError:
            return False
        return True


def _parsed(path: Path, parse: Callable[[], Parsed]) -> Parsed:
    """An artefact's content, parsed; ArtifactError if it cannot be."""
    try:
        return parse()
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise artifacts.broken(path, f"cannot be used by this version of the app ({error})") from error
