"""The record of reviews: what it keeps, who sees what, and what it forgets; on SQLite and on PostgreSQL."""

import json
import random
import sqlite3
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path
from uuid import uuid4

import numpy as np
import psycopg
import pytest
from sqlalchemy import create_engine

from classifier.errors import ReviewsError
from classifier.labels import BINARY_LABELS
from classifier.reviews import store as store_module
from classifier.reviews.review import ErrorKind, Judgement, Mark, Method, Review, Reviewer, Sampling, Source, judged
from classifier.reviews.store import Store, open_store
from tests.postgresql import Server
from tests.reviewing import ANN, BEN, CLEO, NOON, predicted, review, stack

SECRET = "Maria Esperanza at 12 Harbour Street needs insulin"


def full() -> Review:
    """A review with every field."""
    return review(
        SECRET,
        by=CLEO,
        not_sure=["food"],
        source=Source.MANY_MESSAGES,
        final=judged(["food"], None, at=NOON + timedelta(seconds=9)),
        note="=1+1\r\nsecond line",
        error_kind=ErrorKind.LABEL_UNCLEAR,
        stack=uuid4(),
        chance=1 / 3,
        method=Method.STRATIFIED,
    )


def corrected(before: Review, **fields: object) -> Review:
    """A correction of a review."""
    return replace(before, id=uuid4(), supersedes=before.id, **fields)


def test_a_review_comes_back_as_it_was_saved(store: Store) -> None:
    saved = full()
    store.save(saved)
    assert tuple(store.reviews()) == (saved,)


@pytest.mark.parametrize("message", ["", "a\0b", "half \ud83d", "json:x", "क्या 🌊\r\n\t", "x" * 100_000])
def test_every_text_comes_back_as_it_was(store: Store, message: str) -> None:
    store.save(review(message, note=message))
    (found,) = store.current()
    assert (found.message, found.note) == (message, message)


def test_a_time_in_another_zone_comes_back_in_utc(store: Store) -> None:
    there = NOON.astimezone(timezone(timedelta(hours=-5)))
    store.save(review(first=judged([], 0, at=there)))
    assert store.current()[0].first.at.isoformat() == "2026-03-01T12:00:00.123456+00:00"


def test_saving_a_review_again_is_a_success_and_leaves_one(store: Store) -> None:
    saved = full()
    store.save(saved)
    store.save(saved)
    assert tuple(store.reviews()) == (saved,)


def test_another_judgement_under_the_same_id_is_not_dropped_in_silence(store: Store) -> None:
    saved = review()
    store.save(saved)
    with pytest.raises(ReviewsError, match="as a correction of it"):
        store.save(replace(saved, note="on second thoughts"))


def test_a_correction_stands_in_the_place_of_what_it_supersedes_and_both_are_kept(store: Store) -> None:
    before, other = review(), review("Another message")
    after = corrected(before, final=judged([], 0), note="a slip")
    again = corrected(after, note="or not")
    store.save_all([before, other, after, again])
    assert store.current() == (again, other)
    assert tuple(store.reviews()) == (before, other, after, again)


def test_of_two_corrections_from_two_windows_the_later_one_stands(store: Store) -> None:
    before = review()
    one, two = corrected(before, note="one"), corrected(before, note="two")
    store.save_all([before, one, two])
    assert store.current() == (two,)


@pytest.mark.parametrize(
    "changed",
    [{"message": "x"}, {"reviewer": BEN}, {"blind": False}, {"stack": uuid4()}, {"first": judged([], 0, at=NOON)}],
)
def test_a_correction_cannot_change_who_judged_what_first(store: Store, changed: dict[str, object]) -> None:
    before = review()
    store.save(before)
    with pytest.raises(ReviewsError, match="have to stay as they were"):
        store.save(corrected(before, **changed))


def test_nothing_of_several_reviews_is_kept_if_one_of_them_is_refused(store: Store) -> None:
    with pytest.raises(ReviewsError, match="which is not there"):
        store.save_all([review(), corrected(review())])
    assert store.current() == ()


def test_many_reviews_are_read_in_the_order_of_saving(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "PAGE", 3)
    saved = [review(str(i)) for i in range(9)]
    store.save_all(saved)
    assert list(store.reviews()) == saved


def test_the_judgements_of_others_are_hidden_until_ones_own_is_saved(store: Store) -> None:
    theirs = review(by=BEN)
    store.save(theirs)
    assert store.judgements_of_others(ANN, theirs.message) == ()
    assert store.visible_to(ANN) == ()
    own = review(by=ANN)
    store.save_all([own, review("not judged by Ann", by=BEN)])
    assert store.judgements_of_others(ANN, theirs.message) == (theirs,)
    assert store.visible_to(ANN) == (theirs, own)


def test_people_who_log_in_are_told_apart_by_their_subject_and_not_by_their_name(store: Store) -> None:
    store.save(review(by=CLEO))
    namesake = Reviewer(CLEO.name, CLEO.issuer, "c-8")
    renamed = replace(CLEO, name="Cleo Miller")
    assert store.visible_to(namesake) == ()
    assert len(store.visible_to(renamed)) == 1


def test_a_stack_offers_each_message_until_it_has_its_reviewers(store: Store) -> None:
    pile = stack(["one", "two"], reviewers=2)
    store.add_stack(pile)
    store.add_stack(pile)
    assert store.next_message(pile.id, ANN) == pile.messages[0]
    store.save_all([review("one", by=ANN, stack=pile.id), review("one", by=BEN, stack=pile.id)])
    assert store.next_message(pile.id, ANN) == pile.messages[1]
    assert store.next_message(pile.id, CLEO) == pile.messages[1]
    assert store.next_message(pile.id, CLEO, skipped={"two"}) is None


def test_the_progress_of_a_stack_counts_complete_messages_and_ones_own(store: Store) -> None:
    pile = stack(["one", "two", "three"], reviewers=2)
    store.add_stack(pile)
    mine = review("one", by=ANN, stack=pile.id)
    store.save_all([mine, corrected(mine), review("one", by=BEN, stack=pile.id), review("two", by=BEN, stack=pile.id)])
    found = store.progress(pile.id, ANN)
    assert (found.messages, found.complete, found.own) == (3, 1, 1)


def test_stacks_are_listed_with_the_newest_first(store: Store) -> None:
    old, new = stack(["one"]), stack([], reviewers=3)
    store.add_stack(old)
    store.add_stack(new)
    assert [(one.id, one.messages, one.reviewers_per_message) for one in store.stacks()] == [
        (new.id, 0, 3),
        (old.id, 1, 1),
    ]


def test_a_stack_that_is_not_there_is_named_in_a_sentence(store: Store) -> None:
    with pytest.raises(ReviewsError, match="not there any more"):
        store.next_message(uuid4(), ANN)


def test_one_review_is_deleted_with_its_corrections_and_its_message_in_the_stack(store: Store) -> None:
    pile = stack([SECRET, "two"])
    before = review(SECRET, stack=pile.id)
    after, other = corrected(before), review("two", stack=pile.id)
    store.add_stack(pile)
    store.save_all([before, after, other])
    deleted = store.delete(before.id)
    assert (deleted.reviews, deleted.stack_messages, deleted.elsewhere) == (2, 1, 0)
    assert store.current() == (other,)
    assert store.next_message(pile.id, BEN) is None


def test_what_others_said_about_the_message_stays_when_one_review_is_deleted(store: Store) -> None:
    mine, theirs = review(by=ANN), review(by=BEN)
    store.save_all([mine, theirs])
    assert store.delete(mine.id).elsewhere == 1
    assert store.current() == (theirs,)


def test_deleting_all_leaves_neither_reviews_nor_stacks(store: Store) -> None:
    store.add_stack(stack(["one"]))
    before = review()
    store.save_all([before, corrected(before)])
    assert store.delete_all().reviews == 2
    assert (store.current(), store.stacks()) == ((), ())


def test_a_review_that_is_not_there_cannot_be_deleted(store: Store) -> None:
    with pytest.raises(ReviewsError, match="There is no review"):
        store.delete(uuid4())


@pytest.mark.parametrize("everything", [True, False])
def test_no_file_of_sqlite_holds_the_text_of_a_deleted_review(file: Path, everything: bool) -> None:
    store, other = open_store(f"sqlite:///{file}"), open_store(f"sqlite:///{file}")
    pile = stack([SECRET])
    store.add_stack(pile)
    saved = review(SECRET, note=f"{SECRET} too", stack=pile.id)
    store.save_all([saved, *(review(f"{i} other words " * 300) for i in range(30))])
    other.save(corrected(saved, note=SECRET * 3_000))
    assert any(SECRET.encode() in path.read_bytes() for path in file.parent.iterdir())
    store.delete_all() if everything else store.delete(saved.id)
    assert [path.name for path in file.parent.iterdir() if SECRET.encode() in path.read_bytes()] == []


def test_a_reader_that_keeps_the_log_alive_is_named_and_not_passed_over(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("classifier.reviews.database.WAIT_SECONDS", 0.1)
    store = open_store(f"sqlite:///{file}")
    store.save(review(SECRET))
    with sqlite3.connect(file, isolation_level=None) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM reviews").fetchone()
        with pytest.raises(ReviewsError, match="because another program is reading"):
            store.delete_all()
    reader.close()


def test_the_tables_of_postgresql_are_written_anew_after_a_deletion(postgresql_server: Server) -> None:
    address = postgresql_server.fresh_database()
    store = open_store(address)
    store.save_all([saved := review(SECRET), review("kept")])
    with psycopg.connect(address) as connection:
        (before,) = connection.execute("SELECT pg_relation_filenode('reviews')").fetchone() or ()
    store.delete(saved.id)
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT pg_relation_filenode('reviews')").fetchone() != (before,)
        assert connection.execute("SELECT message FROM reviews").fetchall() == [("kept",)]
    store.close()


def test_a_review_names_every_label_so_that_a_query_can_count_marks(file: Path) -> None:
    open_store(f"sqlite:///{file}").save(review(marked=["water"], not_sure=["food"]))
    with sqlite3.connect(file) as connection:
        (labels,) = connection.execute("SELECT first_labels FROM reviews").fetchone()
    connection.close()
    assert {json.loads(labels)[name] for name in ("water", "aid_related")} == {Mark.MARKED.value}
    assert (json.loads(labels)["food"], len(json.loads(labels))) == ("not sure", 35)


def test_an_engine_from_elsewhere_is_set_up_for_reviews(file: Path) -> None:
    engine = create_engine(f"sqlite:///{file}")
    Store(engine).save(review())
    with Store(engine)._engine.connect() as connection:
        modes = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
        more = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("foreign_keys", "secure_delete")]
    engine.dispose()
    assert (modes, more) == (["wal", 2], [1, 1])


@pytest.mark.parametrize("chance", [0.0, 1.5, -0.1])
def test_an_inclusion_probability_is_one(chance: float) -> None:
    with pytest.raises(ValueError, match="inclusion probability"):
        Sampling(Method.RANDOM, chance)


def test_marks_fill_in_the_hierarchy() -> None:
    found = judged(["water"], None, not_sure=["aid_related", "food"])
    assert (found.labels["aid_related"], found.labels["food"], found.related) == (Mark.MARKED, Mark.NOT_SURE, 1)


def test_whatever_was_written_around_it_no_part_of_a_deleted_review_is_left(file: Path) -> None:
    store, chance = open_store(f"sqlite:///{file}"), random.Random(3)
    texts = [f"[{uuid4()}] " * chance.randint(1, 250) for _ in range(80)]
    saved = [review(text, note=text[: chance.randint(0, 500)]) for text in texts]
    for one in saved:
        store.save(one)
    gone = chance.sample(saved, 20)
    for one in gone:
        store.delete(one.id)
        store.save(review("x" * chance.randint(1, 9_000)))
    held = b"".join(path.read_bytes() for path in file.parent.iterdir())
    assert [one.id for one in gone if one.message[:38].encode() in held] == []
    assert all(one.message[:38].encode() in held for one in saved if one not in gone)


def test_numbers_of_numpy_and_marks_as_plain_text_are_kept_as_what_they_are(store: Store) -> None:
    shares = dict(zip(BINARY_LABELS, np.linspace(0, 1, 35, dtype=np.float32), strict=True))
    said = replace(predicted(), probabilities=shares, related=tuple(np.array([0.25, 0.5, 0.25], np.float32)))
    first = Judgement(dict.fromkeys(BINARY_LABELS, "not sure"), None, NOON)
    saved = review(first=first, predicted=said)
    store.save(saved)
    store.save(saved)
    (found,) = store.current()
    assert found == saved
    assert found.predicted.probabilities["water"] == float(shares["water"])
    assert found.first.labels["water"] is Mark.NOT_SURE


def test_a_row_that_somebody_broke_is_named_in_a_sentence(store: Store) -> None:
    store.save(review())
    with store._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE reviews SET source = 'elsewhere'")
    with pytest.raises(ReviewsError, match=r"is damaged|hold a row that is no review"):
        store.current()
