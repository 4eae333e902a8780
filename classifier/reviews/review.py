"""One review: what a person judged a message to be, before and after seeing the prediction."""

import math
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from classifier.dataset import seen_messages
from classifier.labels import BINARY_LABELS, OUTPUTS, PARENTS, RELATED_CLASS, RELATED_CLASSES


class Mark(StrEnum):
    """What a reviewer says about a label."""

    MARKED = "marked"
    NOT_MARKED = "not marked"
    NOT_SURE = "not sure"


class Source(StrEnum):
    """Where a message was found."""

    MANY_MESSAGES = "many messages"
    PASTE = "paste"
    CLASSIFY = "classify"
    TEST_MESSAGES = "test messages"


class Method(StrEnum):
    """How a message was chosen from those that could have been; ALL takes every one, CHOSEN is somebody's pick."""

    RANDOM = "random"
    UNCERTAIN = "uncertain"
    STRATIFIED = "stratified"
    ALL = "all"
    CHOSEN = "chosen"


class ErrorKind(StrEnum):
    """Why reviewer and model disagree, as the reviewer sees it."""

    MODEL_WRONG = "model wrong"
    LABEL_UNCLEAR = "label definition unclear"
    UNREADABLE = "message unreadable"
    SLIP = "reviewer's slip"


@dataclass(frozen=True)
class Reviewer:
    """Who judged: a name, and where people log in the issuer and the subject, which then tell reviewers apart."""

    name: str
    issuer: str = ""
    subject: str = ""

    def __post_init__(self) -> None:
        """A reviewer has to be somebody."""
        if not (self.name.strip() or (self.issuer and self.subject)):
            raise ValueError("a reviewer needs a name")
        if bool(self.issuer) != bool(self.subject):
            raise ValueError("a reviewer has an issuer and a subject, or neither")

    @property
    def key(self) -> tuple[str, str]:
        """What is the same for two reviews by the same person, however they write their name that day."""
        return (self.issuer, self.subject) if self.issuer else ("", name_key(self.name))


@dataclass(frozen=True)
class Sampling:
    """How a message was chosen, and its probability to be chosen: in (0, 1], None if that is not known.

    `label` is the label whose probability made the strata of a STRATIFIED sample.
    """

    method: Method
    inclusion_probability: float | None = None
    label: str | None = None

    def __post_init__(self) -> None:
        """A probability is one, and a label exists."""
        chance = self.inclusion_probability
        if chance is not None and not 0 < chance <= 1:
            raise ValueError(f"an inclusion probability lies above 0 and not above 1, not at {chance}")
        if self.label is not None and self.label not in BINARY_LABELS:
            raise ValueError(f'there is no label "{self.label}"')


@dataclass(frozen=True)
class Judgement:
    """What a reviewer says: a mark for each of the 35 labels, the class of `related` (None: not sure), and when."""

    labels: Mapping[str, Mark]
    related: int | None
    at: datetime

    def __post_init__(self) -> None:
        """Every label is judged, and the time is kept in UTC."""
        if set(self.labels) != set(BINARY_LABELS):
            raise ValueError("a judgement says something about each of the 35 labels and about no other")
        if self.related is not None and self.related not in range(len(RELATED_CLASSES)):
            raise ValueError(f"the class of related is 0, 1 or 2, not {self.related}")
        if self.at.tzinfo is None:
            raise ValueError("a time needs its time zone")
        object.__setattr__(self, "labels", {name: Mark(self.labels[name]) for name in BINARY_LABELS})
        try:
            object.__setattr__(self, "at", self.at.astimezone(UTC))
        except OverflowError:
            raise ValueError("a time lies in the years 1 to 9999") from None


def judged(
    marked: Collection[str], related: int | None, not_sure: Collection[str] = (), at: datetime | None = None
) -> Judgement:
    """A judgement with the hierarchy filled in: water marks aid related, and every mark makes a message related."""
    implied = {PARENTS[name] for name in marked if name in PARENTS} | set(marked)
    labels = {
        name: Mark.MARKED if name in implied else Mark.NOT_SURE if name in not_sure else Mark.NOT_MARKED
        for name in BINARY_LABELS
    }
    if unknown := {*marked, *not_sure} - set(BINARY_LABELS):
        raise ValueError(f"there is no label {', '.join(sorted(unknown))}")
    return Judgement(labels, RELATED_CLASS if implied else related, at or datetime.now(UTC))


@dataclass(frozen=True)
class Predicted:
    """What the model said about a message, and all that it depends on.

    `probabilities` and `thresholds` are shares of 1 by label, `related` three shares that sum to 1.
    """

    model_sha256: str
    version: str
    operating_point: str
    thresholds: Mapping[str, float]
    probabilities: Mapping[str, float]
    related: tuple[float, float, float]

    def __post_init__(self) -> None:
        """Every label has its numbers, and a threshold may be out of reach."""
        named = {"model_sha256": 64, "version": 40, "operating_point": 40}
        for what, most in named.items():
            if len(getattr(self, what)) > most or not getattr(self, what).isprintable():
                raise ValueError(f"{what} is plain text of at most {most} characters")
        if set(self.thresholds) != set(BINARY_LABELS) or set(self.probabilities) != set(BINARY_LABELS):
            raise ValueError(
                "a prediction has a probability and a threshold for each of the 35 labels and for no other"
            )
        if not all(0 <= share <= 1 for share in (*self.probabilities.values(), *self.related)):
            raise ValueError("a probability lies between 0 and 1")
        if not all(map(math.isfinite, self.thresholds.values())):
            raise ValueError("a threshold is a number")
        for what in ("thresholds", "probabilities"):  # plain numbers, also where NumPy's were given
            object.__setattr__(self, what, {name: float(getattr(self, what)[name]) for name in BINARY_LABELS})
        first, second, third = map(float, self.related)
        object.__setattr__(self, "related", (first, second, third))

    def flags(self, label: str) -> bool:
        """Whether a label reached its threshold."""
        return self.probabilities[label] >= self.thresholds[label]

    @property
    def related_class(self) -> int:
        """The most probable class of `related`."""
        return self.related.index(max(self.related))


@dataclass(frozen=True)
class Review:
    """A message with a reviewer's judgements of it.

    `id` is made in the session, so that saving again what was saved changes nothing. `blind`: the reviewer had not been
    shown the answer before the `first` judgement. `final` is the judgement after the prediction was shown (None: not
    yet given). `comments` are on single outputs, `note` is on the whole message. A correction is a new review that
    `supersedes` another. `stack` is the id of the stack of messages that this one was in.
    """

    id: UUID
    message: str
    source: Source
    sampling: Sampling
    blind: bool
    reviewer: Reviewer
    first: Judgement
    predicted: Predicted
    final: Judgement | None = None
    comments: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    error_kind: ErrorKind | None = None
    stack: UUID | None = None
    supersedes: UUID | None = None

    def __post_init__(self) -> None:
        """A review does not supersede itself, and an empty comment is none."""
        if self.supersedes == self.id:
            raise ValueError("a review cannot supersede itself")
        if unknown := set(self.comments) - set(OUTPUTS):
            raise ValueError(f"there is no output {', '.join(sorted(unknown))} to comment on")
        kept = {name: self.comments[name] for name in OUTPUTS if self.comments.get(name)}
        object.__setattr__(self, "comments", kept)

    @property
    def message_sha256(self) -> str:
        """What is the same for two reviews of the same message."""
        return message_sha256(self.message)


def name_key(name: str) -> str:
    """What is the same for two spellings of a name that differ in case and white space only."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def message_sha256(message: str) -> str:
    """The hash that names a message."""
    return sha256(message.encode("utf-8", "surrogatepass")).hexdigest()


def text_sha256(message: str) -> str:
    """The same for messages that differ in case, accents, spaces and punctuation only: who knows the answer to one
    knows that to the other. A message without letters and digits is taken as it is."""
    return message_sha256(seen_messages.key(message) or message)
