"""Reviews for tests, made of the little that a test is about."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from classifier.labels import BINARY_LABELS
from classifier.reviews.address import database_address
from classifier.reviews.migration import FOLDER
from classifier.reviews.review import Method, Predicted, Review, Reviewer, Sampling, Source, judged
from classifier.reviews.rows import row_of, stack_row
from classifier.reviews.schema import REVIEWS, STACKS
from classifier.reviews.stack import Stack, StackMessage

ANN, BEN, CLEO = Reviewer("Ann"), Reviewer("Ben"), Reviewer("Cleo", "https://login.example.org", "c-7")
NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)


def predicted(flagged: Collection[str] = (), related: int = 1) -> Predicted:
    """A prediction that flags these labels."""
    chances = {name: 0.75 if name in flagged else 0.1 + 1e-17 for name in BINARY_LABELS}
    classes = tuple(0.8 if i == related else 0.1 for i in range(3))
    return Predicted("a" * 64, "1.0", "balanced", dict.fromkeys(BINARY_LABELS, 0.5), chances, classes)


def review(
    message: str = "We need water",
    marked: Collection[str] = ("water",),
    flagged: Collection[str] = ("water", "aid_related"),
    *,
    by: Reviewer = ANN,
    not_sure: Collection[str] = (),
    chance: float | None = 0.5,
    method: Method = Method.RANDOM,
    **more: Any,
) -> Review:
    """A blind review; `more` are its other fields."""
    fields = {"source": Source.PASTE, "blind": True, "predicted": predicted(flagged), **more}
    first = fields.pop("first", None) or judged(marked, 1, not_sure, NOON)
    return Review(
        id=fields.pop("id", None) or uuid4(),
        message=message,
        sampling=Sampling(method, chance),
        reviewer=by,
        first=first,
        **fields,
    )


def stack(messages: Sequence[str], reviewers: int = 1) -> Stack:
    """A stack of messages."""
    found = [StackMessage(message, Sampling(Method.RANDOM, 0.5)) for message in messages]
    return Stack(uuid4(), "Tuesday", Source.PASTE, NOON, found, reviewers)


def of_the_first_schema(
    address: str, *names: str, messages: Sequence[str] = ("Héllo  WORLD!", "json:x", "🌊")
) -> list[Review]:
    """A record as the first version of the tables holds it, with a stack of each name; its reviews."""
    engine = create_engine(database_address(address))
    saved = list(map(review, messages))
    with engine.connect() as connection:
        config = Config()
        config.set_main_option("script_location", str(FOLDER))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for one in saved:
            row = {name: cell for name, cell in row_of(one).items() if name not in ("comments", "text_sha256")}
            connection.execute(REVIEWS.insert().values(row))
        for name in names:
            row = stack_row(replace(stack([]), id=uuid4(), name=name))
            old = {column: cell for column, cell in row.items() if not column.startswith("drawn_by")}
            connection.execute(STACKS.insert().values(old))
        connection.commit()
    engine.dispose()
    return saved


def holding(folder: Path, text: str) -> list[str]:
    """The files in a folder that hold a text."""
    found = []
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):  # PostgreSQL removes files meanwhile
            found += [path.name] if path.is_file() and text.encode() in path.read_bytes() else []
    return found
