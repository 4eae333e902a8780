"""The answers to many messages, as the columns that are written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from classifier.labels import BINARY_LABELS
from classifier.scoring.columns import ANSWERS

if TYPE_CHECKING:
    from classifier.inference import Classifier


@dataclass(frozen=True)
class Answers:
    """The answers to n messages.

    `table` has n rows and the columns ANSWERS, all empty where the message is `blank`. `language_not_known` counts the
    messages in a language that the model does not know, `read_in_part` those of which it read only the beginning.
    """

    table: pa.Table
    blank: int
    language_not_known: int
    read_in_part: int


def answer(classifier: "Classifier", messages: Sequence[str], thresholds: Mapping[str, float]) -> Answers:
    """Classify messages; `thresholds` are shares of 1 by label, and a probability that reaches its own is flagged."""
    from classifier.inference import MAX_CHARACTERS  # imports TensorFlow, which bad input should not wait for

    asked = [message for message in messages if message.strip()]
    prediction, known = classifier.predict_with_languages(asked)
    limits = np.array([thresholds[name] for name in BINARY_LABELS])
    flags = (prediction.probabilities >= limits).astype(np.int8)
    pairs = [column for pair in zip(prediction.probabilities.T, flags.T, strict=True) for column in pair]
    classes = prediction.related.argmax(axis=1).astype(np.int8)
    arrays = [pa.array(known, pa.string()), *map(_array, (classes, *prediction.related.T, *pairs))]
    table = pa.Table.from_arrays(arrays, ANSWERS)
    if len(asked) < len(messages):
        table = table.take(_places(messages))
    in_part = sum(len(message) > MAX_CHARACTERS for message in asked)
    return Answers(table, len(messages) - len(asked), known.count(None), in_part)


def _array(column: np.ndarray) -> pa.Array:
    return pa.array(np.ascontiguousarray(column))


def _places(messages: Sequence[str]) -> pa.Array:
    """Where the answer to each message is among those that were given; null for a blank one."""
    filled = np.array([bool(message.strip()) for message in messages])
    return pa.array(np.cumsum(filled) - 1, pa.int64(), mask=~filled)
