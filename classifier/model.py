"""The Keras networks: 35 sigmoid outputs and the 3-class `related`, each with a loss of its own."""

from dataclasses import dataclass

import keras
import numpy as np
from keras import layers, ops

from classifier.labels import BINARY_LABELS, RELATED, RELATED_CLASSES
from classifier.text import MAX_TOKENS
from classifier.tokenizer import MAX_BYTES, UNKNOWN

INPUTS: dict[str, int] = {"tokens": MAX_TOKENS, "bytes": MAX_BYTES}
"""Every input a network may have, with its width; all are int32 (n, width)."""

OUTPUTS: tuple[str, ...] = (RELATED, *BINARY_LABELS)


@dataclass(frozen=True)
class Network:
    """A network twice, with shared weights.

    `serving` is what is saved: a label's output is (n, 1), `related` is (n, 3). `training` is what
    is fitted: where a network has several towers, each tower answers for itself, so that outputs
    are (n, towers) and (n, towers, 3) and every tower gets its own loss.
    """

    serving: keras.Model
    training: keras.Model
    towers: int = 1


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
    model = keras.Model(tokens, outputs, name="article")
    if vectors is not None:
        embedding.set_weights([vectors])
    return Network(model, model)


@dataclass(frozen=True)
class TowerConfig:
    """Sizes of one tower; `recurrent` = 0 leaves the LSTM out."""

    projection: int = 192
    filters: int = 192
    recurrent: int = 64
    word_dropout: float = 0.1
    dropout: float = 0.5


def default(vectors: np.ndarray, towers: tuple[TowerConfig, ...] = (TowerConfig(recurrent=0), TowerConfig())) -> Network:
    """Towers of convolution and recurrence on frozen word vectors, averaged in log-odds.

    `vectors` is float32 (rows, dimensions); rows 0 (padding) and 1 (unknown) are zeros.
    """
    # ---- layers
    tokens = keras.Input((MAX_TOKENS,), dtype="int32", name="tokens")
    embedding = layers.Embedding(*vectors.shape, name="embedding", trainable=False)

    # ---- functional model
    x, mask = embedding(tokens), ops.cast(tokens > 0, "float32")
    features = [_tower(x, tokens, mask, config, f"tower_{i}") for i, config in enumerate(towers)]
    labels = ops.stack([layers.Dense(len(BINARY_LABELS), name=f"labels_{i}")(f) for i, f in enumerate(features)], axis=1)
    classes = ops.stack([layers.Dense(3, name=f"classes_{i}")(f) for i, f in enumerate(features)], axis=1)
    training = keras.Model(tokens, _activate(labels, classes), name="training")
    serving = keras.Model(tokens, _activate(_mean(labels), _mean(classes)), name="default")
    embedding.set_weights([vectors])
    return Network(serving, training, len(towers))


def _tower(x: keras.KerasTensor, tokens: keras.KerasTensor, mask: keras.KerasTensor, config: TowerConfig,
           name: str) -> keras.KerasTensor:
    x = layers.Dropout(config.word_dropout, noise_shape=(None, MAX_TOKENS, 1))(x)
    x = layers.Dropout(0.2)(layers.Dense(config.projection, activation="gelu", name=f"{name}_projection")(x))
    x = x * mask[..., None]
    parts = [_pool(x, mask)]
    for width in (2, 3):
        convolution = layers.Conv1D(config.filters, width, padding="same", activation="relu", name=f"{name}_conv{width}")
        parts.append(_pool(convolution(x), mask))
    if config.recurrent:
        lstm = layers.LSTM(config.recurrent, return_sequences=True)
        parts.append(_pool(layers.Bidirectional(lstm, name=f"{name}_lstm")(x, mask=mask > 0), mask))
    parts.append(_shape(tokens, mask))
    return layers.Dropout(config.dropout)(ops.concatenate(parts, axis=-1))


def _pool(x: keras.KerasTensor, mask: keras.KerasTensor) -> keras.KerasTensor:
    """Maximum and mean over the words; padding counts as zero and is left out of the mean."""
    x = x * mask[..., None]
    return ops.concatenate([ops.max(x, axis=1), ops.sum(x, axis=1) / _length(mask)], axis=-1)


def _shape(tokens: keras.KerasTensor, mask: keras.KerasTensor) -> keras.KerasTensor:
    """The message's length and its share of known words: what marks a text that is not English."""
    known = ops.sum(ops.cast(tokens > UNKNOWN, "float32"), axis=1, keepdims=True)
    return ops.concatenate([ops.log(_length(mask)) / 4, known / _length(mask)], axis=-1)


def _length(mask: keras.KerasTensor) -> keras.KerasTensor:
    return ops.maximum(ops.sum(mask, axis=1, keepdims=True), 1.0)


def _mean(logits: keras.KerasTensor) -> keras.KerasTensor:
    """Average the towers; they stay as an axis of length one."""
    return ops.mean(logits, axis=1, keepdims=True)


def _activate(labels: keras.KerasTensor, classes: keras.KerasTensor) -> dict[str, keras.KerasTensor]:
    """Named outputs from logits (n, towers, 35) and (n, towers, 3)."""
    outputs = {name: layers.Activation("sigmoid", name=name)(labels[:, :, i]) for i, name in enumerate(BINARY_LABELS)}
    classes = ops.squeeze(classes, axis=1) if classes.shape[1] == 1 else classes
    return {RELATED: layers.Activation("softmax", name=RELATED)(classes), **outputs}
