"""The trained classifier: load, predict, explain. Read-only after load and safe from several threads."""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import keras
import numpy as np
import tensorflow as tf

from classifier import artifacts
from classifier.artifacts import Manifest
from classifier.calibration import Calibration
from classifier.errors import ArtifactError, MessageError
from classifier.labels import BINARY_LABELS, RELATED
from classifier.model import INPUTS, LOG_ODDS, OUTPUT_WIDTH, OUTPUTS
from classifier.text import without
from classifier.tokenizer import KEPT, UNKNOWN_WORD, Reading, ReadWord, Tokenizer

MAX_CHARACTERS = 5_000
"""Longer messages are refused by `check`; `predict` would cut them after fifty words anyway."""

BATCH = 256
"""Messages a forward pass; it bounds memory, whatever the number of messages."""

_WARM_UP = "We need water and food for the people in the camp near the river"  # a single word leaves much cold


@dataclass(frozen=True)
class Prediction:
    """Calibrated probabilities of n messages.

    `probabilities` is float32 (n, 35), columns in BINARY_LABELS order, each in [0, 1];
    `related` is float32 (n, 3), rows sum to 1.
    """

    probabilities: np.ndarray
    related: np.ndarray


@dataclass(frozen=True)
class Explanation:
    """What each word adds: the whole message's probabilities minus those without the word.

    `effects` is float32 (words, 35) and `related_effects` float32 (words, 3), both in [-1, 1].
    """

    words: tuple[ReadWord, ...]
    effects: np.ndarray
    related_effects: np.ndarray


class Classifier:
    """A loaded model with its tokenizer, calibration and thresholds."""

    def __init__(self, model: keras.Model, tokenizer: Tokenizer, calibration: Calibration, manifest: Manifest) -> None:
        """Compile one fixed-signature function from the model; `load` is the usual way in."""
        self.model = model
        self.tokenizer = tokenizer
        self.calibration = calibration
        self.manifest = manifest
        self.thresholds = MappingProxyType(dict(calibration.thresholds))
        self._inputs = _inputs(model)
        self._trims = model.input["tokens"].shape[1] is None
        self._forward = _compile(model).get_concrete_function()

    @classmethod
    def load(cls, directory: Path | str = "assets") -> "Classifier":
        """Verify and load the artefacts and warm the model; TensorFlow, unless it runs already, is given one
        thread an operation.

        Raises ArtifactError: which file is wrong, how, and the command that mends it.
        """
        _one_thread_an_operation()
        directory = Path(directory)
        manifest = artifacts.read(directory)
        tokenizer = _load_tokenizer(directory / artifacts.TOKENIZER)
        model = _load_model(directory / artifacts.MODEL)
        if tokenizer.size > model.get_layer("embedding").input_dim:
            raise artifacts.broken(directory / artifacts.TOKENIZER, "has more words than the model was trained on")
        calibration = Calibration.load(directory / artifacts.CALIBRATION)
        classifier = cls(model, tokenizer, calibration, manifest)
        classifier.predict([_WARM_UP])
        return classifier

    def predict(self, messages: Sequence[str]) -> Prediction:
        """Classify any number of messages, also none; cut after fifty words that are no stop words."""
        raw = self.raw(messages)
        labels, related = raw[:, : len(BINARY_LABELS)], raw[:, len(BINARY_LABELS) :]
        return Prediction(self.calibration.probabilities(labels), self.calibration.related(related))

    def raw(self, messages: Sequence[str]) -> np.ndarray:
        """What the network itself says: float32 (n, 38), 35 labels and the 3 classes, uncalibrated."""
        if isinstance(messages, str):
            raise TypeError("messages must be a sequence of str, not one str: put the message into a list")
        raw = np.zeros((len(messages), OUTPUT_WIDTH), np.float32)
        by_length = sorted(range(len(messages)), key=lambda i: len(messages[i]))
        for start in range(0, len(messages), BATCH):
            rows = by_length[start : start + BATCH]
            raw[rows] = self._forward(*self._encode([messages[i] for i in rows])).numpy()
        return raw

    def explain(self, message: str) -> Explanation:
        """Leave out each kept or unknown word in turn; words + 1 messages go through in one batch."""
        words = tuple(word for word in self.read(message).words if word.fate in (KEPT, UNKNOWN_WORD))
        prediction = self.predict([message, *(without(message, word.word) for word in words)])
        effects = prediction.probabilities[:1] - prediction.probabilities[1:]
        return Explanation(words, effects, prediction.related[:1] - prediction.related[1:])

    def read(self, message: str) -> Reading:
        """The message's words and what became of each."""
        return self.tokenizer.read(message)

    def check(self, message: str) -> None:
        """Raise MessageError, with a sentence for the user, for a message that makes no sense to classify."""
        if not message.strip():
            raise MessageError("The message is empty: type or paste a message first.")
        if len(message) > MAX_CHARACTERS:
            raise MessageError(
                f"The message has {len(message):,} characters; the limit is {MAX_CHARACTERS:,}. Please shorten it."
            )
        if not self.read(message).words:
            raise MessageError("The message has no words to read: only links, mentions, punctuation or symbols.")

    def _encode(self, messages: Sequence[str]) -> list[tf.Tensor]:
        features = self.tokenizer.features(messages)
        if self._trims:
            longest = np.count_nonzero(features["tokens"], axis=1).max(initial=1)
            features["tokens"] = features["tokens"][:, :longest]
        return [tf.constant(features[name]) for name in self._inputs]


def _inputs(model: keras.Model) -> list[str]:
    return [tensor.name for tensor in model.inputs]


def _compile(model: keras.Model) -> tf.types.experimental.PolymorphicFunction:
    """One graph for all batches: inputs int32 (n, width), output float32 (n, 38)."""
    outputs = _joined(model)

    def forward(*inputs: tf.Tensor) -> tf.Tensor:
        return outputs(dict(zip(_inputs(model), inputs, strict=True)))

    return tf.function(forward, [tf.TensorSpec(tensor.shape, tensor.dtype) for tensor in model.inputs])


def _joined(model: keras.Model) -> Callable[[dict[str, tf.Tensor]], tf.Tensor]:
    """All outputs side by side; a network that has their log-odds in one layer is spared 36 activations."""
    if all(layer.name != LOG_ODDS for layer in model.layers):
        return lambda inputs: _concatenate(model(inputs, training=False))
    shortened = keras.Model(model.input, model.get_layer(LOG_ODDS).output)
    count = len(BINARY_LABELS)

    def activate(inputs: dict[str, tf.Tensor]) -> tf.Tensor:
        log_odds = shortened(inputs, training=False)[:, 0]
        return tf.concat([tf.sigmoid(log_odds[:, :count]), tf.nn.softmax(log_odds[:, count:])], axis=1)

    return activate


def _concatenate(outputs: Mapping[str, tf.Tensor]) -> tf.Tensor:
    return tf.concat([outputs[name] for name in (*BINARY_LABELS, RELATED)], axis=1)


def _one_thread_an_operation() -> None:
    """Messages are small: a second thread finds nothing to do, waits spinning and slows Python beside it."""
    with contextlib.suppress(RuntimeError):  # TensorFlow runs already and keeps the threads that it has
        tf.config.threading.set_intra_op_parallelism_threads(1)


def _load_tokenizer(path: Path) -> Tokenizer:
    try:
        return Tokenizer.load(path)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise artifacts.broken(path, "is no tokenizer of this version of the app") from error


def _load_model(path: Path) -> keras.Model:
    try:
        model = keras.saving.load_model(path, compile=False, safe_mode=True)
    except Exception as error:  # Keras raises many kinds for a damaged archive
        raise artifacts.broken(path, "is no model that this version of Keras can read") from error
    if not set(_inputs(model)) <= set(INPUTS) or set(model.output_names) != set(OUTPUTS):
        raise artifacts.broken(path, "has other inputs or outputs than this version of the app")
    return model


__all__ = ["MAX_CHARACTERS", "ArtifactError", "Classifier", "Explanation", "Prediction"]
