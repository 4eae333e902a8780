"""The jobs of the page *Many messages*, with the real worker and the shipped model."""

import csv
import os
import signal
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pandas as pd
import pytest

from classifier.inference import Classifier
from classifier.operating_points import BALANCED, RECALL, thresholds_at
from classifier.score import Bar
from classifier.scoring import scored
from classifier.scoring.engine import Engine
from classifier.scoring.export import Wanted, export_outside
from classifier.scoring.job import Job, run
from classifier.scoring.job_queue import BROKEN, JobQueue, Standing, State, Ticket
from tests.benchmarks.messages import messages

SECONDS = 120
MANY = 20_000
Submit = Callable[..., Ticket]


def is_there() -> bool:
    """Somebody waits for the job."""
    return True


@pytest.fixture(scope="module")
def queue(assets: Path) -> Iterator[JobQueue]:
    """One queue, whose worker loads the model once."""
    jobs = JobQueue(assets)
    yield jobs
    if jobs._worker:
        jobs._worker.kill()


@pytest.fixture
def submit(queue: JobQueue, tmp_path: Path) -> Iterator[Submit]:
    """Queues a file of so many messages; nothing of it goes on after the test."""
    tickets = []

    def submit_rows(rows: int, wanted: Callable[[], bool] = is_there) -> Ticket:
        path = tmp_path / f"{len(tickets)}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([["message"], *([text] for text in islice(messages(), rows))])
        job = Job(str(path), str(path.with_suffix(".parquet")), "message", BALANCED, to_show=True)
        tickets.append(queue.submit(job, wanted))
        return tickets[-1]

    yield submit_rows
    for ticket in tickets:
        queue.stop(ticket)
        wait(queue, ticket, lambda standing: standing.state.ended)


def wait(queue: JobQueue, ticket: Ticket, enough: Callable[[Standing], bool]) -> Standing:
    """How the job stands once that is enough."""
    end = time.monotonic() + SECONDS
    while not enough(standing := queue.standing(ticket)):
        assert time.monotonic() < end, standing
        time.sleep(0.02)
    return standing


def ended(standing: Standing) -> bool:
    return standing.state.ended


def test_a_file_is_scored_and_its_answers_are_there(queue: JobQueue, submit: Submit, classifier: Classifier) -> None:
    ticket = submit(50)
    standing = wait(queue, ticket, ended)
    assert (standing.state, standing.rows, standing.total) == (State.DONE, 50, 50)
    found = scored.load(Path(ticket.job.output), "message")
    asked = found.messages.to_pylist()
    assert asked == list(islice(messages(), 50))
    assert abs(found.probabilities - classifier.predict(asked).probabilities).max() < 1e-6


def test_a_second_job_waits_for_the_first_and_sees_its_place(queue: JobQueue, submit: Submit) -> None:
    first, second, third = submit(MANY), submit(10), submit(10)
    wait(queue, first, lambda standing: standing.rows > 0)
    standing = queue.standing(third)
    assert (standing.state, standing.before, queue.standing(second).before) == (State.WAITING, 2, 1)
    queue.stop(second)
    assert (queue.standing(second).state, queue.standing(third).before) == (State.STOPPED, 1)
    queue.stop(first)
    assert wait(queue, third, ended).state == State.DONE


def test_progress_tells_the_rate_and_the_time_left(queue: JobQueue, submit: Submit) -> None:
    standing = wait(queue, submit(MANY), lambda standing: 0 < standing.rows < MANY)
    assert standing.rate
    assert standing.seconds_left == pytest.approx((MANY - standing.rows) / standing.rate)


def test_a_job_that_is_stopped_keeps_the_rows_that_are_done(queue: JobQueue, submit: Submit) -> None:
    ticket = submit(MANY)
    wait(queue, ticket, lambda standing: standing.rows > 0)
    queue.stop(ticket)
    standing = wait(queue, ticket, ended)
    assert standing.done
    assert 0 < standing.done.tally.rows < MANY
    assert len(scored.load(Path(ticket.job.output), "message")) == standing.done.tally.rows


def test_a_job_ends_when_nobody_waits_for_it_any_more(queue: JobQueue, submit: Submit) -> None:
    here = [True]
    ticket = submit(10 * MANY, lambda: here[0])
    wait(queue, ticket, lambda standing: standing.rows > 0)
    here.clear()
    here.append(False)
    assert wait(queue, ticket, ended).rows < 10 * MANY


def test_bad_input_ends_the_job_with_its_sentence(queue: JobQueue, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("message\n")
    ticket = queue.submit(Job(str(tmp_path / "bad.csv"), str(tmp_path / "out.parquet"), "message", BALANCED), is_there)
    standing = wait(queue, ticket, ended)
    assert standing.state == State.FAILED
    assert "bad.csv" in standing.sentence


def test_answers_that_cannot_be_kept_end_the_job_with_a_sentence_about_the_server(
    queue: JobQueue, tmp_path: Path
) -> None:
    (tmp_path / "in.csv").write_text("message\nwe need water\n")
    job = Job(str(tmp_path / "in.csv"), str(tmp_path / "nowhere" / "out.parquet"), "message", BALANCED)
    assert (
        "The server cannot keep the answers: No such file" in wait(queue, queue.submit(job, is_there), ended).sentence
    )


def test_a_worker_that_is_killed_fails_its_job_with_a_sentence_and_the_next_job_gets_another(
    queue: JobQueue, submit: Submit
) -> None:
    ticket = submit(10 * MANY)
    wait(queue, ticket, lambda standing: standing.rows > 0)
    assert queue._worker
    os.kill(queue._worker.process.pid, signal.SIGKILL)
    assert wait(queue, ticket, ended).sentence == BROKEN
    assert wait(queue, submit(10), ended).state == State.DONE


@pytest.mark.parametrize(
    ("given", "ending"),
    [("csv", "csv"), ("csv", "parquet"), ("jsonl", "csv"), ("jsonl", "jsonl"), ("parquet", "parquet")],
)
def test_a_download_is_the_file_that_the_command_writes(
    classifier: Classifier, tmp_path: Path, given: str, ending: str
) -> None:
    rows = pd.DataFrame(
        {"id": ["007", "=1+1", "'=x"], "number": [1.5, 2, None], "text": ["we need water", "", "Hilfe, wir brauchen "]}
    )
    path = tmp_path / f"in.{given}"
    if given == "csv":
        rows.to_csv(path, index=False)
    elif given == "jsonl":
        rows.to_json(path, orient="records", lines=True)
    else:
        rows.to_parquet(path)
    answers, wanted = tmp_path / "answers.parquet", tmp_path / f"wanted.{ending}"
    run(
        Job(str(path), str(answers), "text", BALANCED, to_show=True),
        classifier.manifest,
        lambda: classifier,
        Engine(),
        Bar(),
    )
    run(Job(str(path), str(wanted), "text", RECALL), classifier.manifest, lambda: classifier, Engine(), Bar())
    limits = dict(thresholds_at(RECALL, classifier.thresholds).values)
    made = tmp_path / f"made.{ending}"
    export_outside(Wanted(str(path), str(answers), str(made), "text", limits))
    assert made.read_bytes() == wanted.read_bytes()
