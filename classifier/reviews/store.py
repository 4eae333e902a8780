"""The record: saves reviews so that they last, gives them back to whoever may see them, and deletes them for good."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Engine, Select, Table, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from classifier.errors import ReviewsError, SupersededError
from classifier.reviews.address import POSTGRESQL, called, database_address
from classifier.reviews.database import engine_of, forget_deleted, prepared, read, written
from classifier.reviews.failures import in_sentences
from classifier.reviews.migration import migrate
from classifier.reviews.review import Review, Reviewer, message_sha256, text_sha256
from classifier.reviews.rows import review_of, row_of, stack_message_of, stack_message_rows, stack_row, summary_of
from classifier.reviews.schema import REVIEWS, STACK_MESSAGES, STACKS
from classifier.reviews.stack import Progress, Stack, StackMessage, StackSummary

_ROUNDED = 1e-5
"""How far numbers that were rounded may be from what they were, as a share of it."""

PAGE = 500
"""Reviews that are read at once, however many there are."""

Found = TypeVar("Found")


@dataclass(frozen=True)
class Deleted:
    """What was deleted: reviews with their corrections and messages of stacks; `elsewhere` reviews hold the same
    message."""

    reviews: int
    stack_messages: int
    elsewhere: int = 0


def open_store(address: str | None = None) -> "Store":
    """The record at an address (default: that of the environment); ReviewsError if it cannot be used."""
    url = database_address(address)
    with in_sentences(url):
        engine = engine_of(url)
    return Store(engine)


class Store:
    """A record of reviews in a database. Safe from several threads; every error is a ReviewsError."""

    def __init__(self, engine: Engine) -> None:
        """Bring the tables up to date; an engine from elsewhere, such as `st.connection`, is set up for reviews."""
        self._engine = prepared(engine)
        with in_sentences(engine.url):
            migrate(self._engine)

    @property
    def name(self) -> str:
        """The database as people may see it: the file, or name and host of the server."""
        return called(self._engine.url)

    def save(self, review: Review) -> None:
        """Keep a review; returns once it is committed. Saving the same review again changes nothing."""
        self.save_all([review])

    def save_all(self, reviews: Iterable[Review]) -> int:
        """Keep all of these reviews or none; how many of them were new."""
        waiting = list(reviews)
        with in_sentences(self._engine.url):
            return written(self._engine, lambda connection: sum(_save(connection, one) for one in waiting))

    def keep(self, reviews: Iterable[Review]) -> tuple[Review, ...]:
        """Keep what was judged in a session, all of it or nothing; returns it, once it is committed, as it was kept.

        A first judgement is kept as not blind if the same reviewer had by then judged the same text in any stack or
        session, and so been shown the answer of the same model: that of another model, which may have been wrong
        elsewhere, does not count. Texts are compared as in `text_sha256`.
        """
        waiting = list(reviews)

        def in_turn(connection: Connection) -> tuple[Review, ...]:
            kept = []
            _take_turns(connection, waiting)
            for one in waiting:
                kept.append(_as_known(connection, one))
                _save(connection, kept[-1])
            return tuple(kept)

        with in_sentences(self._engine.url):
            return written(self._engine, in_turn)

    def reviews(self) -> Iterator[Review]:
        """Every review in the order in which they were saved, those that were superseded too."""
        last = 0
        while True:
            query = select(REVIEWS).where(REVIEWS.c.number > last).order_by(REVIEWS.c.number).limit(PAGE)
            page = self._numbered(query)
            yield from (review for _, review in page)
            if len(page) < PAGE:
                return
            last = page[-1][0]

    def current(self, stack: UUID | None = None) -> tuple[Review, ...]:
        """The reviews that stand, corrections in the place of what they supersede; of one stack or of all."""
        if stack is None:
            return newest(self.reviews())
        return newest(self._found(select(REVIEWS).where(REVIEWS.c.stack == stack)))

    def state(self) -> tuple[int, int]:
        """How many rows there are and the number of the newest: the same as long as no review comes or goes."""
        query = select(func.count(), func.coalesce(func.max(REVIEWS.c.number), 0)).select_from(REVIEWS)
        with in_sentences(self._engine.url):
            count, last = read(self._engine, lambda connection: connection.execute(query).one())
        return count, last

    def judgements_of(self, reviewer: Reviewer, message_sha256: str) -> tuple[Review, ...]:
        """What everybody said about the message with this hash; nothing before this reviewer has judged it."""
        query = select(REVIEWS).where(REVIEWS.c.message_sha256 == message_sha256)
        return visible_to(reviewer, newest(self._found(query)))

    def judgements_of_others(self, reviewer: Reviewer, message: str) -> tuple[Review, ...]:
        """What others said about a message; nothing before this reviewer has judged it."""
        found = self.judgements_of(reviewer, message_sha256(message))
        return tuple(one for one in found if not _by(reviewer, one))

    def visible_to(self, reviewer: Reviewer, stack: UUID | None = None) -> tuple[Review, ...]:
        """The current reviews that a reviewer may see: their own, and others' of messages that they have judged."""
        return visible_to(reviewer, self.current(stack))

    def add_stack(self, stack: Stack) -> None:
        """Keep a stack; adding it again changes nothing."""

        def add(connection: Connection) -> None:
            if _inserted(connection, STACKS, stack_row(stack)) and stack.messages:
                connection.execute(STACK_MESSAGES.insert(), stack_message_rows(stack))

        with in_sentences(self._engine.url):
            written(self._engine, add)

    def stacks(self) -> tuple[StackSummary, ...]:
        """All stacks, the newest first."""
        size = select(func.count()).where(STACK_MESSAGES.c.stack == STACKS.c.id).scalar_subquery()
        query = select(STACKS, size.label("messages")).order_by(STACKS.c.number.desc())
        with in_sentences(self._engine.url):
            rows = read(self._engine, lambda found: found.execute(query).mappings().all())
            return tuple(map(summary_of, rows))

    def next_message(self, stack: UUID, reviewer: Reviewer, skipped: Collection[str] = ()) -> StackMessage | None:
        """The first message of a stack that this reviewer has yet to judge and that is short of reviewers.

        `skipped` are messages to leave out; None: nothing is left.
        """
        messages, judged_by, wanted = self._standing(stack)
        for one in messages:
            judges = judged_by[message_sha256(one.message)]
            if one.message not in skipped and reviewer.key not in judges and len(judges) < wanted:
                return one
        return None

    def progress(self, stack: UUID, reviewer: Reviewer) -> Progress:
        """How far a stack is."""
        messages, judged_by, wanted = self._standing(stack)
        judges = [judged_by[message_sha256(one.message)] for one in messages]
        return Progress(
            len(messages), sum(len(one) >= wanted for one in judges), sum(reviewer.key in one for one in judges)
        )

    def delete(self, id_: UUID) -> Deleted:
        """Delete a review with all that it supersedes or that supersedes it, and its message in its stack.

        Nothing of it is left in the files of the database. ReviewsError if there is no such review.
        """
        with in_sentences(self._engine.url):
            deleted = written(self._engine, lambda connection: _delete(connection, id_))
            forget_deleted(self._engine)  # also what an earlier attempt deleted and could not forget
        if deleted is None:
            raise ReviewsError(f"There is no review {id_} in {self.name}.")
        return deleted

    def delete_all(self) -> Deleted:
        """Delete every review and every stack, for good."""

        def empty(connection: Connection) -> Deleted:
            reviews = connection.execute(delete(REVIEWS)).rowcount
            messages = connection.execute(delete(STACK_MESSAGES)).rowcount
            connection.execute(delete(STACKS))
            return Deleted(reviews, messages)

        with in_sentences(self._engine.url):
            deleted = written(self._engine, empty)
            forget_deleted(self._engine)
        return deleted

    def close(self) -> None:
        """Close idle connections."""
        self._engine.dispose()

    def _found(self, query: Select) -> list[Review]:
        return [review for _, review in self._numbered(query.order_by(REVIEWS.c.number))]

    def _numbered(self, query: Select) -> list[tuple[int, Review]]:
        with in_sentences(self._engine.url):
            rows = read(self._engine, lambda connection: connection.execute(query).mappings().all())
            return [(row["number"], review_of(row)) for row in rows]

    def _standing(self, stack: UUID) -> tuple[list[StackMessage], dict[str, set[tuple[str, str]]], int]:
        """The messages of a stack, who has judged each (by the message's hash), and how many should."""
        messages = select(STACK_MESSAGES).where(STACK_MESSAGES.c.stack == stack).order_by(STACK_MESSAGES.c.place)
        who = (REVIEWS.c.reviewer, REVIEWS.c.reviewer_issuer, REVIEWS.c.reviewer_subject)
        judges = select(REVIEWS.c.message_sha256, *who).where(REVIEWS.c.stack == stack).distinct()
        wanted = select(STACKS.c.reviewers_per_message).where(STACKS.c.id == stack)

        def look(connection: Connection) -> tuple[list[StackMessage], dict[str, set[tuple[str, str]]], int | None]:
            judged_by: dict[str, set[tuple[str, str]]] = defaultdict(set)
            for name, *person in connection.execute(judges):
                judged_by[name].add(Reviewer(*person).key)
            found = [stack_message_of(row) for row in connection.execute(messages).mappings()]
            return found, judged_by, connection.execute(wanted).scalar()

        with in_sentences(self._engine.url):
            found, judged_by, number = read(self._engine, look)
        if number is None:
            raise ReviewsError("This stack of messages is not there any more: choose another one.")
        return found, judged_by, number


def newest(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """The reviews that stand, of reviews in the order in which they were saved.

    Where two corrections supersede the same review, as from two windows, the later one stands.
    """
    roots: dict[UUID, UUID] = {}
    standing: dict[UUID, Review] = {}
    for review in reviews:
        root = roots.get(review.supersedes, review.supersedes) if review.supersedes else review.id
        roots[review.id] = root
        standing[root] = review
    return tuple(standing.values())


def visible_to(reviewer: Reviewer, reviews: Sequence[Review]) -> tuple[Review, ...]:
    """Of these reviews the reviewer's own, and those of messages that the reviewer has judged."""
    judged = {one.message_sha256 for one in reviews if _by(reviewer, one)}
    return tuple(one for one in reviews if one.message_sha256 in judged)


def _by(reviewer: Reviewer, review: Review) -> bool:
    return review.reviewer.key == reviewer.key


def _as_known(connection: Connection, review: Review) -> Review:
    """The review, blind only if the record does not know better."""
    before = _stored(connection, review.supersedes or review.id)
    if before:
        return replace(review, blind=before.blind)
    return replace(review, blind=review.blind and not _was_shown(connection, review))


def _take_turns(connection: Connection, reviews: Sequence[Review]) -> None:
    """Judgements of the same text are kept one after another, by whichever server; SQLite has one writer at a time."""
    if connection.dialect.name == POSTGRESQL:
        for number in sorted({int(text_sha256(one.message)[:15], 16) for one in reviews}):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({number})")


def _was_shown(connection: Connection, review: Review) -> bool:
    """Whether the reviewer had judged this text before, and then seen this model's answer."""
    query = select(REVIEWS.c.reviewer, REVIEWS.c.reviewer_issuer, REVIEWS.c.reviewer_subject).where(
        REVIEWS.c.text_sha256 == text_sha256(review.message),
        REVIEWS.c.model_sha256 == review.predicted.model_sha256,
        REVIEWS.c.first_at <= review.first.at,
    )
    return any(Reviewer(*person).key == review.reviewer.key for person in connection.execute(query))


def _save(connection: Connection, review: Review) -> bool:
    """Insert a review; False if it was there. ReviewsError if it does not fit what is there."""
    if review.supersedes:
        _check_correction(review, _stored(connection, review.supersedes))
    if _inserted(connection, REVIEWS, row_of(review)):
        return True
    if not _same(_stored(connection, review.id), review):
        raise ReviewsError(
            f"The review {review.id} was saved before with another content: save what changed as a correction of it."
        )
    return False


def _same(before: Review | None, review: Review) -> bool:
    """Whether two reviews are the same, but for last digits of numbers, which a spreadsheet rounds off."""
    if before is None or replace(review, predicted=before.predicted, sampling=before.sampling) != before:
        return False
    if _names(before) != _names(review):
        return False
    numbers = zip(_numbers(before), _numbers(review), strict=True)
    return all(math.isclose(here, there, rel_tol=_ROUNDED) for here, there in numbers)


def _names(review: Review) -> tuple[str | None, ...]:
    """What answered and how the message was sampled, but for the numbers."""
    said, how = review.predicted, review.sampling
    return said.model_sha256, said.version, said.operating_point, how.method, how.label


def _numbers(review: Review) -> list[float]:
    said = review.predicted
    chance = review.sampling.inclusion_probability or 0.0
    return [chance, *said.related, *said.probabilities.values(), *said.thresholds.values()]


def _check_correction(review: Review, before: Review | None) -> None:
    """A correction keeps what was said first."""
    if before is None:
        raise SupersededError(f"The review {review.id} supersedes {review.supersedes}, which is not there.")
    kept = ("message", "blind", "first", "stack")
    same = all(getattr(review, name) == getattr(before, name) for name in kept)
    if not same or review.reviewer.key != before.reviewer.key:
        raise ReviewsError(
            f"The review {review.id} cannot supersede {before.id}: reviewer, message, stack and first judgement "
            "have to stay as they were."
        )


def _stored(connection: Connection, id_: UUID) -> Review | None:
    row = connection.execute(select(REVIEWS).where(REVIEWS.c.id == id_)).mappings().first()
    return review_of(row) if row else None


def _inserted(connection: Connection, table: Table, row: dict[str, Any]) -> bool:
    """Insert a row; False if its id is there already."""
    dialect = postgresql if connection.dialect.name == POSTGRESQL else sqlite
    wanted = dialect.insert(table).on_conflict_do_nothing(index_elements=["id"]).returning(table.c.id)
    return connection.execute(wanted, row).first() is not None  # compiled once for all rows


def _delete(connection: Connection, id_: UUID) -> Deleted | None:
    """Delete what belongs to a review; None if there is no such review."""
    wanted = _stored(connection, id_)
    if wanted is None:
        return None
    same = REVIEWS.c.message_sha256 == wanted.message_sha256
    links = dict(connection.execute(select(REVIEWS.c.id, REVIEWS.c.supersedes).where(same)).tuples().all())
    chain = _connected(id_, links)
    gone = connection.execute(delete(REVIEWS).where(REVIEWS.c.id.in_(chain))).rowcount
    left = connection.execute(select(REVIEWS.c.stack).where(same)).scalars().all()
    unused = STACK_MESSAGES.c.message_sha256 == wanted.message_sha256
    if any(left):
        unused &= STACK_MESSAGES.c.stack.not_in([stack for stack in left if stack])
    messages = connection.execute(delete(STACK_MESSAGES).where(unused)).rowcount
    return Deleted(gone, messages, len(left))


def _connected(id_: UUID, links: dict[UUID, UUID | None]) -> set[UUID]:
    """An id and all that it is linked to, over any number of corrections."""
    roots: dict[UUID, UUID] = {}
    for one in links:
        root = one
        while before := links[root]:
            root = before
        roots[one] = root
    return {one for one, root in roots.items() if root == roots[id_]}
