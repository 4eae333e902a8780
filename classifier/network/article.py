"""The article's network, exactly as published: Embedding - Conv1D - LSTM, and one dense head per output."""

import keras
import numpy as np
from keras import layers

from classifier.labels import BINARY_LABELS, RELATED, RELATED_CLASSES
from classifier.network.outputs import Network

VOCABULARY = 20_000
"""Embedding rows: padding, unknown and 19,998 words."""


def build(
    length: int, vocabulary: int = VOCABULARY, dimensions: int = 50, vectors: np.ndarray | None = None
) -> Network:
    """The network for messages of `length` words; `vectors`, float32 (vocabulary, dimensions), stay frozen.

    With the default sizes and 50 words it has 1,085,902 parameters.
    """
    # ---- layers
    tokens = keras.Input((length,), dtype="int32", name="tokens")
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
