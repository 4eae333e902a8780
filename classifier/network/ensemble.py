"""The default network: towers of convolution and recurrence over word vectors, beside a linear path on n-grams."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from keras import layers, ops

from classifier.labels import BINARY_LABELS
from classifier.network.outputs import OUTPUT_WIDTH, Network, activate

STRIDE = 4
"""Words that become one step of a recurrent layer, as in the article."""

EMBEDDING = "embedding"

WIDTHS = (2, 3)
"""Words that a convolution sees at once."""

UNKNOWN = 1
"""The id of every unknown word, as in `text.tokenizer`."""

UNKNOWN_SHARE = 0.1
"""The share of words that training takes for unknown ones."""


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
    then the towers. `linear` and `idf` are the embeddings of the linear path, `second_stage` the layer that turns
    `second_stage_inputs` of their mean into the answers.
    """

    network: Network
    members: keras.Model
    embedding: layers.Embedding
    word_features: layers.Embedding
    linear: layers.Embedding
    idf: layers.Embedding
    towers: tuple["Tower", ...]
    second_stage: layers.Dense


def build(
    vectors: np.ndarray,
    word_features: np.ndarray,
    ngrams: int,
    style_features: int,
    towers: tuple[TowerConfig, ...],
    composed: np.ndarray | None = None,
) -> Ensemble:
    """Build the network: every member answers all outputs, and a second stage turns their mean into the answers.

    The mean is one of log-odds; until it is fitted, the second stage hands it on as it is.

    `vectors` is float32 (rows, dimensions), rows 0 (padding) and 1 (unknown) zeros; `word_features` float32 (rows,
    features), row 0 zeros; `ngrams` the size of the n-gram vocabulary; `style_features` the numbers per message. Where
    `composed` gives the vectors that the words would have if they were unknown, float32 like `vectors`, training takes
    a share of the words for unknown ones, so that the network learns how far to trust them.
    """
    # ---- layers
    tokens = keras.Input((None,), dtype="int32", name="tokens")
    unknown = keras.Input((None, vectors.shape[1]), name="composed")
    ngram_ids = keras.Input((None,), dtype="int32", name="ngrams")
    style = keras.Input((style_features,), name="style")
    embedding = layers.Embedding(*vectors.shape, name=EMBEDDING, trainable=False)
    features = layers.Embedding(*word_features.shape, name="word_features", trainable=False)
    zeros = {"embeddings_initializer": "zeros", "trainable": False}
    linear = layers.Embedding(ngrams + 1, OUTPUT_WIDTH, name="linear", **zeros)
    idf = layers.Embedding(ngrams + 1, 1, name="idf", **zeros)
    members = tuple(Tower(config, f"tower_{i}") for i, config in enumerate(towers))
    second_stage = layers.Dense(OUTPUT_WIDTH, kernel_initializer="identity", trainable=False, name="second_stage")

    # ---- functional model
    mask = ops.cast(tokens > 0, "float32")
    words = embedding(tokens) + _in_place(tokens, unknown)
    answers = _answers(members, words, features(tokens), style, mask)
    together = ops.stack([regression(ngram_ids, linear, idf), *answers], axis=1)
    inputs = {"tokens": tokens, "composed": unknown, "ngrams": ngram_ids, "style": style}
    serving = keras.Model(inputs, outputs(together, style, second_stage), name="default")
    if composed is not None:
        words, read = _some_unknown(words, tokens, mask, composed)
        answers = _answers(members, words, features(read), style, mask)
    inputs = {"tokens": tokens, "composed": unknown, "style": style}
    training = keras.Model(inputs, activate(ops.stack(answers, axis=1)), name="training")
    all_members = keras.Model({**inputs, "ngrams": ngram_ids}, together, name="members")
    embedding.set_weights([vectors])
    features.set_weights([word_features])
    return Ensemble(Network(serving, training), all_members, embedding, features, linear, idf, members, second_stage)


def stored_vectors(model: keras.Model) -> np.ndarray:
    """The word vectors inside a saved network, float32 (rows, dimensions)."""
    embedding = model.get_layer(EMBEDDING)
    return np.asarray(embedding(np.arange(embedding.input_dim)))


def outputs(
    members: keras.KerasTensor, style: keras.KerasTensor, second_stage: layers.Dense
) -> dict[str, keras.KerasTensor]:
    """The named outputs from the log-odds of the members (n, members, 38) and the style features (n, 12)."""
    return activate(second_stage(second_stage_inputs(ops.mean(members, axis=1), style))[:, None])


def second_stage_inputs(log_odds: Any, style: Any) -> Any:
    """What the second stage reads: log-odds (n, 38), the probabilities that they are, and style features (n, 12)."""
    count = len(BINARY_LABELS)
    probabilities = [ops.sigmoid(log_odds[:, :count]), ops.softmax(log_odds[:, count:])]
    return ops.concatenate([log_odds, *probabilities, style], axis=-1)


def _some_unknown(
    words: keras.KerasTensor, tokens: keras.KerasTensor, mask: keras.KerasTensor, composed: np.ndarray
) -> tuple[keras.KerasTensor, keras.KerasTensor]:
    """Vectors and ids of the words, where training has made some known ones unknown."""
    spelled = layers.Embedding(*composed.shape, name="spelled", trainable=False)
    dropped = ops.cast(layers.Dropout(UNKNOWN_SHARE)(mask) < 0.5, "int32") * ops.cast(tokens > UNKNOWN, "int32")
    words = ops.where(dropped[..., None] > 0, spelled(tokens), words)
    spelled.set_weights([composed])
    return words, ops.where(dropped > 0, UNKNOWN, tokens)


def _in_place(tokens: keras.KerasTensor, unknown: keras.KerasTensor) -> keras.KerasTensor:
    """The k-th vector of `unknown` (n, most, dimensions) where the k-th unknown word is; zeros elsewhere."""
    is_unknown = ops.cast(ops.equal(tokens, UNKNOWN), "int32")
    padded = ops.pad(unknown, [[0, 0], [1, 0], [0, 0]])
    return ops.take_along_axis(padded, (ops.cumsum(is_unknown, axis=1) * is_unknown)[..., None], axis=1)


def _answers(
    towers: Sequence["Tower"],
    words: keras.KerasTensor,
    features: keras.KerasTensor,
    style: keras.KerasTensor,
    mask: keras.KerasTensor,
) -> list[keras.KerasTensor]:
    """The log-odds of each tower, (n, 38) each."""
    described = description(style, features, mask)
    return [tower(words, mask, described) for tower in towers]


def description(style: keras.KerasTensor, features: keras.KerasTensor, mask: keras.KerasTensor) -> keras.KerasTensor:
    """What describes a message as a whole: its style features and the mean of its words' features (n, words, k)."""
    return ops.concatenate([style, ops.sum(features, axis=1) / _length(mask)], axis=-1)


def regression(ngram_ids: keras.KerasTensor, linear: layers.Embedding, idf: layers.Embedding) -> keras.KerasTensor:
    """A logistic regression on binary TF-IDF vectors of length one; id 0 is padding and weighs nothing."""
    norm = ops.sqrt(ops.maximum(ops.sum(ops.square(idf(ngram_ids)), axis=1), 1e-6))
    return ops.sum(linear(ngram_ids), axis=1) / norm


class Tower:
    """The layers of one tower; called twice, on words as they are and on words of which some are made unknown.

    `network.distinct_words` calls them in a way of its own.
    """

    def __init__(self, config: TowerConfig, name: str) -> None:
        self.word_dropout = layers.Dropout(config.word_dropout, noise_shape=(None, None, 1))
        self.projection = layers.Dense(config.projection, activation="gelu", name=f"{name}_projection")
        self.projection_dropout = layers.Dropout(0.2)
        self.convolutions = tuple(
            layers.Dense(config.filters, activation="relu", name=f"{name}_conv{width}") for width in WIDTHS
        )
        lstm = layers.LSTM(config.recurrent, return_sequences=True) if config.recurrent else None
        self.lstm = layers.Bidirectional(lstm, name=f"{name}_lstm") if lstm else None
        self.dropout = layers.Dropout(config.dropout)
        self.style = layers.Dense(config.style, activation="gelu", name=f"{name}_style")
        self.head = layers.Dense(OUTPUT_WIDTH, name=f"{name}_head")

    def __call__(
        self, x: keras.KerasTensor, mask: keras.KerasTensor, described: keras.KerasTensor
    ) -> keras.KerasTensor:
        x = self.projection_dropout(self.projection(self.word_dropout(x)))
        x = x * mask[..., None]
        seen = [x, *(convolve(neighbours(x, width)) * mask[..., None] for width, convolve in self.by_width)]
        return self.answer(seen, mask, described)

    @property
    def by_width(self) -> tuple[tuple[int, layers.Dense], ...]:
        """The convolutions with the words that they see at once."""
        return tuple(zip(WIDTHS, self.convolutions, strict=True))

    def answer(
        self, seen: Sequence[keras.KerasTensor], mask: keras.KerasTensor, described: keras.KerasTensor
    ) -> keras.KerasTensor:
        """The log-odds (n, 38) from what projection and convolutions made of each word, zeros for padding."""
        pooled = [_pool(x, mask) for x in seen]
        if self.lstm:
            steps, step_mask = _every_fourth(seen[-1]), _every_fourth(mask[..., None])[..., 0]
            pooled.append(_pool(self.lstm(steps, mask=step_mask > 0) * step_mask[..., None], step_mask))
        read = self.dropout(ops.concatenate(pooled, axis=-1))
        return self.head(ops.concatenate([read, described, self.style(described)], axis=-1))


def neighbours(x: keras.KerasTensor, width: int) -> keras.KerasTensor:
    """Each word's vector beside those around it: a dense layer on this is Conv1D with same padding, and quicker."""
    shifted = [x, ops.pad(x, [[0, 0], [0, 1], [0, 0]])[:, 1:]]
    if width == 3:
        shifted.insert(0, ops.pad(x, [[0, 0], [1, 0], [0, 0]])[:, :-1])
    return ops.concatenate(shifted, axis=-1)


def _every_fourth(x: keras.KerasTensor) -> keras.KerasTensor:
    """The maximum of each four words, as in the article; the last may be fewer."""
    return layers.MaxPooling1D(STRIDE)(ops.pad(x, [[0, 0], [0, STRIDE - 1], [0, 0]]))


def _pool(x: keras.KerasTensor, mask: keras.KerasTensor) -> keras.KerasTensor:
    """Maximum, at least zero, and mean over the words, of which padding is all zeros."""
    return ops.concatenate([ops.relu(ops.max(x, axis=1)), ops.sum(x, axis=1) / _length(mask)], axis=-1)


def _length(mask: keras.KerasTensor) -> keras.KerasTensor:
    return ops.maximum(ops.sum(mask, axis=1, keepdims=True), 1.0)
