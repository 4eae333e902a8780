"""Databases that an outsider would try: odd paths and options, other encodings, locks, broken rows, two servers."""

import logging
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from classifier.errors import ReviewsError
from classifier.reviews import database
from classifier.reviews.address import FOLDER_VARIABLE, URL_VARIABLE
from classifier.reviews.review import Review
from classifier.reviews.store import Store, open_store
from tests.postgresql import Server
from tests.reviewing import holding, judged, review

SECRET = "Maria Esperanza at 12 Harbour Street"
PLACES = ("a b", "100%", "x#y", "what?x=1", "é क्या", "it's; a+b&c=d", '"', "%41")


@pytest.mark.parametrize("folder", PLACES)
def test_a_folder_may_have_any_name(folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / folder))
    with closing(open_store()) as store:
        store.save(review())
        store.delete_all()
    assert [path.name for path in tmp_path.iterdir()] == [folder]
    assert (tmp_path / folder / "reviews.db").is_file()


@pytest.mark.parametrize(
    ("written", "name"), [("a b é#.db", "a b é#.db"), ("what%3F.db", "what?.db"), ("100%25.db", "100%.db")]
)
def test_an_address_names_a_file_with_any_name(written: str, name: str, tmp_path: Path) -> None:
    with closing(open_store(f"sqlite:///{tmp_path}/{written}")) as store:
        store.save(review())
    assert (tmp_path / name).is_file()


def test_a_relative_address_is_a_file_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(open_store("sqlite:///new/reviews.db")) as store:
        monkeypatch.chdir("/")
        store.save(review())
        assert store.name == str(tmp_path / "new" / "reviews.db")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("sqlite:///{}/what?.db", "takes no options: write a question mark in its name as %3F"),
        ("sqlite:///{}/r.db?mode=ro&uri=true", "takes no options"),
        ("sqlite:///{}/r\0.db", "names no file"),
        ("sqlite:///{}", "cannot be opened for writing"),
        ("sqlite+aiosqlite:///{}/r.db", "kept in SQLite or PostgreSQL"),
        ("postgresql+asyncpg://ann@127.0.0.1:1/x", "kept in SQLite or PostgreSQL"),
        ("postgresql://ann@127.0.0.1:99999/x", "cannot be reached"),
        ("postgresql://ann@127.0.0.1:1/x?connect_timeout=soon", "cannot be reached"),
    ],
)
def test_an_address_that_cannot_be_used_gets_a_sentence(written: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ReviewsError, match=said):
        open_store(written.replace("{}", str(tmp_path)))
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def encoded(request: pytest.FixtureRequest, postgresql_server: Server) -> Iterator[str]:
    """The address of a database with an encoding of its own."""
    name = f"in_{request.param.lower()}"
    with psycopg.connect(postgresql_server.address(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{request.param}'")
        yield postgresql_server.address().removesuffix("postgres") + name
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.parametrize("encoded", ["SQL_ASCII"], indirect=True)
def test_a_database_without_an_encoding_keeps_every_text(encoded: str) -> None:
    """As `initdb` makes it where the locale is C."""
    with closing(open_store(encoded)) as store:
        store.save(saved := review("é क्या 🌊", note="ñ"))
        assert store.current() == (saved,)


@pytest.mark.parametrize("encoded", ["LATIN1"], indirect=True)
def test_a_database_that_cannot_hold_every_text_is_refused_with_the_remedy(encoded: str) -> None:
    with pytest.raises(ReviewsError, match="make it with ENCODING 'UTF8'"):
        open_store(encoded)


BROKEN = ("'null'", "'[]'", "'\"x\"'", "'x'", "'{}'", "'json:x'", "'[0.1,null]'", "1e999")
COLUMNS = (
    "source sampling inclusion_probability sampling_label blind reviewer first_labels first_related first_at "
    "final_labels final_at comments error_kind thresholds probabilities related_probabilities"
).split()


def broken(store: Store, column: str, value: str) -> bool:
    """Write something else into a column, as somebody with a database browser could; False if that is refused."""
    try:
        with store._engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE reviews SET {column} = {value}")
    except Exception:
        return False
    return True


def sentence_about(store: Store) -> str:
    """The sentence with which reviews cannot be read; empty if they can."""
    try:
        store.current()
    except ReviewsError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("column", COLUMNS)
def test_whatever_stands_in_a_row_there_is_a_sentence_without_the_message(store: Store, column: str) -> None:
    store.save(review(SECRET, final=judged([], 0)))
    odd = (*BROKEN, "x'ff00ff'", f"CAST(x'{SECRET.encode().hex()}ff' AS TEXT)")
    for value in odd:
        if broken(store, column, value):
            assert SECRET not in sentence_about(store)


def test_a_text_that_is_not_utf_8_is_damage_and_is_not_repeated(file: Path) -> None:
    with closing(open_store(f"sqlite:///{file}")) as store:
        store.save(review())
        assert broken(store, "message", f"CAST(x'{SECRET.encode().hex()}ff' AS TEXT)")
        with pytest.raises(ReviewsError, match="is damaged") as raised:
            store.current()
    assert SECRET not in str(raised.value)


def test_the_same_judgement_from_two_servers_at_once_is_kept_once_and_refused_nowhere(address: str) -> None:
    servers = [open_store(address) for _ in range(2)]
    judgements = [review(f"message {i}") for i in range(60)]

    def keep(turn: tuple[Store, Review]) -> bool:
        server, judgement = turn
        return server.keep([judgement])[0].blind

    with ThreadPoolExecutor(4) as threads:
        blind = list(threads.map(keep, [(server, one) for one in judgements for server in servers * 2]))
    assert all(blind)
    assert len(list(servers[0].reviews())) == len(judgements)
    for server in servers:
        server.close()


def test_of_two_judgements_of_a_text_at_once_by_one_person_one_is_blind(address: str) -> None:
    servers = [open_store(address) for _ in range(2)]
    with ThreadPoolExecutor(2) as threads:
        for i in range(30):
            twice = [review(f"message {i}", id=uuid4()) for _ in servers]
            kept = list(threads.map(lambda turn: turn[0].keep([turn[1]])[0], zip(servers, twice, strict=True)))
            assert sorted(one.blind for one in kept) == [False, True]
    for server in servers:
        server.close()


def test_more_threads_than_connections_all_save(address: str) -> None:
    saved = [review(f"message {i}") for i in range(120)]
    with closing(open_store(address)) as store:
        with ThreadPoolExecutor(40) as threads:
            list(threads.map(store.save, saved))
        assert {one.id for one in store.current()} == {one.id for one in saved}


def test_a_lock_of_others_in_postgresql_is_named_instead_of_waited_for_without_end(
    postgresql_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "WAIT_SECONDS", 1)
    address = postgresql_server.fresh_database()
    with closing(open_store(address)) as store:
        store.save(gone := review())
        with psycopg.connect(address) as other:
            other.execute("LOCK TABLE reviews IN ACCESS EXCLUSIVE MODE")
            with pytest.raises(ReviewsError, match="being written by another program: try again"):
                store.save(review())
        with psycopg.connect(address) as other:
            other.execute("SELECT count(*) FROM review_stacks")
            with pytest.raises(ReviewsError, match=r"deleted, but .* may still hold them"):
                store.delete(gone.id)
        store.save(left := review())
        assert store.current() == (left,)


def test_what_an_older_reader_still_sees_in_postgresql_is_forgotten_after_it(postgresql_server: Server) -> None:
    address, text = postgresql_server.fresh_database(), f"Esperanza {uuid4()}"
    with closing(open_store(address)) as store, psycopg.connect(address) as older, ThreadPoolExecutor(1) as threads:
        store.save(review(text))
        older.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        older.execute("SELECT count(*) FROM review_stacks")
        deleted = threads.submit(store.delete_all)
        wait([deleted], timeout=1)  # long enough for the reviews to be written anew, if nobody were waited for
        older.rollback()
        deleted.result()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    assert holding(postgresql_server.tables, text) == []


def files_of(address: str) -> list[tuple[int]]:
    """What PostgreSQL calls the file of the reviews: another one after they have been written anew."""
    with psycopg.connect(address) as connection:
        return connection.execute("SELECT pg_relation_filenode('reviews')").fetchall()


def test_deleting_again_what_was_deleted_but_not_forgotten_forgets_it(postgresql_server: Server) -> None:
    address = postgresql_server.fresh_database()
    with closing(open_store(address)) as store:
        before = files_of(address)
        with pytest.raises(ReviewsError, match="There is no review"):
            store.delete(uuid4())
    assert files_of(address) != before


def test_the_log_of_the_database_server_holds_no_message(
    postgresql_server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with closing(open_store(postgresql_server.fresh_database())) as store:
        store.save(review(SECRET))
        for statement in ("ALTER TABLE reviews ALTER message TYPE integer USING 1", "DROP TABLE reviews"):
            with store._engine.begin() as connection:
                connection.exec_driver_sql(statement)
            with pytest.raises(ReviewsError) as raised:
                store.save(review(SECRET))
            assert SECRET not in str(raised.value) + caplog.text
    log = postgresql_server.log()
    assert "ERROR" in log
    assert SECRET not in log


@pytest.mark.skipif(shutil.which("unshare") is None, reason="no unshare, which mounts for one process only")
def test_a_file_system_that_is_mounted_read_only_is_named_in_a_sentence(file: Path) -> None:
    with closing(open_store(f"sqlite:///{file}")) as store:
        store.save(review())
    mounted = f'mount --bind "{file.parent}" "{file.parent}" && mount -o remount,bind,ro "{file.parent}" && exec "$@"'
    command = [sys.executable, "-m", "classifier.review", "delete", "--all", "--yes", "--database", f"sqlite:///{file}"]
    outer = ["unshare", "--mount", "--map-root-user", "sh", "-c", mounted, "sh"]
    if subprocess.run([*outer, "true"], capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount")
    done = subprocess.run([*outer, *command], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"The file of reviews {file} cannot be opened for writing")
    assert done.stderr.count("\n") == 1
