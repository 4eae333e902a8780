"""The command as people run it: a process of its own, with the shipped model."""

import os
import pty
import signal
import subprocess
import sys
import termios
import time
from itertools import islice
from pathlib import Path

import pandas as pd
import pytest

from classifier.console import STOPPED
from classifier.inference import Classifier
from classifier.labels import BINARY_LABELS
from tests.benchmarks.messages import messages

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "classifier.score"]
ROWS = 12_000
SECONDS = 300
ENDED = "The process that reads the text ended early; the job goes on without it."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with many messages in `in.csv`."""
    path = tmp_path_factory.mktemp("scoring")
    pd.DataFrame({"id": range(ROWS), "message": list(islice(messages(), ROWS))}).to_csv(path / "in.csv", index=False)
    return path


@pytest.fixture(scope="module")
def whole(folder: Path) -> Path:
    """The output of a run that nothing interrupts; it shows nothing, since its output is piped."""
    ended = subprocess.run([*COMMAND, folder / "in.csv", folder / "whole.csv"], cwd=ROOT, capture_output=True)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")
    return folder / "whole.csv"


def killed(folder: Path, *words: str) -> None:
    """Run the command until it has written some rows, and kill it."""
    run = subprocess.Popen([*COMMAND, *words], cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)})
    part, end = folder / f"{words[1]}.part", time.monotonic() + SECONDS
    size = part.stat().st_size if part.exists() else 0
    while run.poll() is None and time.monotonic() < end:
        if part.exists() and part.stat().st_size > max(size, 100_000):
            break
        time.sleep(0.005)
    assert run.poll() is None
    run.send_signal(signal.SIGKILL)
    run.wait()


def test_a_run_killed_twice_is_resumed_without_a_row_lost_or_doubled(folder: Path, whole: Path) -> None:
    killed(folder, "in.csv", "out.csv")
    assert not (folder / "out.csv").exists()
    killed(folder, "in.csv", "out.csv", "--resume")
    ended = subprocess.run([*COMMAND, folder / "in.csv", folder / "out.csv", "--resume"], cwd=ROOT, capture_output=True)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert (folder / "out.csv").read_bytes() == whole.read_bytes()
    assert not list(folder.glob("*.part*"))


def test_a_run_whose_process_for_the_text_is_killed_completes(folder: Path, whole: Path) -> None:
    run = subprocess.Popen([*COMMAND, folder / "in.csv", folder / "alone.csv"], cwd=ROOT, stderr=subprocess.PIPE)
    children, end = Path(f"/proc/{run.pid}/task/{run.pid}/children"), time.monotonic() + SECONDS
    while not children.read_text() and time.monotonic() < end:
        time.sleep(0.005)
    os.kill(int(children.read_text()), signal.SIGKILL)
    _, shown = run.communicate(timeout=SECONDS)
    assert (run.returncode, shown) == (0, f"{ENDED}\n".encode())
    assert (folder / "alone.csv").read_bytes() == whole.read_bytes()


def test_every_answer_is_that_of_the_classifier_whatever_thread_gave_it(whole: Path, classifier: Classifier) -> None:
    found = pd.read_csv(whole)
    assert list(found["id"]) == list(range(ROWS))
    expected = classifier.predict(list(found["message"])).probabilities
    written = found[[f"p_{label}" for label in BINARY_LABELS]].to_numpy()
    assert abs(written - expected).max() < 1e-5


def test_a_terminal_sees_progress_with_rate_and_time_left(folder: Path) -> None:
    main, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 100))
    words = [*COMMAND, folder / "in.csv", folder / "seen.csv"]
    run = subprocess.Popen(words, cwd=ROOT, stderr=terminal)
    os.close(terminal)
    shown = b""
    while block := read(main):
        shown += block
    assert run.wait(SECONDS) == 0
    assert b"messages/s" in shown
    assert f"/{ROWS}".encode() in shown
    assert b"<00:" in shown


def read(terminal: int) -> bytes:
    """What a terminal shows next; nothing once its program has ended."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


def test_lines_through_a_pipe_become_csv() -> None:
    ended = subprocess.run([*COMMAND, "-", "-"], input=b"we need water\n", cwd=ROOT, capture_output=True)
    assert (ended.returncode, ended.stderr) == (0, b"")
    header, row = ended.stdout.decode().splitlines()
    assert header.startswith("message,language,related,")
    assert row.startswith("we need water,en,1,")


@pytest.mark.parametrize(("stream", "number"), [("input", 0), ("output", 1)])
def test_a_standard_stream_that_is_closed_is_said(stream: str, number: int) -> None:
    words = ["sh", "-c", f'exec "$@" {number}>&-', "sh", *COMMAND, "-", "-"]
    ended = subprocess.run(words, input=b"water\n", cwd=ROOT, capture_output=True)
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, b"", f"Standard {stream} is closed.\n".encode())


def test_with_all_standard_streams_closed_a_file_is_scored(folder: Path, whole: Path) -> None:
    words = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *COMMAND, folder / "in.csv", folder / "closed.csv"]
    assert subprocess.run(words, cwd=ROOT).returncode == 0
    assert (folder / "closed.csv").read_bytes() == whole.read_bytes()


@pytest.mark.parametrize("seconds", [0.3, 0.6, 1.2, 2.0])
def test_ctrl_c_is_answered_in_a_sentence_at_any_time(folder: Path, seconds: float) -> None:
    run = subprocess.Popen(
        [*COMMAND, folder / "in.csv", folder / "stopped.csv"],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # whoever runs the tests may ignore it
    )
    time.sleep(seconds)
    run.send_signal(signal.SIGINT)
    _, shown = run.communicate(timeout=SECONDS)
    assert (run.returncode, shown) == (1, f"{STOPPED}\n".encode())


def test_no_room_for_temporary_files_is_said_once(folder: Path) -> None:
    limited = ["sh", "-c", 'ulimit -f 1000 && exec "$@"', "sh", *COMMAND, folder / "in.csv", "-"]
    ended = subprocess.run(limited, cwd=ROOT, env={**os.environ, "TMPDIR": str(folder)}, capture_output=True)
    assert ended.returncode == 1
    *early, said = ended.stderr.decode().splitlines()
    assert set(early) <= {ENDED}
    assert said == f"The model cannot be loaded: File too large; its temporary files go to {folder}."


def test_a_pipe_that_is_closed_ends_in_a_sentence() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run([*COMMAND, "-", "-"], input=b"water\n", cwd=ROOT, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (1, b"Standard output cannot be written: Broken pipe.\n")
