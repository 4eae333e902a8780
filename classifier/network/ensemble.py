"""The default network: towers of convolution and recurrence over word vectors, beside a linear path on n-grams."""

from dataclasses import dataclass

import keras
import numpy as np
from keras import layers, ops

from classifier.network.outputs import OUTPUT_WIDTH, Network, activate

STRIDE = 4
"""Words that become one step of a recurrent layer, as in the article."""


@dataclass(frozen=True)
class TowerConfig:
    """Sizes of one tower; `recurrent` = 0 leaves the LSTM out."""

    projection: int = 192
    filters: int = 192
    recurrent: int = 0
    word_dropout: float = 0.1
    dropout: float = 0.5
    style: int = 32


@dataclass(frozen=True)
class Ensemble:
    """The network, and the layers that training sets by hand.

    `members` gives the log-odds of each member before they are averaged, (n, members, 38): the linear path first,
    then the towers. `linear` and `idf` are the embeddings of the linear path, `heads` the last layer of each tower.
    """

    network: Network
    members: keras.Model
    embedding: layers.Embedding
    linear: layers.Embedding
    idf: layers.Embedding
    heads: tuple[layers.Dense, ...]


def build(
    vectors: np.ndarray, word_features: np.ndarray, ngrams: int, style_features: int, towers: tuple[TowerConfig, ...]
) -> Ensemble:
    """Build the network; every member answers all outputs, and their log-odds are averaged.

    `vectors` is float32 (rows, dimensions), rows 0 (padding) and 1 (unknown) zeros; `word_features` float32 (rows,
    features), row 0 zeros; `ngrams` the size of the n-gram vocabulary; `style_features` the numbers per message.
    """
    # ---- layers
    tokens = keras.Input((None,), dtype="int32", name="tokens")
    ngram_ids = keras.Input((None,), dtype="int32", name="ngrams")
    style = keras.Input((style_features,), name="style")
    embedding = layers.Embedding(*vectors.shape, name="embedding", trainable=False)
    features = layers.Embedding(*word_features.shape, name="word_features", trainable=False)
    zeros = {"embeddings_initializer": "zeros", "trainable": False}
    linear = layers.Embedding(ngrams + 1, OUTPUT_WIDTH, name="linear", **zeros)
    idf = layers.Embedding(ngrams + 1, 1, name="idf", **zeros)
    heads = tuple(layers.Dense(OUTPUT_WIDTH, name=f"tower_{i}_head") for i in range(len(towers)))

    # ---- functional model
    x, mask = embedding(tokens), ops.cast(tokens > 0, "float32")
    described = ops.concatenate([style, ops.sum(features(tokens), axis=1) / _length(mask)], axis=-1)
    answers = [
        head(_tower(x, mask, described, config, f"tower_{i}"))
        for i, (head, config) in enumerate(zip(heads, towers, strict=True))
    ]
    together = ops.stack([_regression(ngram_ids, linear, idf), *answers], axis=1)
    inputs = {"tokens": tokens, "ngrams": ngram_ids, "style": style}
    training = keras.Model({"tokens": tokens, "style": style}, activate(ops.stack(answers, axis=1)), name="training")
    serving = keras.Model(inputs, activate(ops.mean(together, axis=1, keepdims=True)), name="default")
    members = keras.Model(inputs, together, name="members")
    embedding.set_weights([vectors])
    features.set_weights([word_features])
    return Ensemble(Network(serving, training), members, embedding, linear, idf, heads)


def _regression(ngram_ids: keras.KerasTensor, linear: layers.Embedding, idf: layers.Embedding) -> keras.KerasTensor:
    """A logistic regression on binary TF-IDF vectors of length one; id 0 is padding and weighs nothing."""
    norm = ops.sqrt(ops.maximum(ops.sum(ops.square(idf(ngram_ids)), axis=1), 1e-6))
    return ops.sum(linear(ngram_ids), axis=1) / norm


def _tower(
    x: keras.KerasTensor, mask: keras.KerasTensor, described: keras.KerasTensor, config: TowerConfig, name: str
) -> keras.KerasTensor:
    x = layers.Dropout(config.word_dropout, noise_shape=(None, None, 1))(x)
    x = layers.Dropout(0.2)(layers.Dense(config.projection, activation="gelu", name=f"{name}_projection")(x))
    x = x * mask[..., None]
    pooled = [_pool(x, mask)]
    for width in (2, 3):
        convolved = convolve(x, config.filters, width, f"{name}_conv{width}")
        pooled.append(_pool(convolved, mask))
    if config.recurrent:
        steps, step_mask = _every_fourth(convolved * mask[..., None]), _every_fourth(mask[..., None])[..., 0]
        lstm = layers.Bidirectional(layers.LSTM(config.recurrent, return_sequences=True), name=f"{name}_lstm")
        pooled.append(_pool(lstm(steps, mask=step_mask > 0), step_mask))
    read = layers.Dropout(config.dropout)(ops.concatenate(pooled, axis=-1))
    style = layers.Dense(config.style, activation="gelu", name=f"{name}_style")(described)
    return ops.concatenate([read, described, style], axis=-1)


def convolve(x: keras.KerasTensor, filters: int, width: int, name: str) -> keras.KerasTensor:
    """Conv1D with same padding, as one matrix product: quicker than Keras's own for a single message."""
    shifted = [x, ops.pad(x, [[0, 0], [0, 1], [0, 0]])[:, 1:]]
    if width == 3:
        shifted.insert(0, ops.pad(x, [[0, 0], [1, 0], [0, 0]])[:, :-1])
    return layers.Dense(filters, activation="relu", name=name)(ops.concatenate(shifted, axis=-1))


def _every_fourth(x: keras.KerasTensor) -> keras.KerasTensor:
    """The maximum of each four words, as in the article; the last may be fewer."""
    return layers.MaxPooling1D(STRIDE)(ops.pad(x, [[0, 0], [0, STRIDE - 1], [0, 0]]))


def _pool(x: keras.KerasTensor, mask: keras.KerasTensor) -> keras.KerasTensor:
    """Maximum, at least zero, and mean over the words; padding makes no difference."""
    x = x * mask[..., None]
    return ops.concatenate([ops.relu(ops.max(x, axis=1)), ops.sum(x, axis=1) / _length(mask)], axis=-1)


def _length(mask: keras.KerasTensor) -> keras.KerasTensor:
    return ops.maximum(ops.sum(mask, axis=1, keepdims=True), 1.0)
