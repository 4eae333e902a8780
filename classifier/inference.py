"""The trained classifier: load, check, predict, explain. Read-only after load and safe from several threads."""

import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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
from classifier.network.windows import combine_labels, combine_related
from classifier.text.batches import Batch, Prepared, in_batches, prepare
from classifier.text.identification import Identified
from classifier.text.languages import LANGUAGES
from classifier.text.reading import MAX_CHARACTERS, Reading, ReadWord, Window
from classifier.text.tokenizer import NGRAMS, TOKENS, Segment, Tokenizer
from classifier.text.words import without

__all__ = ["LANGUAGES", "MAX_CHARACTERS", "Answer", "Classifier", "Explanation", "Prediction"]

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
    `related` is three shares that sum to 1; `parts` answers each window of the reading by itself; `seconds` is the
    time taken, text processing included.
    """

    message: str
    reading: Reading
    probabilities: Mapping[str, float]
    related: tuple[float, ...]
    parts: Prediction
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
        """Classify any number of messages, even none; of a message only the first MAX_CHARACTERS are read."""
        return self.predict_with_languages(messages)[0]

    def predict_with_languages(self, messages: Sequence[str]) -> tuple[Prediction, tuple[str | None, ...]]:
        """What `predict` gives, and the language of each message as in `read`: one of LANGUAGES, or None."""
        prepared = self.prepare(messages)
        return self.predict_prepared(prepared), prepared.languages

    def prepare(self, messages: Sequence[str]) -> Prepared:
        """The first half of `predict`: what the networks read of each message."""
        if isinstance(messages, str):
            raise TypeError("messages must be a sequence of str, not one str: put the message into a list")
        return prepare(self.tokenizer, messages)

    def predict_prepared(self, prepared: Prepared) -> Prediction:
        """The second half of `predict`; of messages prepared with the tokenizer of this classifier."""
        return _combined(self._calibrated(self._raw(prepared.batches, int(prepared.sizes.sum()))), prepared.sizes)

    def answer(self, message: str) -> Answer:
        """Classify one message and say how it was read; raises MessageError as `check` does."""
        started = time.perf_counter()
        reading = self.check(message)
        parts = self._predict(self.tokenizer.segments_of(reading))
        whole = _combined(parts, np.array([len(parts.related)]))
        probabilities = dict(zip(BINARY_LABELS, whole.probabilities[0].tolist(), strict=True))
        related = tuple(whole.related[0].tolist())
        return Answer(message, reading, probabilities, related, parts, time.perf_counter() - started)

    def raw(self, messages: Sequence[str]) -> np.ndarray:
        """The network's own outputs for the beginning of each message, not calibrated.

        float32 (n, 38), the 35 labels and the 3 classes.
        """
        beginnings = self.tokenizer.beginnings(messages)
        return self._raw(in_batches(self.tokenizer, beginnings), len(beginnings))

    def explain(self, message: str, answer: Answer | None = None) -> Explanation:
        """Leave out each word that reaches the model in turn; all variants go through together.

        A long message keeps its windows: a variant differs from it in that word alone. `answer` is the message's, where
        it is known already.
        """
        reading = answer.reading if answer else self.read(message)
        segments, windows = self.tokenizer.segments_of(reading), reading.windows
        parts = answer.parts if answer else self._predict(segments)
        words = tuple(word for word in reading.words if word.reaches_the_model)
        places = [
            (row, place)
            for row, word in enumerate(words)
            for place, window in enumerate(windows)
            if window.start <= word.word.start < window.end
        ]
        languages = self.tokenizer.identify([without(reading.text, word.word) for word in words])
        variants = self._predict(
            [self._without(reading, windows[place], words[row], languages[row]) for row, place in places]
        )
        count = len(words) + 1
        labels = np.repeat(parts.probabilities[None], count, axis=0)
        classes = np.repeat(parts.related[None], count, axis=0)
        for i, (row, place) in enumerate(places):
            labels[row, place], classes[row, place] = variants.probabilities[i], variants.related[i]
        sizes = np.full(count, len(segments))
        found = _combined(Prediction(np.concatenate(labels), np.concatenate(classes)), sizes)
        return Explanation(
            words, found.probabilities[-1] - found.probabilities[:-1], found.related[-1] - found.related[:-1]
        )

    def read(self, message: str) -> Reading:
        """The words of a message and what became of each; of a message only the first MAX_CHARACTERS are read."""
        return self.tokenizer.read(message[:MAX_CHARACTERS])

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

    def _without(self, reading: Reading, window: Window, word: ReadWord, identified: Identified) -> Segment:
        """One window of a message without one of its words; `identified` is the language of the message without it."""
        shifted = replace(word.word, start=word.word.start - window.start, end=word.word.end - window.start)
        text = without(reading.text[window.start : window.end], shifted)
        forms = [one.word.form for one in window.words if one is not word]
        return self.tokenizer.segment(text, forms, identified)

    def _predict(self, segments: Sequence[Segment]) -> Prediction:
        """The calibrated answer to each segment."""
        return self._calibrated(self._raw(in_batches(self.tokenizer, segments), len(segments)))

    def _raw(self, batches: Iterable[Batch], count: int) -> np.ndarray:
        """The network's own outputs for so many segments, float32 (count, 38)."""
        raw = np.zeros((count, OUTPUT_WIDTH), np.float32)
        for batch in batches:
            raw[batch.places] = self._forward(self._trimmed(batch.features))
        return raw

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


def _combined(parts: Prediction, sizes: np.ndarray) -> Prediction:
    """The answers to whole messages from those to their parts; `sizes` int (n,) counts the parts of each."""
    if len(parts.related) == len(sizes):
        return parts
    starts = np.cumsum(sizes) - sizes
    return Prediction(combine_labels(parts.probabilities, starts), combine_related(parts.related, starts))


def _parsed(path: Path, parse: Callable[[], Parsed]) -> Parsed:
    """An artefact's content, parsed; ArtifactError if it cannot be."""
    try:
        return parse()
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise artifacts.broken(path, f"cannot be used by this version of the app ({error})") from error
