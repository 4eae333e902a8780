"""The answers to many messages, as the columns that are written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from classifier.labels import BINARY_LABELS
from classifier.scoring.columns import ANSWERS
from classifier.text.batches import Prepared
from classifier.text.reading import MAX_CHARACTERS

if TYPE_CHECKING:
    from classifier.inference import Classifier


@dataclass(frozen=True)
class Decisions:
    """What is decided about n messages, none of them blank.

    `languages` are codes, None where the model does not know the language; `classes` is int8 (n,), the most probable
    class of `related`, float32 (n, 3); `probabilities` is float32 (n, 35) in BINARY_LABELS order, and `flags`, bool
    (n, 35), says which of them reach their threshold, whatever the language.
    """

    languages: tuple[str | None, ...]
    classes: np.ndarray
    related: np.ndarray
    probabilities: np.ndarray
    flags: np.ndarray


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


def decide(classifier: "Classifier", prepared: Prepared, thresholds: Mapping[str, float]) -> Decisions:
    """Classify messages; `thresholds` are shares of 1 by label, and a probability that reaches its own is flagged."""
    prediction = classifier.predict_prepared(prepared)
    limits = np.array([thresholds[name] for name in BINARY_LABELS])
    classes = prediction.related.argmax(axis=1).astype(np.int8)
    flags = prediction.probabilities >= limits
    return Decisions(prepared.languages, classes, prediction.related, prediction.probabilities, flags)


def answer(
    classifier: "Classifier",
    messages: Sequence[str],
    thresholds: Mapping[str, float],
    prepare: Callable[[Sequence[str]], Prepared] | None = None,
) -> Answers:
    """Classify messages, some of them blank, with thresholds as in `decide`; None: the classifier prepares them."""
    asked = [message for message in messages if message.strip()]
    made = decide(classifier, (prepare or classifier.prepare)(asked), thresholds)
    columns = zip(made.probabilities.T, made.flags.T.astype(np.int8), strict=True)
    pairs = [column for pair in columns for column in pair]
    arrays = [pa.array(made.languages, pa.string()), *map(_array, (made.classes, *made.related.T, *pairs))]
    table = pa.Table.from_arrays(arrays, ANSWERS)
    if len(asked) < len(messages):
        table = table.take(_places(messages))
    in_part = sum(len(message) > MAX_CHARACTERS for message in asked)
    return Answers(table, len(messages) - len(asked), made.languages.count(None), in_part)


def _array(column: np.ndarray) -> pa.Array:
    return pa.array(np.ascontiguousarray(column))


def _places(messages: Sequence[str]) -> pa.Array:
    """Where the answer to each message is among those that were given; null for a blank one."""
    filled = np.array([bool(message.strip()) for message in messages])
    return pa.array(np.cumsum(filled) - 1, pa.int64(), mask=~filled)
