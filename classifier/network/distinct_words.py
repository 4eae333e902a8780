"""The default network as it is served: what it makes of a word is computed once, however often a batch has the word.

A tower looks at words one by one: its projection takes one vector, and a convolution adds up what the parts of its
kernel make of each neighbour. Both are computed for the distinct words of a batch, and fetched for every place. The
answers are those of the network that was fitted, up to rounding, for about half the work. Training cannot do the same:
there dropout changes every word in its own way.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import keras
import numpy as np
from keras import layers, ops

from classifier.network.ensemble import UNKNOWN, Ensemble, Tower, description, outputs, regression

_OFFSETS = {2: (0, 1), 3: (-1, 0, 1)}
"""Where the words are that a convolution sees at once, as in `ensemble.neighbours`."""

_NEVER = -1e9
"""Added where a convolution sees padding: its answer there is zero."""


def serving(built: Ensemble) -> keras.Model:
    """The serving model of an ensemble, with its layers, but for the convolutions, which are copied."""
    inputs = {
        one.name: keras.Input(one.shape[1:], dtype=one.dtype, name=one.name) for one in built.network.serving.inputs
    }
    tokens, style = inputs["tokens"], inputs["style"]
    mask = ops.cast(tokens > 0, "float32")
    words = _look_up(tokens, inputs["composed"], built.embedding)
    described = description(style, built.word_features(tokens), mask)
    answers = [_read(tower, words, mask, described) for tower in built.towers]
    together = ops.stack([regression(inputs["ngrams"], built.linear, built.idf), *answers], axis=1)
    return keras.Model(inputs, outputs(together, style, built.second_stage), name="default")


@dataclass(frozen=True)
class _Words:
    """The distinct words of a batch: `vectors` (k, dimensions), the first for padding; `real` (k, 1) is 0 for that.

    `places` says which of them stands where, int (n, words), and which so many places before or after it.
    """

    vectors: keras.KerasTensor
    real: keras.KerasTensor
    places: Mapping[int, keras.KerasTensor]

    def fetch(self, made: keras.KerasTensor, offset: int = 0) -> keras.KerasTensor:
        """What was made of each word (k, width), for every place, or for its neighbour: (n, words, width)."""
        return ops.take(made, self.places[offset], axis=0)


def _look_up(tokens: keras.KerasTensor, composed: keras.KerasTensor, embedding: layers.Embedding) -> _Words:
    """The distinct words of ids (n, words), padding first; every unknown word is one more, with its composed vector."""
    padded = ops.pad(tokens, [[0, 0], [1, 0]])
    flat = ops.reshape(padded, (-1,))
    distinct, places = ops.unique(flat, sorted=False, return_inverse=True)
    known, unknown = ops.sum(ops.ones_like(distinct)), ops.cast(ops.equal(flat, UNKNOWN), "int32")
    places = _in_rows(ops.where(unknown > 0, known + ops.cumsum(unknown) - 1, places), padded)
    vectors = _unknown_vectors(tokens, composed)
    real = ops.concatenate([ops.cast(distinct > 0, "float32"), ops.ones_like(vectors[:, 0])])
    around = {-1: places[:, :-1], 0: places[:, 1:], 1: ops.pad(places, [[0, 0], [0, 1]])[:, 2:]}
    return _Words(ops.concatenate([embedding(distinct), vectors]), real[:, None], around)


def _unknown_vectors(tokens: keras.KerasTensor, composed: keras.KerasTensor) -> keras.KerasTensor:
    """The vectors of all unknown words in their order, (words, dimensions), out of those of each message."""
    unknown = ops.equal(tokens, UNKNOWN)
    counted = ops.reshape(ops.cumsum(ops.cast(unknown, "int32"), axis=1), (-1,))
    rows, _ = ops.nonzero(unknown)
    (flat,) = ops.nonzero(ops.reshape(unknown, (-1,)))
    nth = ops.take(counted, flat) - 1
    return ops.take_along_axis(ops.take(composed, rows, axis=0), nth[:, None, None], axis=1)[:, 0]


def _in_rows(flat: keras.KerasTensor, like: keras.KerasTensor) -> keras.KerasTensor:
    """Numbers that were flattened, in the shape (n, words) of `like` again: Keras reshapes only to lengths it knows."""
    ones = ops.ones_like(like)
    columns, rows = ops.cumsum(ones, axis=1) - 1, ops.cumsum(ones, axis=0) - 1
    return ops.take(flat, rows * (ops.max(columns) + 1) + columns)


def _read(tower: Tower, words: _Words, mask: keras.KerasTensor, described: keras.KerasTensor) -> keras.KerasTensor:
    """The log-odds of a tower, (n, 38)."""
    alone = tower.projection(words.vectors) * words.real
    seen = [words.fetch(alone)]
    seen += [_convolve(convolution, width, alone, words) for width, convolution in tower.by_width]
    return tower.answer(seen, mask, described)


def _convolve(convolution: layers.Dense, width: int, alone: keras.KerasTensor, words: _Words) -> keras.KerasTensor:
    """What a convolution over `ensemble.neighbours` answers in every place, (n, words, filters)."""
    parts = _parts(convolution, width)
    made = dict(zip(_OFFSETS[width], ops.split(parts(alone), width, axis=-1), strict=True))
    made[0] += _NEVER * (1 - words.real)
    first, *others = (words.fetch(part, offset) for offset, part in made.items())
    return ops.relu(sum(others, first))


def _parts(convolution: layers.Dense, width: int) -> layers.Dense:
    """The parts of a convolution's kernel side by side, one for each word that it sees; the bias is the word's own."""
    kernel, bias = convolution.get_weights()
    rows, filters = len(kernel) // width, len(bias)
    parts = layers.Dense(width * filters, name=f"{convolution.name}_parts")
    parts.build((None, rows))
    biases = [bias if offset == 0 else np.zeros_like(bias) for offset in _OFFSETS[width]]
    parts.set_weights([np.concatenate(np.split(kernel, width), axis=1), np.concatenate(biases)])
    return parts
