"""The outputs of every network: 35 sigmoids and the softmax of the 3-class `related`, and their order as columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import keras
from keras import layers, ops

from classifier.labels import BINARY_LABELS, OUTPUTS, RELATED, RELATED_CLASSES

OUTPUT_WIDTH = len(BINARY_LABELS) + len(RELATED_CLASSES)
"""Columns of all outputs side by side: 35 labels, then 3 classes."""


@dataclass(frozen=True)
class Network:
    """A network twice, with shared weights.

    `serving` is what is saved: the output of a label is (n, 1), that of `related` (n, 3). `training` is what is
    fitted: the same model, or one with several answers for each output, (n, answers) and (n, answers, 3), each with
    a loss of its own.
    """

    serving: keras.Model
    training: keras.Model


def activate(log_odds: keras.KerasTensor) -> dict[str, keras.KerasTensor]:
    """Named outputs from log-odds (n, answers, 38); of a single answer `related` is (n, 3)."""
    count = len(BINARY_LABELS)
    outputs = {name: layers.Activation("sigmoid", name=name)(log_odds[:, :, i]) for i, name in enumerate(BINARY_LABELS)}
    classes = log_odds[:, 0, count:] if log_odds.shape[1] == 1 else log_odds[:, :, count:]
    return {RELATED: layers.Activation("softmax", name=RELATED)(classes), **outputs}


def side_by_side(outputs: Mapping[str, Any]) -> Any:
    """All outputs of a serving model as columns, (n, 38)."""
    return ops.concatenate([outputs[name] for name in OUTPUTS], axis=1)
