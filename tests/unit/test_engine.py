"""What a job computes with: the process that reads text gives what the classifier gives, and ends with its parent."""

import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from classifier import artifacts
from classifier.inference import Classifier
from classifier.operating_points import BALANCED
from classifier.scoring import engine as engine_module
from classifier.scoring import job, text_process
from classifier.scoring.engine import Engine
from classifier.scoring.job import Job
from classifier.scoring.text_process import TextProcess

MESSAGES = ["We need water and tents", "nou bezwen dlo", "Das Wasser ist sehr kalt", "", "We need wattter " * 40]
PARENT = """
from classifier.scoring.text_process import TextProcess
TextProcess().start()
print(flush=True)
input()
"""


@pytest.fixture(scope="module")
def classifier(small_assets: Path) -> Classifier:
    """A small classifier that was never trained."""
    return Classifier.load(small_assets)


def test_a_process_for_the_text_gives_what_the_classifier_gives(classifier: Classifier) -> None:
    process = TextProcess()
    process.start()
    found = process.prepare(classifier.tokenizer, MESSAGES)
    process.end()
    expected = classifier.prepare(MESSAGES)
    assert found.languages == expected.languages
    assert np.array_equal(
        classifier.predict_prepared(found).probabilities, classifier.predict_prepared(expected).probabilities
    )


def test_the_classifier_does_the_work_of_a_process_that_has_ended(classifier: Classifier) -> None:
    process = TextProcess()
    process.start()
    process.end()
    assert process.prepare(classifier.tokenizer, MESSAGES).languages == classifier.prepare(MESSAGES).languages


def test_a_process_that_has_stopped_is_not_waited_for_without_limit(
    classifier: Classifier, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    process = TextProcess()
    process.start()
    process.prepare(classifier.tokenizer, MESSAGES)
    assert process._process
    process._process.send_signal(signal.SIGSTOP)
    monkeypatch.setattr(text_process, "ANSWER_SECONDS", 0.2)
    assert process.prepare(classifier.tokenizer, MESSAGES).languages == classifier.prepare(MESSAGES).languages
    assert "the job goes on without it" in caplog.text


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_the_process_ends_silently_however_its_parent_ends(ending: signal.Signals) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert parent.stdout
    parent.stdout.readline()
    parent.send_signal(ending)
    _, shown = parent.communicate(timeout=30)  # waits until nobody has this end of standard error any more
    assert b"text_process" not in shown


def test_a_job_gives_the_same_with_all_cores_as_with_one_thread(
    classifier: Classifier, tmp_path: Path, small_assets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "FOR_A_TEXT_PROCESS", 1)
    (tmp_path / "in.jsonl").write_text('{"message": "We need water"}\n{"message": "nou bezwen dlo"}\n' * 2_000)
    for name, engine in (("one", Engine(one_thread=True)), ("all", Engine())):
        wanted = Job(str(tmp_path / "in.jsonl"), str(tmp_path / f"{name}.csv"), None, BALANCED)
        with engine:
            job.run(wanted, artifacts.read_manifest(small_assets), lambda: classifier, engine, Silent())
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "all.csv").read_bytes()


class Silent:
    """Watches a job and says nothing."""

    def begin(self, done: int, total: int | None) -> None:
        """Nothing."""

    def advance(self, rows: int) -> None:
        """Nothing."""

    def stopped(self) -> bool:
        """Never."""
        return False
