"""What goes in and out, as typed structures: requests are checked against them, and they describe themselves."""

from enum import StrEnum
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from classifier.labels import BINARY_LABELS, RELATED_CLASSES
from classifier.operating_points import BALANCED, OPERATING_POINTS
from classifier.text.languages import LANGUAGES
from classifier.text.reading import MAX_CHARACTERS

MAX_MESSAGES = 1_000
MAX_BYTES = 20 << 20
"""Of one request: the longest messages in any script fit, unless their characters are written as \\u escapes."""

_LABELS = {"propertyNames": {"enum": list(BINARY_LABELS)}, "minProperties": len(BINARY_LABELS)}
_POINTS = {"enum": list(OPERATING_POINTS)}

Probability = Annotated[float, Meta(ge=0, le=1)]
RelatedClass = Annotated[int, Meta(ge=0, lt=len(RELATED_CLASSES))]
Version = Annotated[str, Meta(description="Version of the app.")]
ModelHash = Annotated[str, Meta(description="SHA-256 of the model: other hash, other answers.")]
PointName = Annotated[str, Meta(extra_json_schema=_POINTS)]


class Question(Struct, frozen=True, forbid_unknown_fields=True):
    """Messages to classify."""

    messages: Annotated[
        list[Annotated[str, Meta(extra_json_schema={"maxLength": MAX_CHARACTERS})]],
        Meta(
            description="A blank message keeps its place and gets an answer whose fields are all null.",
            examples=[["We need water and food in Jacmel"]],
            extra_json_schema={"minItems": 1, "maxItems": MAX_MESSAGES},
        ),
    ]
    operating_point: Annotated[
        PointName, Meta(description="Which thresholds raise a flag; /api/labels tells what each is for.")
    ] = BALANCED


class Answer(Struct, frozen=True):
    """The answer to one message; all null if it is blank."""

    language: Annotated[
        Literal[LANGUAGES] | None,  # type: ignore[valid-type]
        Meta(
            description="ISO 639-1 code; null where the model does not know the language: nothing else in the answer "
            "is to be relied upon then, although flags follow probabilities in every language."
        ),
    ]
    related: Annotated[
        RelatedClass | None,
        Meta(
            description="The most probable class: "
            + ", ".join(f"{number} {name}" for number, name in enumerate(RELATED_CLASSES))
            + "."
        ),
    ]
    related_probabilities: Annotated[
        tuple[Probability, Probability, Probability] | None,
        Meta(description="Calibrated probability of each class of `related`; they sum to 1."),
    ]
    probabilities: Annotated[
        Annotated[dict[str, Probability], Meta(extra_json_schema=_LABELS)] | None,
        Meta(description="Calibrated probability of each label."),
    ]
    flags: Annotated[
        Annotated[dict[str, bool], Meta(extra_json_schema=_LABELS)] | None,
        Meta(
            description="Whether the probability of each label reaches its threshold at the operating point, "
            "whatever the language."
        ),
    ]


BLANK = Answer(None, None, None, None, None)
"""The answer to a message without any text."""


class Answers(Struct, frozen=True):
    """The answers, in the order of the messages, and what gave them."""

    version: Version
    model_sha256: ModelHash
    operating_point: PointName
    answers: list[Answer]


class Label(Struct, frozen=True):
    """One label."""

    name: str
    title: str
    meaning: Annotated[str, Meta(description="What it marks, in a few words.")]
    group: str
    parent: Annotated[str | None, Meta(description="The label that it implies; never less probable than this one.")]
    thresholds: Annotated[
        dict[str, float],
        Meta(
            description="By operating point: the probability from which on the label is flagged.",
            extra_json_schema={"propertyNames": _POINTS, "minProperties": len(OPERATING_POINTS)},
        ),
    ]


class Related(Struct, frozen=True):
    """One class of `related`."""

    value: RelatedClass
    name: str
    meaning: str


class Point(Struct, frozen=True):
    """One operating point; `meaning` completes "this point ..."."""

    name: PointName
    title: str
    meaning: str


class Language(Struct, frozen=True):
    """A language that the model reads: its ISO 639-1 code and its name."""

    code: str
    title: str


class Labels(Struct, frozen=True):
    """All that an answer can contain."""

    version: Version
    model_sha256: ModelHash
    labels: list[Label]
    related: list[Related]
    operating_points: list[Point]
    languages: list[Language]


class ModelState(StrEnum):
    """Whether the model can be used yet."""

    LOADING = "loading"
    READY = "ready"
    BROKEN = "broken"


class Health(Struct, frozen=True):
    """Whether the model can be used yet."""

    model: ModelState


class Error(Struct, frozen=True):
    """Why a request was not answered."""

    error: Annotated[str, Meta(description="One sentence.")]


def encoded(content: Struct) -> bytes:
    """As JSON."""
    return msgspec.json.encode(content)
