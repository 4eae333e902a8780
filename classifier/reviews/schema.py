"""The tables of the record, as SQLAlchemy knows them; `migrations/` makes them in a database."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.types import TypeDecorator

ESCAPED = "json:"
"""Begins a text that is kept as JSON, because a database cannot hold one of its characters."""


def kept(text: str) -> str:
    """A text as it is kept: as it is, unless it holds a NUL or half a surrogate pair (or looks escaped itself)."""
    strange = "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text)
    return ESCAPED + json.dumps(text) if strange or text.startswith(ESCAPED) else text


def restored(text: str) -> str:
    """The text before `kept`."""
    return str(json.loads(text.removeprefix(ESCAPED))) if text.startswith(ESCAPED) else text


class AnyText(TypeDecorator[str]):
    """Text with any character, also those that databases refuse."""

    impl, cache_ok = Text, True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """On the way in."""
        return None if value is None else kept(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        """On the way out."""
        return None if value is None else restored(value)


class Moment(TypeDecorator[datetime]):
    """A time in UTC; SQLite itself forgets the zone."""

    impl, cache_ok = DateTime(timezone=True), True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """On the way in."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """On the way out."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


METADATA = MetaData()
_NUMBER = BigInteger().with_variant(Integer, "sqlite")

REVIEWS = Table(
    "reviews",
    METADATA,
    Column("number", _NUMBER, primary_key=True, autoincrement=True, comment="the order in which reviews were saved"),
    Column("id", Uuid, nullable=False, unique=True),
    Column("supersedes", Uuid, ForeignKey("reviews.id"), index=True),
    Column("message", AnyText, nullable=False),
    Column("message_sha256", String(64), nullable=False, index=True),
    Column("text_sha256", String(64), nullable=False, index=True, server_default="", comment="the same for like texts"),
    Column("source", String(40), nullable=False),
    Column("sampling", String(40), nullable=False),
    Column("inclusion_probability", Float(53)),
    Column("sampling_label", String(40)),
    Column("stack", Uuid, index=True),
    Column("blind", Boolean, nullable=False),
    Column("reviewer", AnyText, nullable=False),
    Column("reviewer_issuer", AnyText, nullable=False),
    Column("reviewer_subject", AnyText, nullable=False),
    Column("first_labels", JSON, nullable=False),
    Column("first_related", Integer, comment="empty: not sure"),
    Column("first_at", Moment, nullable=False),
    Column("final_labels", JSON(none_as_null=True)),
    Column("final_related", Integer, comment="empty: not sure, or no final judgement yet"),
    Column("final_at", Moment),
    Column("comments", JSON, nullable=False, server_default="{}", comment="on single outputs"),
    Column("note", AnyText, nullable=False),
    Column("error_kind", String(40)),
    Column("model_sha256", String(64), nullable=False),
    Column("version", String(40), nullable=False),
    Column("operating_point", String(40), nullable=False),
    Column("thresholds", JSON, nullable=False),
    Column("probabilities", JSON, nullable=False),
    Column("related_probabilities", JSON, nullable=False),
    sqlite_autoincrement=True,
)

STACKS = Table(
    "review_stacks",
    METADATA,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("name", AnyText, nullable=False),
    Column("source", String(40), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("drawn_by", AnyText, nullable=False, server_default="", comment="empty: not known"),
    Column("drawn_by_issuer", AnyText, nullable=False, server_default=""),
    Column("drawn_by_subject", AnyText, nullable=False, server_default=""),
    Column("reviewers_per_message", Integer, nullable=False),
    sqlite_autoincrement=True,
)

STACK_MESSAGES = Table(
    "review_stack_messages",
    METADATA,
    Column("stack", Uuid, ForeignKey("review_stacks.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("message", AnyText, nullable=False),
    Column("message_sha256", String(64), nullable=False, index=True),
    Column("sampling", String(40), nullable=False),
    Column("inclusion_probability", Float(53)),
    Column("sampling_label", String(40)),
)
