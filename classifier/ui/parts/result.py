"""What the page knows about one message: made once when the message changes, drawn many times (no Streamlit)."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from classifier.labels import BINARY_LABELS
from classifier.tokenizer import ENGLISH, KEPT, UNKNOWN_WORD, Reading

if TYPE_CHECKING:
    from classifier.inference import Classifier


@dataclass(frozen=True)
class Result:
    """One classified message.

    `probabilities` holds a share of 1 for each of the 35 labels, by name; `related` three shares
    that sum to 1; `seconds` the time that the model took, text processing included.
    """

    message: str
    reading: Reading
    probabilities: dict[str, float]
    related: tuple[float, ...]
    seconds: float

    @property
    def related_class(self) -> int:
        """The most probable class of `related`: 0, 1 or 2."""
        return int(np.argmax(self.related))

    @property
    def is_english(self) -> bool:
        """Whether the message was read as English."""
        return self.reading.language == ENGLISH


def classify(classifier: "Classifier", message: str) -> Result:
    """Run the model on one message; MessageError if there is nothing to classify."""
    classifier.check(message)
    started = time.perf_counter()
    prediction = classifier.predict([message])
    seconds = time.perf_counter() - started
    probabilities = dict(zip(BINARY_LABELS, map(float, prediction.probabilities[0]), strict=True))
    related = tuple(map(float, prediction.related[0]))
    return Result(message, classifier.read(message), probabilities, related, seconds)


def reading_warning(reading: Reading) -> str | None:
    """A plain sentence if the model could read too little of the message; None if it could read most."""
    kept, unknown = reading.count(KEPT), reading.count(UNKNOWN_WORD)
    if kept == 0 and unknown == 0:
        return "Only stop words are left of this message. The model read nothing, so the answer means little."
    if kept == 0:
        return "The model has never seen a single one of these words, so the answer means little."
    if unknown > kept:
        return (
            f"The model does not know {unknown} of the {unknown + kept} words that it read. "
            "Take the answer with caution."
        )
    return None
