"""Long messages: what reading them whole is worth, and which rule combines their windows best."""

from collections.abc import Callable, Sequence

import numpy as np

from classifier.report.figures import JoinedMessages, LongMessages, PointAverages
from classifier.text.reading import MAX_TOKENS
from classifier.training.data.labelled_messages import LabelledMessages
from classifier.training.evaluation import metrics
from classifier.training.evaluation.predictions import Model, Predictions

MEMBERS, SEED = 5, 0
"""Validation messages joined into a long one, since few of them are long themselves."""

HIGHEST = "the highest answer of any part (shipped)"
RULES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    HIGHEST: lambda windows: windows.max(axis=0),
    "the mean of all parts": lambda windows: windows.mean(axis=0),
    "at least one part, as if they were independent": lambda windows: 1 - np.prod(1 - windows, axis=0),
    "the first part alone": lambda windows: windows[0],
}
"""From the probabilities of the windows (windows, 35) to those of the message (35,)."""


def measure(data: LabelledMessages, model: Model, thresholds: np.ndarray) -> LongMessages:
    """Decisions at thresholds float (35,): on the long test messages, and on validation messages joined together."""
    rows = np.array([row for row in data.splits.test if len(windows(model, data.messages[row])) > 1], np.int64)
    whole = model.predict(data.texts(rows))
    first = model.predict([beginning(model, message) for message in data.texts(rows)])
    groups = _groups(data.splits.validation)
    return LongMessages(
        limit=MAX_TOKENS,
        test=len(rows),
        whole=_averages(Predictions.of(data, rows, whole.probabilities, whole.related), thresholds),
        to_the_limit=_averages(Predictions.of(data, rows, first.probabilities, first.related), thresholds),
        joined=len(groups),
        members=MEMBERS,
        rules=rules(data, model, thresholds, groups),
    )


def rules(
    data: LabelledMessages, model: Model, thresholds: np.ndarray, groups: Sequence[np.ndarray]
) -> tuple[JoinedMessages, ...]:
    """Every rule on the joined messages of each group; they carry every label that one of their members carries."""
    parts = [windows(model, "\n".join(data.texts(rows))) for rows in groups]
    answers = model.predict([part for found in parts for part in found]).probabilities
    by_message = np.split(answers, np.cumsum([len(found) for found in parts])[:-1]) if groups else []
    targets = np.array([data.targets[rows].max(axis=0) for rows in groups])
    related = np.array([data.related[rows].max() for rows in groups])
    found = []
    for name, rule in RULES.items():
        probabilities = np.array([rule(windows_of_one) for windows_of_one in by_message])
        averages = _averages(Predictions(targets, probabilities, related, np.eye(3)[related]), thresholds)
        found.append(JoinedMessages(name, averages.macro_f1 or 0.0, averages.micro_f1))
    return tuple(found)


def beginning(model: Model, message: str) -> str:
    """The text of as many words of a message as the model can read at once."""
    reading = model.read(message)
    return reading.text[: reading.beginning.end]


def windows(model: Model, message: str) -> list[str]:
    """The texts of a message's windows; the message itself if it is short."""
    reading = model.read(message)
    return [reading.text[window.start : window.end] for window in reading.windows]


def _groups(rows: np.ndarray) -> list[np.ndarray]:
    """The rows in groups of MEMBERS, shuffled; what is left over is left out."""
    shuffled = np.random.default_rng(SEED).permutation(rows)
    return list(shuffled[: len(shuffled) // MEMBERS * MEMBERS].reshape(-1, MEMBERS))


def _averages(predictions: Predictions, thresholds: np.ndarray) -> PointAverages:
    if not len(predictions):
        return PointAverages(None, 0.0)
    figures = metrics.overall(predictions, thresholds)
    macro = figures["macro_f1"]
    return PointAverages(None if np.isnan(macro) else macro, figures["micro_f1"])
