"""Reviews and stacks as rows of the tables, and back."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping

from classifier.reviews.review import (
    ErrorKind,
    Judgement,
    Mark,
    Method,
    Predicted,
    Review,
    Reviewer,
    Sampling,
    Source,
    message_sha256,
    text_sha256,
)
from classifier.reviews.stack import Stack, StackMessage, StackSummary


def row_of(review: Review) -> dict[str, Any]:
    """The row of a review."""
    return {
        "id": review.id,
        "supersedes": review.supersedes,
        **_sampled(review.message, review.sampling),
        "text_sha256": text_sha256(review.message),
        "source": review.source.value,
        "stack": review.stack,
        "blind": review.blind,
        "reviewer": review.reviewer.name,
        "reviewer_issuer": review.reviewer.issuer,
        "reviewer_subject": review.reviewer.subject,
        **_judgement_row("first", review.first),
        **_judgement_row("final", review.final),
        "comments": dict(review.comments),
        "note": review.note,
        "error_kind": review.error_kind.value if review.error_kind else None,
        "model_sha256": review.predicted.model_sha256,
        "version": review.predicted.version,
        "operating_point": review.predicted.operating_point,
        "thresholds": dict(review.predicted.thresholds),
        "probabilities": dict(review.predicted.probabilities),
        "related_probabilities": list(review.predicted.related),
    }


def review_of(row: RowMapping) -> Review:
    """The review in a row."""
    first = _judgement(row, "first")
    if first is None:
        raise ValueError("a review needs a first judgement")
    return Review(
        id=row["id"],
        message=row["message"],
        source=Source(row["source"]),
        sampling=_sampling(row),
        blind=row["blind"],
        reviewer=Reviewer(row["reviewer"], row["reviewer_issuer"], row["reviewer_subject"]),
        first=first,
        predicted=Predicted(
            row["model_sha256"],
            row["version"],
            row["operating_point"],
            row["thresholds"],
            row["probabilities"],
            tuple(row["related_probabilities"]),
        ),
        final=_judgement(row, "final"),
        comments=row["comments"],
        note=row["note"],
        error_kind=ErrorKind(row["error_kind"]) if row["error_kind"] else None,
        stack=row["stack"],
        supersedes=row["supersedes"],
    )


def stack_row(stack: Stack) -> dict[str, Any]:
    """The row of a stack."""
    return {
        "id": stack.id,
        "name": stack.name,
        "source": stack.source.value,
        "made_at": stack.made_at,
        "drawn_by": stack.drawn_by.name if stack.drawn_by else "",
        "drawn_by_issuer": stack.drawn_by.issuer if stack.drawn_by else "",
        "drawn_by_subject": stack.drawn_by.subject if stack.drawn_by else "",
        "reviewers_per_message": stack.reviewers_per_message,
    }


def summary_of(row: RowMapping) -> StackSummary:
    """The stack in a row that also counts its messages."""
    person = row["drawn_by"], row["drawn_by_issuer"], row["drawn_by_subject"]
    return StackSummary(
        row["id"],
        row["name"],
        Source(row["source"]),
        row["made_at"],
        row["messages"],
        row["reviewers_per_message"],
        Reviewer(*person) if any(person) else None,
    )


def stack_message_rows(stack: Stack) -> list[dict[str, Any]]:
    """The rows of its messages."""
    return [
        {"stack": stack.id, "place": place, **_sampled(one.message, one.sampling)}
        for place, one in enumerate(stack.messages)
    ]


def stack_message_of(row: RowMapping) -> StackMessage:
    """The message in a row."""
    return StackMessage(row["message"], _sampling(row))


def _sampled(message: str, sampling: Sampling) -> dict[str, Any]:
    return {
        "message": message,
        "message_sha256": message_sha256(message),
        "sampling": sampling.method.value,
        "inclusion_probability": sampling.inclusion_probability,
        "sampling_label": sampling.label,
    }


def _sampling(row: RowMapping) -> Sampling:
    return Sampling(Method(row["sampling"]), row["inclusion_probability"], row["sampling_label"])


def _judgement_row(which: str, judgement: Judgement | None) -> dict[str, Any]:
    return {
        f"{which}_labels": {name: mark.value for name, mark in judgement.labels.items()} if judgement else None,
        f"{which}_related": judgement.related if judgement else None,
        f"{which}_at": judgement.at if judgement else None,
    }


def _judgement(row: RowMapping, which: str) -> Judgement | None:
    marks: Mapping[str, str] | None = row[f"{which}_labels"]
    if marks is None:
        return None
    return Judgement({name: Mark(mark) for name, mark in marks.items()}, row[f"{which}_related"], row[f"{which}_at"])
