"""Nothing acknowledged is lost: real processes that write at once, are killed, or run out of disk."""

import contextlib
import ctypes
import logging
import multiprocessing
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import create_engine, make_url

from classifier.errors import ReviewsError
from classifier.reviews import address as address_module
from classifier.reviews import migration
from classifier.reviews.address import database_address
from classifier.reviews.review import Review
from classifier.reviews.store import Store, open_store
from tests.postgresql import PASSWORD, Server
from tests.reviewing import review

ROUNDS, ALL_ROUNDS = 12, 200
WRITERS, REVIEWS_EACH = 4, 15
FORKED = multiprocessing.get_context("fork")
SECRET = "Maria Esperanza at 12 Harbour Street"
LEAKED = "hunter-2"


def started(action: Callable[..., None], *arguments: Any) -> multiprocessing.Process:
    """A process of its own that does something."""
    process = FORKED.Process(target=action, args=arguments, daemon=True)
    process.start()
    return process


def write_many(address: str, first: UUID) -> None:
    """Save reviews, each with a correction, as a reviewer does."""
    store = open_store(address)
    for number in range(REVIEWS_EACH):
        before = review(f"{first} {number}")
        store.save(before)
        store.save(replace(before, id=uuid4(), supersedes=before.id))


def reviews_of(seed: int) -> Iterator[Review]:
    """Reviews without end, the same ones each time."""
    chance = random.Random(seed)
    while True:
        yield review("x" * chance.randint(1, 20_000), id=UUID(int=chance.getrandbits(128)))


def write_and_acknowledge(address: str, seed: int, acknowledged: Connection) -> None:
    """Save reviews as fast as can be, and say which are saved, until killed."""
    store = open_store(address)
    for one in reviews_of(seed):
        store.save(one)
        acknowledged.send(one.id)


def received(connection: Connection) -> Iterator[UUID]:
    """What a process had acknowledged before it was killed."""
    with contextlib.suppress(EOFError):
        while True:
            yield connection.recv()


def test_several_writers_at_once_lose_nothing(address: str) -> None:
    """Also all of them make the tables."""
    writers = [started(write_many, address, uuid4()) for _ in range(WRITERS)]
    for writer in writers:
        writer.join(120)
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    found = open_store(address)
    assert len(list(found.reviews())) == 2 * WRITERS * REVIEWS_EACH
    assert len(found.current()) == WRITERS * REVIEWS_EACH
    found.close()


def killed_at_random(address: str, rounds: int) -> tuple[list[UUID], list[UUID]]:
    """Kill two writers at once, many times, and save again what each had not seen acknowledged, with its id.

    What was acknowledged then, and what is there.
    """
    chance, acknowledged = random.Random(7), []
    open_store(address).close()
    for number in range(rounds):
        ends = [FORKED.Pipe(duplex=False) for _ in range(2)]
        seeds = (2 * number, 2 * number + 1)
        writers = [
            started(write_and_acknowledge, address, seed, end) for seed, (_, end) in zip(seeds, ends, strict=True)
        ]
        for _, end in ends:
            end.close()
        ends[0][0].poll(30)  # at least one of them is writing
        time.sleep(chance.uniform(0, 0.08))
        for writer in writers:
            os.kill(writer.pid or 0, signal.SIGKILL)
            writer.join()
        store = open_store(address)
        for seed, (end, _) in zip(seeds, ends, strict=True):
            known = list(received(end))
            unsure = next(islice(reviews_of(seed), len(known), None))
            store.save(unsure)
            acknowledged += [*known, unsure.id]
        store.close()
    store = open_store(address)
    found = [one.id for one in store.reviews()]
    store.close()
    return acknowledged, found


def test_every_acknowledged_review_is_there_once_after_kills_at_random_moments(address: str) -> None:
    acknowledged, found = killed_at_random(address, ROUNDS)
    assert len(acknowledged) > 2 * ROUNDS
    assert sorted(acknowledged) == sorted(found)


@pytest.mark.slow
def test_every_acknowledged_review_is_there_once_after_200_kills(address: str) -> None:
    acknowledged, found = killed_at_random(address, ALL_ROUNDS)
    assert len(acknowledged) > 2 * ALL_ROUNDS
    assert sorted(acknowledged) == sorted(found)


def fill_the_disk(address: str, told: Connection) -> None:
    """Save reviews until files may not grow any more; then again once they may."""
    store, saved, sentence = open_store(address), [], ""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, most))
    for _ in range(1_000):
        waiting = review("x" * 20_000)
        try:
            store.save(waiting)
        except ReviewsError as error:
            sentence = str(error)
            break
        saved.append(waiting.id)
    told.send((sentence, saved))
    told.send([one.id for one in open_store(address).reviews()])
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    store.save(waiting)
    told.send([*saved, waiting.id] == [one.id for one in store.reviews()])


def test_a_full_disk_is_named_and_what_was_saved_stays_and_saving_goes_on_once_there_is_room(file: Path) -> None:
    here, there = FORKED.Pipe(duplex=False)
    process = started(fill_the_disk, f"sqlite:///{file}", there)
    there.close()
    sentence, saved = here.recv()
    assert "the disk is full" in sentence
    assert str(file) in sentence
    assert saved
    assert here.recv() == saved
    assert here.recv() is True
    process.join()


def without_roots_rights() -> None:
    """A root process that has to keep to what files allow, as everybody else."""
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP, in force from the next program on


def said_by_a_new_process(file: Path) -> str:
    """The sentence with which another process cannot save into a file."""
    code = (
        "import sys\nfrom classifier.errors import ReviewsError\nfrom classifier.reviews.store import open_store\n"
        "from tests.reviewing import review\n"
        "try:\n    open_store(sys.argv[1]).save(review())\nexcept ReviewsError as error:\n    print(error)"
    )
    command = [sys.executable, "-c", code, f"sqlite:///{file}"]
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=without_roots_rights)
    assert done.stderr == ""
    return done.stdout.strip()


@pytest.mark.parametrize("there_already", [False, True])
def test_a_read_only_folder_is_named_in_a_sentence(tmp_path: Path, there_already: bool) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    if there_already:
        open_store(f"sqlite:///{folder}/reviews.db").close()
    folder.chmod(0o500)
    sentence = said_by_a_new_process(folder / "reviews.db")
    folder.chmod(0o700)
    assert f"{folder}/reviews.db cannot be opened" in sentence
    assert sentence.count("\n") == 0


def test_a_read_only_file_is_named_in_a_sentence(file: Path) -> None:
    open_store(f"sqlite:///{file}").close()
    file.chmod(0o400)
    assert f"{file} cannot be opened for writing" in said_by_a_new_process(file)


@pytest.mark.parametrize("where", ["beginning", "middle"])
def test_a_damaged_file_is_named_with_the_way_to_restore_it(file: Path, where: str) -> None:
    store = open_store(f"sqlite:///{file}")
    store.save_all([review(str(i) * 3_000) for i in range(50)])
    store.close()
    size = file.stat().st_size
    with file.open("r+b") as opened:
        opened.seek(0 if where == "beginning" else size // 3)
        opened.write(os.urandom(size // 3))
    with pytest.raises(ReviewsError, match="is damaged") as raised:
        open_store(f"sqlite:///{file}")
    assert str(file) in str(raised.value)
    assert "put the last backup in its place" in str(raised.value)


def test_damage_while_the_app_runs_is_named_as_well(file: Path) -> None:
    store = open_store(f"sqlite:///{file}")
    store.save_all([review(str(i) * 3_000) for i in range(50)])
    store.close()
    with file.open("r+b") as opened:
        opened.seek(4096)
        opened.write(os.urandom(file.stat().st_size - 4096))
    with pytest.raises(ReviewsError, match="is damaged"):
        store.current()


def test_a_backup_that_is_put_back_has_every_review(file: Path) -> None:
    store = open_store(f"sqlite:///{file}")
    saved = review()
    store.save(saved)
    with (
        contextlib.closing(sqlite3.connect(file)) as source,
        contextlib.closing(sqlite3.connect(f"{file}.copy")) as copy,
    ):
        source.backup(copy)
    store.delete_all()
    store.close()
    os.replace(f"{file}.copy", file)
    assert open_store(f"sqlite:///{file}").current() == (saved,)


def open_when_told(address: str, go: Any) -> None:
    """Open the record at the same time as others."""
    go.wait()
    open_store(address)


def test_several_servers_may_make_the_tables_at_once(address: str) -> None:
    go = FORKED.Barrier(WRITERS)
    servers = [started(open_when_told, address, go) for _ in range(WRITERS)]
    for server in servers:
        server.join(60)
    assert [server.exitcode for server in servers] == [0] * WRITERS


def test_a_record_of_a_newer_version_is_refused_in_a_sentence(address: str) -> None:
    store = open_store(address)
    with store._engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {migration.VERSION_TABLE} SET version_num = '9999'")
    store.close()
    with pytest.raises(ReviewsError, match="written by a newer version of the app: update this one"):
        open_store(address)


def test_a_migration_that_is_cut_short_leaves_nothing_behind(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(connection: Any) -> None:
        connection.exec_driver_sql("CREATE TABLE half (made INTEGER)")
        raise KeyboardInterrupt

    monkeypatch.setattr(migration, "_upgrade", broken)
    with pytest.raises(KeyboardInterrupt):
        open_store(f"sqlite:///{file}")
    monkeypatch.undo()
    open_store(f"sqlite:///{file}").save(review())
    with contextlib.closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'half'").fetchall() == []


def test_a_locked_file_is_waited_for_and_then_named(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(f"sqlite:///{file}")
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with store._engine.connect() as connection:
            connection.connection.dbapi_connection.execute("PRAGMA busy_timeout=100")
        with pytest.raises(ReviewsError, match="being written by another program: try again"):
            store.save(review())
        other.execute("ROLLBACK")
    store.save(review())


def test_reading_does_not_wait_for_a_writer(file: Path) -> None:
    store = open_store(f"sqlite:///{file}")
    store.save(review())
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        before = time.monotonic()
        assert len(store.current()) == 1
    assert time.monotonic() - before < 5


def test_only_the_owner_can_read_the_file_and_what_lies_beside_it(file: Path) -> None:
    store = open_store(f"sqlite:///{file.parent}/new/reviews.db")
    store.save(review())
    folder = file.parent / "new"
    held = [path for path in folder.iterdir() if not path.name.endswith(migration.SENTINEL)]
    assert {path.stat().st_mode & 0o777 for path in held} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert len(held) == 3


def test_a_judgement_can_be_saved_once_the_database_is_back(postgresql_server: Server) -> None:
    store = open_store(postgresql_server.fresh_database())
    before, waiting = review(), review()
    store.save(before)
    postgresql_server.stop()
    try:
        with pytest.raises(ReviewsError, match="cannot be reached"):
            store.save(waiting)
    finally:
        postgresql_server.start()
    store.save(waiting)
    assert store.current() == (before, waiting)
    store.close()


def test_a_restart_of_the_database_between_two_judgements_is_not_noticed(postgresql_server: Server) -> None:
    store = open_store(postgresql_server.fresh_database())
    store.save(review())
    postgresql_server.stop()
    postgresql_server.start()
    store.save(review())
    assert len(store.current()) == 2
    store.close()


def everything_said(error: BaseException, caplog: pytest.LogCaptureFixture) -> str:
    """What a user and a log would get to see of an error."""
    return "".join(traceback.format_exception(error)) + caplog.text


@pytest.mark.parametrize(
    "written",
    [
        "postgresql://ann:{}@127.0.0.1:1/reviews",
        "postgresql://ann:{}@no-such-host.invalid/reviews",
        "postgresql://127.0.0.1:1/reviews?user=ann&password={}",
        "postgresql://ann:{}",
        "postgresql://ann:{}@host:port/reviews",
        "mysql://ann:{}@host/reviews",
        "postgresql+nodriver://ann:{}@host/reviews",
        "nonsense {}",
        "postgresql://ann:x{}@y{}@127.0.0.1:1/reviews",
        "postgresql://ann:{}@127.0.0.1:1",
    ],
)
def test_a_password_is_in_no_error(written: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(ReviewsError) as raised:
        open_store(written.replace("{}", LEAKED))
    assert LEAKED not in everything_said(raised.value, caplog)
    assert str(raised.value).endswith(".")
    assert "\n" not in str(raised.value)


def test_a_wrong_password_is_named_but_not_shown(postgresql_server: Server, caplog: pytest.LogCaptureFixture) -> None:
    wrong = make_url(postgresql_server.address()).set(password=f"{PASSWORD}!").render_as_string(hide_password=False)
    with pytest.raises(ReviewsError, match="password authentication failed") as raised:
        open_store(wrong)
    assert PASSWORD.partition("/")[0] not in everything_said(raised.value, caplog)


def test_a_driver_that_repeats_the_password_is_scrubbed() -> None:
    url = make_url("postgresql+psycopg://ann:p%40ss@host/db?sslpassword=other")
    assert address_module.scrubbed("bad p@ss, p%40ss, other\nDETAIL: row", url) == "bad ***, ***, ***"


def test_neither_an_error_nor_a_log_holds_a_message(address: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    store = open_store(address)
    with store._engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE reviews" + (" CASCADE" if "postgresql" in address else ""))
    with pytest.raises(ReviewsError) as raised:
        store.save(review(SECRET))
    assert SECRET not in everything_said(raised.value, caplog)
    store.close()


def test_without_settings_reviews_lie_in_the_folder_of_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CLASSIFIER_REVIEWS_URL", raising=False)
    monkeypatch.setenv("CLASSIFIER_DATA", str(tmp_path))
    assert database_address().database == str(tmp_path / "reviews.db")
    monkeypatch.delenv("CLASSIFIER_DATA")
    assert not Path(str(database_address().database)).is_relative_to(Path(__file__).parents[2])


def test_the_variable_names_the_database_and_an_address_given_comes_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLASSIFIER_REVIEWS_URL", "postgresql://host/variable")
    assert database_address().database == "variable"
    assert database_address("postgres://host/given").database == "given"
    assert database_address().drivername == "postgresql+psycopg"


@pytest.mark.parametrize("inside", ["reviews.db", "tests/x/../reviews.db"])
def test_reviews_cannot_lie_in_the_source_tree(inside: str) -> None:
    with pytest.raises(ReviewsError, match="cannot lie among the app's own files"):
        open_store(f"sqlite:///{Path(__file__).parents[2]}/{inside}")


@pytest.mark.parametrize("written", ["sqlite://", "sqlite:///:memory:", "sqlite:///file:x?mode=memory&uri=true"])
def test_a_database_that_would_be_gone_with_the_process_is_refused(written: str) -> None:
    with pytest.raises(ReviewsError, match="names no file"):
        open_store(written)


def test_several_sessions_may_be_the_first_to_use_an_engine(address: str) -> None:
    engine = create_engine(database_address(address))
    with ThreadPoolExecutor(8) as threads:
        stores = list(threads.map(Store, [engine] * 8))
    stores[0].save(review())
    assert len(stores[1].current()) == 1
    engine.dispose()


def test_a_store_is_safe_from_several_threads(store: Store) -> None:
    saved = [review(str(i)) for i in range(40)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(store.save, saved + saved))
    assert {one.id for one in store.current()} == {one.id for one in saved}


def test_a_driver_that_is_not_installed_is_named_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ReviewsError, match="pip install -r classifier/reviews/requirements"):
        open_store("postgresql://ann:secret@127.0.0.1:1/x")
