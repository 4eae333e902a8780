"""The command on a real Dask cluster: a scheduler and two worker processes, some of which are killed."""

import json
import os
import pty
import signal
import subprocess
import sys
import termios
import time
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pandas as pd
import pytest
from distributed import Client

from classifier import score
from classifier.inference import Classifier
from tests import cluster
from tests.benchmarks.messages import messages
from tests.cluster import ROOT, SECONDS, Cluster

PARTS, ROWS = 3, 2_100


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler and two workers that come back when they are killed; some names of parts bring accidents.

    One worker has two parts at a time, so that it is lost with more than one.
    """
    folder = tmp_path_factory.mktemp("cluster")
    (folder / "accidents.py").write_text(cluster.PRELOAD, encoding="utf-8")
    with cluster.started(folder) as found:
        for name, threads in (("first", "2"), ("second", "1")):
            found.start_worker(name, "--preload", str(folder / "accidents.py"), "--nthreads", threads)
        yield found


@pytest.fixture(scope="module")
def client(running: Cluster) -> Iterator[Client]:
    """Somebody who looks at the cluster."""
    with Client(running.address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=SECONDS)
        yield client


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with parts that take a while."""
    folder, supply = tmp_path_factory.mktemp("given"), messages()
    for i in range(PARTS):
        table = pd.DataFrame({"id": range(ROWS), "message": list(islice(supply, ROWS))})
        table.to_csv(folder / f"{i}.csv", index=False)
    return folder


@pytest.fixture(scope="module")
def alone(given: Path, classifier: Classifier) -> Path:
    """The output of this machine alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(score, "load", lambda: classifier)
        assert score.main([f"{given}/*.csv", f"{given.parent}/alone/*.csv"]) == 0
    return given.parent / "alone"


def command(running: Cluster, *words: Path | str) -> list[str]:
    """The command on the cluster."""
    return [sys.executable, "-m", "classifier.score", *map(str, words), "--scheduler", running.address]


def begun(running: Cluster, *words: Path | str) -> "subprocess.Popen[str]":
    """The command on the cluster, under way."""
    environment = {**os.environ, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    return subprocess.Popen(command(running, *words), cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)


def wait_until(true: Callable[[], object]) -> None:
    """Wait for what is to become true."""
    end = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by name."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def few(folder: Path, *names: str) -> Path:
    """A folder with small parts of these names."""
    folder.mkdir()
    for name in names:
        (folder / f"{name}.csv").write_text("id,message\n7,we need water\n8,\n", encoding="utf-8")
    return folder


def test_a_worker_killed_on_the_way_changes_nothing_in_the_output(
    running: Cluster, client: Client, given: Path, alone: Path, tmp_path: Path
) -> None:
    victim = next(iter(client.run(os.getpid).values()))
    run = begun(running, f"{given}/*.csv", f"{tmp_path}/out/*.csv")
    wait_until(lambda: len(list(tmp_path.glob("out/_unfinished/*/*.part"))) == PARTS)
    os.kill(victim, signal.SIGKILL)
    assert run.poll() is None
    assert run.wait(SECONDS) == 0
    assert run.stderr.read() == ""
    assert contents(tmp_path / "out") == contents(alone) | {"_run.json": (tmp_path / "out/_run.json").read_bytes()}
    assert json.loads((tmp_path / "out/_run.json").read_text(encoding="utf-8"))["rows"] == PARTS * ROWS


def test_a_part_that_kills_its_workers_and_one_that_is_bad_are_named_and_the_rest_completes(
    running: Cluster, client: Client, tmp_path: Path
) -> None:
    given = few(tmp_path / "in", "a", "killer", "b", "c")
    (given / "bad.csv").write_text("id,one,two\n1,2,3\n", encoding="utf-8")
    run = begun(running, given / "*.csv", tmp_path / "out")
    assert run.wait(SECONDS) == 1
    said = run.stderr.read()
    assert len(said.splitlines()) == 2, said
    first, second = sorted(said.splitlines())
    assert first.startswith("bad.csv was not scored: Which column of bad.csv holds the messages?")
    assert second == "killer.csv was not scored: A worker was lost each time that it was scored."
    assert sorted(path.name for path in tmp_path.glob("out/*")) == ["_run.json", "_sidecars", "a.csv", "b.csv", "c.csv"]
    noted = json.loads((tmp_path / "out/_run.json").read_text(encoding="utf-8"))
    assert (noted["rows"], sorted(noted["not_scored"])) == (6, ["bad.csv", "killer.csv"])


def test_workers_that_are_not_fit_are_refused_by_name_also_if_they_come_late(
    running: Cluster, client: Client, small_assets: Path, assets: Path, tmp_path: Path
) -> None:
    given = few(tmp_path / "in", "slow", "a", "b")
    fake = tmp_path / "fake" / "tensorflow"
    fake.mkdir(parents=True)
    (fake / "__init__.py").write_text('__version__ = "2.1.0"\n', encoding="utf-8")
    model = cluster.copy_of_project(tmp_path / "model", small_assets)
    version = cluster.copy_of_project(tmp_path / "version", assets, "0.0.1")
    run = begun(running, given / "*.csv", tmp_path / "out")
    wait_until((given / "begun").exists)
    with cluster.started(tmp_path, running.address) as other:
        stub = {"PYTHONPATH": str(tmp_path / "fake")}
        other.start_worker("other-model", "--no-nanny", root=model, environment=stub)
        other.start_worker("other-version", "--no-nanny", root=version, environment=stub)
        other.start_worker("other-tensorflow", "--no-nanny", environment=stub)
        other.start_worker("no-project", "--no-nanny", root=tmp_path, environment={"PYTHONPATH": ""})
        said = {line.split()[1]: line for line in islice(run.stderr, 4)}
        (given / "go").touch()
        assert run.wait(SECONDS) == 0
    assert "is refused: it has the model " in said["other-model"]
    assert "is refused: it has version 0.0.1 of this project, not " in said["other-version"]
    assert "is refused: it has TensorFlow 2.1.0, not " in said["other-tensorflow"]
    assert (
        "is refused: it cannot run this project (ModuleNotFoundError: No module named 'classifier')."
        in said["no-project"]
    )
    assert sorted(path.name for path in tmp_path.glob("out/*.csv")) == ["a.csv", "b.csv", "slow.csv"]


def test_ctrl_c_cancels_the_tasks_and_resume_scores_only_what_is_missing(
    running: Cluster, client: Client, tmp_path: Path
) -> None:
    given = few(tmp_path / "in", "slow", "a", "b")
    run = begun(running, given / "*.csv", tmp_path / "out")
    wait_until(lambda: len(list(tmp_path.glob("out/_sidecars/[ab].csv.json"))) == 2)
    run.send_signal(signal.SIGINT)
    status, said, is_there = run.wait(SECONDS), run.stderr.read(), (tmp_path / "out/slow.csv").exists()
    (given / "go").touch()  # whatever came of it: the other tests need the worker
    assert (status, is_there) == (1, False), said
    assert said.startswith("Stopped; the same command with --resume goes on")
    wait_until(lambda: not any(client.processing().values()))
    before = {path: path.stat().st_ino for path in tmp_path.glob("out/*.csv")}
    ended = begun(running, given / "*.csv", tmp_path / "out", "--resume")
    assert (ended.wait(SECONDS), ended.stderr.read()) == (0, "")
    assert {path: path.stat().st_ino for path in before} == before
    assert (tmp_path / "out/slow.csv").is_file()


def test_a_remote_file_comes_and_goes_as_a_copy(
    running: Cluster, client: Client, given: Path, alone: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "given.zip", "w") as archive:
        archive.write(given / "0.csv", "0.csv")
    words = f"zip://*.csv::file://{tmp_path}/given.zip", f"simplecache::file://{tmp_path}/out/*.csv"
    assert subprocess.run(command(running, *words), cwd=ROOT).returncode == 0
    assert sorted(contents(tmp_path / "out")) == ["0.csv", "_run.json", "_sidecars/0.csv.json"]
    assert (tmp_path / "out/0.csv").read_bytes() == (alone / "0.csv").read_bytes()
    assert (tmp_path / "out/_sidecars/0.csv.json").read_bytes() == (alone / "_sidecars/0.csv.json").read_bytes()


def test_one_file_alone_is_a_part_too(running: Cluster, client: Client, tmp_path: Path) -> None:
    given = few(tmp_path / "in", "a")
    assert subprocess.run(command(running, given / "a.csv", tmp_path / "out.parquet"), cwd=ROOT).returncode == 0
    assert len(pd.read_parquet(tmp_path / "out.parquet")) == 2
    assert json.loads((tmp_path / "out.parquet.json").read_text(encoding="utf-8"))["rows"] == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out.parquet", "out.parquet.json"]


def test_a_terminal_sees_progress(running: Cluster, client: Client, tmp_path: Path) -> None:
    given = few(tmp_path / "in", "a", "b")
    main, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 100))
    run = subprocess.Popen(command(running, given / "*.csv", tmp_path / "out"), cwd=ROOT, stderr=terminal)
    os.close(terminal)
    shown = b""
    while block := read(main):
        shown += block
    assert run.wait(SECONDS) == 0
    assert b"2/2" in shown
    assert b"4 messages" in shown


def read(terminal: int) -> bytes:
    """What a terminal shows next; nothing once its program has ended."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""
