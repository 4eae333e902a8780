"""Questions answered by the classifier, slice by slice, so that others get their turn in between."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from classifier import __version__
from classifier.api import schema
from classifier.api.turns import Turns
from classifier.labels import BINARY_LABELS, LABELS, RELATED_CLASSES, RELATED_MEANINGS
from classifier.operating_points import OPERATING_POINTS, thresholds_at
from classifier.text.languages import BY_CODE

if TYPE_CHECKING:
    from classifier.inference import Classifier

SLICE_CHARACTERS = 8_192
"""Messages are scored in slices of about so many characters."""


async def answer(classifier: "Classifier", question: schema.Question, turns: Turns) -> bytes:
    """The answers to a question, as JSON; each slice of its messages takes a turn."""
    thresholds = thresholds_at(question.operating_point, classifier.thresholds).values
    answers: list[schema.Answer] = []
    for messages in sliced(question.messages):
        answers += await turns.take(partial(_answers, classifier, messages, thresholds))
    made = schema.Answers(__version__, classifier.manifest.model_sha256, question.operating_point, answers)
    return await turns.take(partial(schema.encoded, made))


def sliced(messages: Sequence[str]) -> Iterator[Sequence[str]]:
    """Messages in their order, in slices of at least one message and about SLICE_CHARACTERS."""
    start = characters = 0
    for place, message in enumerate(messages):
        characters += len(message)
        if characters >= SLICE_CHARACTERS:
            yield messages[start : place + 1]
            start, characters = place + 1, 0
    if start < len(messages):
        yield messages[start:]


def _answers(classifier: "Classifier", messages: Sequence[str], thresholds: Mapping[str, float]) -> list[schema.Answer]:
    """The answers to a few messages, some of them blank."""
    from classifier.scoring.answers import decide  # imports Arrow, which would delay the server

    made = decide(classifier, classifier.prepare([message for message in messages if message.strip()]), thresholds)
    rows = zip(
        made.languages,
        made.classes.tolist(),
        made.related.tolist(),
        made.probabilities.tolist(),
        made.flags.tolist(),
        strict=True,
    )
    found = (
        schema.Answer(
            language,
            related,
            tuple(shares),
            dict(zip(BINARY_LABELS, probabilities, strict=True)),
            dict(zip(BINARY_LABELS, flags, strict=True)),
        )
        for language, related, shares, probabilities, flags in rows
    )
    return [next(found) if message.strip() else schema.BLANK for message in messages]


def labels(classifier: "Classifier") -> bytes:
    """All that an answer can contain, as JSON."""
    values = {point: thresholds_at(point, classifier.thresholds).values for point in OPERATING_POINTS}
    described = [
        schema.Label(
            label.name,
            label.title,
            label.meaning,
            label.group,
            label.parent,
            {point: of[label.name] for point, of in values.items()},
        )
        for label in LABELS
    ]
    classes = zip(RELATED_CLASSES, RELATED_MEANINGS, strict=True)
    return schema.encoded(
        schema.Labels(
            __version__,
            classifier.manifest.model_sha256,
            described,
            [schema.Related(value, name, meaning) for value, (name, meaning) in enumerate(classes)],
            [schema.Point(point.name, point.title, point.meaning) for point in OPERATING_POINTS.values()],
            [schema.Language(language.code, language.title) for language in BY_CODE.values()],
        )
    )
