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
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from classifier.errors import ReviewsError
from classifier.labels import BINARY_LABELS
from classifier.reviews import store as store_module
from classifier.reviews.migration import VERSION_TABLE
from classifier.reviews.review import ErrorKind, Judgement, Mark, Method, Review, Reviewer, Sampling, Source, judged
from classifier.reviews.schema import METADATA
from classifier.reviews.store import Store, open_store
from tests.postgresql import Server
from tests.reviewing import ANN, BEN, CLEO, NOON, holding, of_the_first_schema, predicted, review, stack

SECRET = "Maria Esperanza at 12 Harbour Street needs insulin"


def full() -> Review:
    """A review with every field."""
    return review(
        SECRET,
        by=CLEO,
        not_sure=["food"],
        source=Source.MANY_MESSAGES,
        final=judged(["food"], None, at=NOON + timedelta(seconds=9)),
        comments={"water": "-1", "related": "unclear"},
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


def test_a_review_whose_numbers_a_spreadsheet_rounded_is_the_same_one(store: Store) -> None:
    said = predicted()
    exact = review(predicted=replace(said, probabilities={**said.probabilities, "water": 0.34418067336}), chance=1 / 3)
    store.save(exact)
    seen = replace(exact.predicted, probabilities={**exact.predicted.probabilities, "water": 0.344181})
    store.save(replace(exact, predicted=seen, sampling=replace(exact.sampling, inclusion_probability=0.333333)))
    assert list(store.reviews()) == [exact]
    other = replace(exact.predicted, probabilities={**exact.predicted.probabilities, "water": 0.3442})
    with pytest.raises(ReviewsError, match="another content"):
        store.save(replace(exact, predicted=other))


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


@pytest.mark.parametrize(
    "other",
    [Reviewer(CLEO.name, CLEO.issuer, "c-8"), replace(CLEO, issuer="https://elsewhere.example"), Reviewer("Cleo")],
)
def test_people_who_log_in_are_told_apart_by_issuer_and_subject_and_not_by_their_name(store, other) -> None:
    store.save(review(by=CLEO))
    assert store.visible_to(other) == ()
    assert len(store.visible_to(replace(CLEO, name="Cleo Miller"))) == 1


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


def test_a_stack_keeps_its_source_and_who_drew_it(store: Store) -> None:
    drawn = replace(stack(["one", "two"]), source=Source.MANY_MESSAGES, drawn_by=CLEO)
    store.add_stack(drawn)
    store.add_stack(stack([]))
    assert store.stacks()[1] == drawn.summary
    assert store.stacks()[0].drawn_by is None


@pytest.mark.parametrize(
    ("source", "drawn_by", "reviewer", "seen"),
    [
        (Source.MANY_MESSAGES, ANN, ANN, True),
        (Source.MANY_MESSAGES, ANN, BEN, False),
        (Source.PASTE, ANN, ANN, False),
        (Source.MANY_MESSAGES, None, ANN, False),
        (Source.MANY_MESSAGES, CLEO, replace(CLEO, name="Cleo Miller"), True),
        (Source.MANY_MESSAGES, CLEO, Reviewer(CLEO.name, CLEO.issuer, "c-8"), False),
        (Source.MANY_MESSAGES, Reviewer("Cleo"), CLEO, True),  # drawn before there was a login
    ],
)
def test_who_drew_a_stack_of_a_visible_file_has_seen_its_answers(source, drawn_by, reviewer, seen) -> None:
    assert replace(stack(["one"]), source=source, drawn_by=drawn_by).summary.was_seen_by(reviewer) is seen


LATER = NOON + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("again", "blind"),
    [
        (review("WE  need wáter!", by=ANN, first=judged([], 0, at=LATER)), False),
        (review("We need water", by=ANN, stack=uuid4(), first=judged([], 0, at=LATER)), False),
        (review("We need food", by=ANN, first=judged([], 0, at=LATER)), True),
        (review("We need water", by=BEN, first=judged([], 0, at=LATER)), True),
        (review("We need water", by=Reviewer(" Ann "), first=judged([], 0, at=LATER)), False),
        (review("We need water", by=Reviewer("ANN"), first=judged([], 0, at=LATER)), False),
        (review("We need water", by=ANN, first=judged([], 0, at=NOON - timedelta(minutes=1))), True),
        (review(by=ANN, first=judged([], 0, at=LATER), predicted=replace(predicted(), model_sha256="b" * 64)), True),
    ],
    ids=[
        "like text",
        "other stack",
        "other text",
        "other reviewer",
        "same name",
        "same name in capitals",
        "judged before",
        "other model",
    ],
)
def test_a_review_is_blind_only_if_its_reviewer_had_not_judged_the_text_before(store, again, blind) -> None:
    store.save(review("We need water", by=ANN))
    assert [one.blind for one in store.keep([again])] == [blind]
    assert store.current()[-1].blind is blind


def test_keeping_again_what_was_kept_as_not_blind_is_a_success_and_so_is_its_correction(store: Store) -> None:
    store.save(review(by=ANN))
    again = review(by=ANN)
    after = corrected(again, final=judged([], 0))
    store.keep([again])
    assert [one.blind for one in store.keep([again, after])] == [False, False]
    assert [one.blind for one in store.current()] == [True, False]


def test_a_message_without_letters_is_compared_as_it_is(store: Store) -> None:
    store.save(review("🌊", by=ANN))
    assert [one.blind for one in store.keep([review("🔥", by=ANN), review("🌊", by=ANN)])] == [True, False]


def test_comments_on_single_outputs_come_back_as_they_were_saved(store: Store) -> None:
    saved = review(comments={"water": "=1+1\0 \ud83d", "related": "क्या", "fire": ""})
    store.save(saved)
    (found,) = store.current()
    assert found == saved
    assert dict(found.comments) == {"water": "=1+1\0 \ud83d", "related": "क्या"}


def test_a_comment_on_what_is_no_output_is_refused() -> None:
    with pytest.raises(ValueError, match="no output wine"):
        review(comments={"wine": "x"})


def test_the_state_changes_with_every_review_that_comes_or_goes(store: Store) -> None:
    states = [store.state()]
    saved = review()
    store.save(saved)
    states.append(store.state())
    store.delete(saved.id)
    states.append(store.state())
    store.save(review())
    states.append(store.state())
    assert store.state() == states[3]
    assert len(set(states[1:])) == 3
    assert states[0] == (0, 0)


def test_a_record_of_the_first_schema_keeps_its_reviews_and_knows_like_texts(address: str) -> None:
    saved = of_the_first_schema(address)
    store = open_store(address)
    assert store.current() == tuple(saved)
    again = [review("hello world"), review("JSON x"), review("🌊"), review("new")]
    assert [one.blind for one in store.keep(again)] == [False, False, False, True]
    store.close()


def test_the_name_of_an_old_stack_gives_its_person_up(address: str) -> None:
    of_the_first_schema(
        address,
        "Many messages: a, drawn by b.csv, at random, drawn by Ann \0",
        "Paste: all lines, drawn by Ben",
        "Tuesday, drawn by hand",
    )
    store = open_store(address)
    assert [(one.name, one.drawn_by) for one in reversed(store.stacks())] == [
        ("a, drawn by b.csv, at random", Reviewer("Ann \0")),
        ("all lines", BEN),
        ("Tuesday, drawn by hand", None),
    ]
    store.close()


OURS = ("add_table", "add_column", "remove_column", "add_index", "remove_index")
"""What would differ if a revision were missing; the database may hold tables of others."""


def test_the_tables_are_the_same_as_those_in_the_code(address: str) -> None:
    store = open_store(address)
    with store._engine.connect() as connection:
        found = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        ours = [one for one in compare_metadata(found, METADATA) if one[0] in OURS]
    store.close()
    assert ours == []


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
    assert holding(file.parent, SECRET)
    store.delete_all() if everything else store.delete(saved.id)
    assert holding(file.parent, SECRET) == []


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
