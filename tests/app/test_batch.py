"""The page *Many messages* in Streamlit's own test runner, with the real worker."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from classifier.scoring.job import Job
from classifier.ui.batch import chooser
from classifier.ui.batch.sessions import Sessions, get_sessions
from classifier.ui.batch.stages import STOPPED, Chosen, Result, Running, get_job_queue
from classifier.ui.shared.scored_file import STAGE
from tests.app.steps import texts

PAGE = "batch/page.py"
HOSTILE = "**bold** $x$ :red[x] <b>x</b>"
SECONDS = 120


@pytest.fixture(scope="module", autouse=True)
def worker() -> Iterator[None]:
    """Ends the worker of these tests after the last one."""
    yield
    queue = get_job_queue()
    if queue._worker:
        queue._worker.kill()


@pytest.fixture
def batch(app: AppTest) -> Iterator[AppTest]:
    """The page."""
    app.run()  # only this run makes the pages known
    yield app.switch_page(PAGE).run()
    get_sessions().forget("test session id")


def upload(app: AppTest, content: str | bytes, name: str = "in.csv") -> AppTest:
    """Choose a file."""
    given = content.encode() if isinstance(content, str) else content
    (uploader,) = app.file_uploader
    return uploader.set_value((name, given, "application/octet-stream")).run()


def until(app: AppTest, there: Callable[[], bool]) -> AppTest:
    """Draw the page again, as the browser does every second, until something is there."""
    end = time.monotonic() + SECONDS
    while not there():
        assert time.monotonic() < end, texts(app)
        time.sleep(0.1)
        app.run()
    return app


def scored(app: AppTest) -> AppTest:
    """Start scoring the chosen file and wait for its answers."""
    app.button(key="batch_start").click().run()
    return until(app, lambda: isinstance(app.session_state[STAGE], Result))


def folder(app: AppTest) -> Path:
    """The folder of the session on the disk."""
    return Path(app.session_state[STAGE].path).parent.parent


def test_the_page_names_its_limit_and_the_command_for_more(batch):
    assert "50 MB" in texts(batch)
    assert "100,000 messages" in texts(batch)
    assert "python -m classifier.score" in texts(batch)


def test_a_chosen_file_is_described_and_its_message_column_guessed(batch):
    upload(batch, "id,words\n007,we need water and food\n8,thank you\n")
    assert "2 rows, 2 columns" in texts(batch)
    assert batch.selectbox(key=chooser.COLUMN).value == "words"
    assert list(batch.dataframe[0].value["id"]) == ["007", "8"]


def test_another_column_can_hold_the_messages(batch):
    upload(batch, "id,message,translation\n1,Nou bezwen dlo,We need water\n")
    batch.selectbox(key=chooser.COLUMN).set_value("translation").run()
    scored(batch)
    assert batch.session_state[STAGE].scored.messages.to_pylist() == ["We need water"]


def test_a_scored_file_is_there_as_csv_and_parquet(batch):
    scored(upload(batch, "message\nwe need water\n"))
    assert {button.key for button in batch.get("download_button")} >= {"batch_csv", "batch_parquet"}


def test_pasted_lines_are_scored_and_blank_ones_dropped(batch):
    batch.text_area(key=chooser.PASTED).set_value(f"we need water\n\n  \n=1+1\n{HOSTILE}\n").run()
    batch.button(key="batch_paste").click().run()
    scored(batch)
    assert batch.session_state[STAGE].scored.messages.to_pylist() == ["we need water", "=1+1", HOSTILE]


def test_the_examples_fill_the_box_for_lines(batch):
    batch.button(key="batch_examples").click().run()
    assert len(batch.text_area(key=chooser.PASTED).value.splitlines()) > 5


def test_no_line_at_all_gets_a_sentence(batch):
    batch.button(key="batch_paste").click().run()
    assert "at least one message" in texts(batch)


def test_pasted_lines_stay_where_another_file_is_chosen(batch):
    batch.text_area(key=chooser.PASTED).set_value("we need water").run()
    batch.button(key="batch_paste").click().run()
    batch.button(key="batch_other").click().run()
    assert batch.text_area(key=chooser.PASTED).value == "we need water"


def test_no_line_after_a_file_that_cannot_be_scored_gets_one_sentence_only(batch):
    upload(batch, "")
    batch.button(key="batch_paste").click().run()
    assert [len(batch.error), len(batch.info)] == [0, 1]


def test_the_chooser_after_a_file_is_a_new_one_that_holds_nothing(batch):
    before = batch.file_uploader[0].key
    upload(batch, "message\nwe need water\n")
    assert not batch.file_uploader
    batch.button(key="batch_other").click().run()
    assert (batch.file_uploader[0].key != before, batch.file_uploader[0].value) == (True, None)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("in.csv", "", "is empty"),
        ("in.csv", "id,message\n", "no rows"),
        ("in.csv", 'message\n"never closed\n', "never closed"),
        ("in.csv", "id;message\n1;water\n", "semicolons"),
        ("in.parquet", "message\nwater\n", "not by its content"),
        ("in.csv", "message,p_water\nwater,1\n", "p_water"),
        (f"{HOSTILE}.csv", "", "is empty"),
    ],
)
def test_a_file_that_cannot_be_scored_gets_one_sentence_and_the_chooser_stays(batch, name, content, said):
    upload(batch, content, name)
    assert [len(batch.error), len(batch.file_uploader)] == [1, 1]
    assert said in batch.text[0].value
    assert HOSTILE not in texts(batch)


def test_while_a_file_is_read_what_was_wrong_with_the_one_before_is_not_said(batch, monkeypatch):
    upload(batch, "")
    monkeypatch.setattr(chooser, "_take", lambda name, content: None)  # as if it were still being read
    assert not upload(batch, "message\nwe need water\n").error


def test_an_encoding_that_is_a_guess_is_named(batch):
    upload(batch, "message\nNous avons besoin d’eau et le café est fermé\n".encode("cp1252"))
    assert "1 row, 1 column, read as Windows-1252" in texts(batch)


def test_a_file_with_too_many_rows_names_the_command_to_run(batch, monkeypatch):
    monkeypatch.setattr(chooser, "ROWS", 2)
    upload(batch, "message\na\nb\nc\n", "a day; of 'tweets'.csv")
    assert "more than the 2 messages" in texts(batch)
    assert "python -m classifier.score 'a day; of" in batch.code[0].value
    assert not [button for button in batch.button if button.key == "batch_start"]


def test_rows_that_do_not_fit_are_named_by_line_and_the_others_are_scored(batch):
    upload(batch, "id,message\n1,water\n2,water,more\n3,food\n")
    assert "on lines 3" in texts(batch)
    scored(batch)
    assert "on lines 3" in texts(batch)
    assert len(batch.session_state[STAGE].scored) == 2


def test_lists_in_json_lines_are_scored_and_come_back_as_json_lines_only(batch):
    line = json.dumps({"text": "we need water", "entities": [1]})
    scored(upload(batch, f"{line}\n", "tweets.jsonl"))
    assert {button.key for button in batch.get("download_button")} == {"batch_jsonl"}
    assert '"entities"' in batch.text[1].value


def test_cancelling_keeps_the_answers_so_far_and_says_how_many(batch):
    upload(batch, "message\n" + "".join(f"we need water in camp {number}\n" for number in range(60_000)))
    batch.button(key="batch_start").click().run()
    ticket = batch.session_state[STAGE].ticket
    until(batch, lambda: get_job_queue().standing(ticket).rows > 0)
    batch.button(key="batch_cancel").click().run()
    until(batch, lambda: isinstance(batch.session_state[STAGE], Result))
    done = len(batch.session_state[STAGE].scored)
    assert 0 < done < 60_000
    assert f"the first {done:,} of 60,000 messages" in texts(batch)


def test_a_file_that_is_cancelled_while_it_waits_is_not_called_one_that_cannot_be_scored(batch, tmp_path):
    (tmp_path / "first.csv").write_text("message\n" + "we need water\n" * 20_000)
    first = get_job_queue().submit(
        Job(str(tmp_path / "first.csv"), str(tmp_path / "first.parquet"), "message", "balanced"), lambda: True
    )
    upload(batch, "message\nwe need water\n").button(key="batch_start").click().run()
    batch.button(key="batch_cancel").click().run()
    get_job_queue().stop(first)
    until(batch, lambda: isinstance(batch.session_state[STAGE], Chosen))
    assert [len(batch.error), batch.info[0].value] == [0, STOPPED]


def test_while_a_file_is_scored_the_page_says_that_a_reload_loses_it(batch):
    upload(batch, "message\n" + "we need water\n" * 60_000)
    batch.button(key="batch_start").click().run()
    assert isinstance(batch.session_state[STAGE], Running)
    assert "Reloading" in texts(batch)
    get_job_queue().stop(batch.session_state[STAGE].ticket)


def test_another_file_deletes_the_one_before_from_the_disk(batch):
    kept = folder(upload(batch, "message\nwe need water\n"))
    assert kept.is_dir()
    batch.button(key="batch_other").click().run()
    assert not kept.exists()


def test_the_name_of_a_file_cannot_lead_out_of_its_folder(batch):
    path = upload(batch, "message\nwe need water\n", "../../evil.csv").session_state[STAGE].path
    assert (path.name, path.parent.name) == ("evil.csv", "input")
    assert path.parent.parent == Path(get_sessions()._folders["test session id"].name)


def test_folders_of_a_server_that_was_killed_are_deleted_by_the_next_one(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left, running = tmp_path / f"classifier-files-{gone.pid}-a", tmp_path / f"classifier-files-{os.getpid()}-b"
    for folder in (left, running):
        (folder / "input").mkdir(parents=True)
    Sessions()
    assert [left.exists(), running.exists()] == [False, True]
