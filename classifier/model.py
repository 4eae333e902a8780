"""The Keras networks: 35 sigmoid outputs and the 3-class `related`, each with a loss of its own."""

from collections.abc import Mapping
from dataclasses import dataclass

import keras
import numpy as np
from keras import layers, ops

from classifier.labels import BINARY_LABELS, RELATED, RELATED_CLASSES
from classifier.surface import WIDTH
from classifier.text import MAX_TOKENS

INPUTS: tuple[str, ...] = ("tokens", "ngrams", "surface")
"""Every input a network may have: `Tokenizer.features` makes them."""

OUTPUTS: tuple[str, ...] = (RELATED, *BINARY_LABELS)
OUTPUT_WIDTH = len(BINARY_LABELS) + len(RELATED_CLASSES)

LOG_ODDS = "log_odds"
"""The layer of the default network that holds the log-odds of all outputs, (n, 1, 38)."""

STRIDE = 4
"""Words that become one step of a recurrent layer, as in the article."""


@dataclass(frozen=True)
class Network:
    """A network twice, with shared weights.

    `serving` is what is saved: a label's output is (n, 1), `related` is (n, 3). `training` is what
    is fitted: where a network has several towers, each tower answers for itself, so that outputs
    are (n, towers) and (n, towers, 3) and every tower gets its own loss. `members` gives the log-odds
    of each voice of the serving model before they are averaged: (n, voices, 38).
    """

    serving: keras.Model
    training: keras.Model
    towers: int = 1
    members: keras.Model | None = None

    def set_linear(self, idf: np.ndarray, weights: np.ndarray) -> None:
        """Set the linear path: float32 (ngrams,) and (ngrams, 38)."""
        self.serving.get_layer("idf").set_weights([np.concatenate([[0.0], idf])[:, None]])
        weighted = np.concatenate([np.zeros((1, OUTPUT_WIDTH)), idf[:, None] * weights])
        self.serving.get_layer("linear").set_weights([weighted])

    def voices(self, inputs: Mapping[str, np.ndarray]) -> np.ndarray:
        """Log-odds of each voice, float32 (n, voices, 38); the linear path comes first."""
        if self.members is None:
            raise ValueError("This network has one voice only.")
        wanted = {tensor.name: inputs[tensor.name] for tensor in self.members.inputs}
        return np.asarray(self.members.predict(wanted, batch_size=256, verbose=0))

    def scale(self, slopes: np.ndarray, offsets: np.ndarray) -> None:
        """Scale each voice's log-odds for good, (voices, 38) each: slopes into the weights, offsets into a bias."""
        linear = self.serving.get_layer("linear")
        linear.set_weights([linear.get_weights()[0] * slopes[0]])
        for i in range(self.towers):
            head = self.serving.get_layer(f"tower_{i}_head")
            kernel, bias = head.get_weights()
            added = offsets[i + 1] + (offsets[0] if i == 0 else 0)  # the linear path has no bias of its own
            head.set_weights([kernel * slopes[i + 1], bias * slopes[i + 1] + added])

    def compress(self) -> None:
        """Store the two large tables in eight bits a number, with one scale a row."""
        for name in ("embedding", "linear"):
            self.serving.get_layer(name).quantize("int8")


def article(vocabulary: int = 20_000, dimensions: int = 50, vectors: np.ndarray | None = None) -> Network:
    """The network as published; with `vectors`, float32 (vocabulary, dimensions), these stay frozen.

    With the default sizes it has 1,085,902 parameters.
    """
    # ---- layers
    tokens = keras.Input((MAX_TOKENS,), dtype="int32", name="tokens")
    embedding = layers.Embedding(vocabulary, dimensions, name="embedding", trainable=vectors is None)
    heads = [layers.Dense(1, activation="sigmoid", name=name) for name in BINARY_LABELS]
    related = layers.Dense(len(RELATED_CLASSES), activation="softmax", name=RELATED)

    # ---- functional model
    x = layers.Dropout(0.3)(embedding(tokens))
    x = layers.Conv1D(64, 5, activation="relu")(x)
    x = layers.MaxPooling1D(4)(x)
    x = layers.LSTM(100)(x)
    x = layers.Dropout(0.3)(x)
    outputs = {head.name: head(x) for head in (related, *heads)}
    model = keras.Model({"tokens": tokens}, outputs, name="article")
    if vectors is not None:
        embedding.set_weights([vectors])
    return Network(model, model)


@dataclass(frozen=True)
class TowerConfig:
    """Sizes of one tower; `recurrent` = 0 leaves the LSTM out."""

    projection: int = 192
    filters: int = 192
    recurrent: int = 0
    word_dropout: float = 0.1
    dropout: float = 0.5
    looks: int = 32


def default(vectors: np.ndarray, traits: np.ndarray, ngrams: int, towers: tuple[TowerConfig, ...]) -> Network:
    """Towers of convolution and recurrence on frozen word vectors beside a linear path on n-grams.

    `vectors` is float32 (rows, dimensions), rows 0 (padding) and 1 (unknown) zeros; `traits` float32
    (rows, traits) is a few facts of each word, row 0 zeros; `ngrams` the size of the n-gram vocabulary.
    The voices' log-odds are averaged; `Network.scale` sets what each voice weighs.
    """
    # ---- layers
    tokens = keras.Input((None,), dtype="int32", name="tokens")
    ngram_ids = keras.Input((None,), dtype="int32", name="ngrams")
    looks = keras.Input((WIDTH,), name="surface")
    embedding = layers.Embedding(*vectors.shape, name="embedding", trainable=False)
    facts = layers.Embedding(*traits.shape, name="traits", trainable=False)
    heads = [layers.Dense(OUTPUT_WIDTH, name=f"tower_{i}_head") for i in range(len(towers))]

    # ---- functional model
    x, mask = embedding(tokens), ops.cast(tokens > 0, "float32")
    looks_and_facts = ops.concatenate([looks, ops.sum(facts(tokens), axis=1) / _length(mask)], axis=-1)
    voices = [heads[i](_tower(x, mask, looks_and_facts, config, f"tower_{i}")) for i, config in enumerate(towers)]
    training = keras.Model({"tokens": tokens, "surface": looks}, _activate(ops.stack(voices, axis=1)), name="training")
    members = ops.stack([_linear(ngram_ids, ngrams), *voices], axis=1)
    answer = layers.Identity(name=LOG_ODDS)(ops.mean(members, axis=1, keepdims=True))
    inputs = {"tokens": tokens, "ngrams": ngram_ids, "surface": looks}
    serving = keras.Model(inputs, _activate(answer), name="default")
    embedding.set_weights([vectors])
    facts.set_weights([traits])
    return Network(serving, training, len(towers), keras.Model(inputs, members, name="members"))


def _linear(ngram_ids: keras.KerasTensor, size: int) -> keras.KerasTensor:
    """A logistic regression on binary TF-IDF vectors of length one; id 0 is padding and weighs nothing."""
    weights = layers.Embedding(size + 1, OUTPUT_WIDTH, embeddings_initializer="zeros", trainable=False, name="linear")
    idf = layers.Embedding(size + 1, 1, embeddings_initializer="zeros", trainable=False, name="idf")(ngram_ids)
    norm = ops.sqrt(ops.maximum(ops.sum(ops.square(idf), axis=1), 1e-6))
    return ops.sum(weights(ngram_ids), axis=1) / norm


def _tower(
    x: keras.KerasTensor, mask: keras.KerasTensor, looks: keras.KerasTensor, config: TowerConfig, name: str
) -> keras.KerasTensor:
    x = layers.Dropout(config.word_dropout, noise_shape=(None, None, 1))(x)
    x = layers.Dropout(0.2)(layers.Dense(config.projection, activation="gelu", name=f"{name}_projection")(x))
    x = x * mask[..., None]
    parts = [_pool(x, mask)]
    for width in (2, 3):
        convolved = _convolve(x, config.filters, width, f"{name}_conv{width}")
        parts.append(_pool(convolved, mask))
    if config.recurrent:
        steps, step_mask = _every_fourth(convolved * mask[..., None]), _every_fourth(mask[..., None])[..., 0]
        lstm = layers.Bidirectional(layers.LSTM(config.recurrent, return_sequences=True), name=f"{name}_lstm")
        parts.append(_pool(lstm(steps, mask=step_mask > 0), step_mask))
    read = layers.Dropout(config.dropout)(ops.concatenate(parts, axis=-1))
    looked = layers.Dense(config.looks, activation="gelu", name=f"{name}_looks")(looks)
    return ops.concatenate([read, looks, looked], axis=-1)


def _convolve(x: keras.KerasTensor, filters: int, width: int, name: str) -> keras.KerasTensor:
    """Conv1D with same padding, as one product of matrices: for a single message quicker than Keras's own."""
    shifted = [x, ops.pad(x, [[0, 0], [0, 1], [0, 0]])[:, 1:]]
    if width == 3:
        shifted.insert(0, ops.pad(x, [[0, 0], [1, 0], [0, 0]])[:, :-1])
    return layers.Dense(filters, activation="relu", name=name)(ops.concatenate(shifted, axis=-1))


def _every_fourth(x: keras.KerasTensor) -> keras.KerasTensor:
    """The maximum of each four words, as in the article; the last may be fewer."""
    return layers.MaxPooling1D(STRIDE)(ops.pad(x, [[0, 0], [0, STRIDE - 1], [0, 0]]))


def _pool(x: keras.KerasTensor, mask: keras.KerasTensor) -> keras.KerasTensor:
    """Maximum, at least zero, and mean over the words: the same with much padding, little or none."""
    x = x * mask[..., None]
    return ops.concatenate([ops.relu(ops.max(x, axis=1)), ops.sum(x, axis=1) / _length(mask)], axis=-1)


def _length(mask: keras.KerasTensor) -> keras.KerasTensor:
    return ops.maximum(ops.sum(mask, axis=1, keepdims=True), 1.0)


def _activate(logits: keras.KerasTensor) -> dict[str, keras.KerasTensor]:
    """Named outputs from log-odds (n, voices, 38); a single voice's `related` is (n, 3)."""
    count = len(BINARY_LABELS)
    outputs = {name: layers.Activation("sigmoid", name=name)(logits[:, :, i]) for i, name in enumerate(BINARY_LABELS)}
    classes = logits[:, 0, count:] if logits.shape[1] == 1 else logits[:, :, count:]
    return {RELATED: layers.Activation("softmax", name=RELATED)(classes), **outputs}
