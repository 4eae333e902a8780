"""Scoring files: how much faster than one thread of `Classifier.predict`, and how much memory for how many rows.

Run it by hand on a quiet machine (Linux): python tests/benchmarks/scoring.py [--rows 2000000]
Rates come in turns, so that another program on the machine slows both alike; the messages are real where DISASTER_DATA
names the public files, and otherwise invented ones of the same length.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pandas as pd

from classifier import artifacts, score
from classifier.inference import Classifier
from classifier.operating_points import BALANCED
from classifier.scoring import job
from classifier.scoring.engine import Engine
from classifier.scoring.job import Job
from tests.benchmarks.messages import messages
from tests.benchmarks.server_load import resident_megabytes

ROOT = Path(__file__).resolve().parents[2]
GOAL_RATIO, GOAL_RATE, GOAL_BYTES = 1.6, 4_000, 1.5e9


def main() -> None:
    """Print rates, their ratio and the memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=5, help="times that both are measured (default: 5)")
    parser.add_argument("--messages", type=int, default=26_248, help="messages per turn (default: 26,248)")
    parser.add_argument(
        "--rows", type=int, nargs="*", default=[], help="rows of generated files to measure memory with"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Engine() as engine:
        if options.turns:
            compare_rates(Path(folder), options.turns, options.messages, engine)
        for rows in options.rows:
            measure_memory(Path(folder), rows)


def compare_rates(folder: Path, turns: int, count: int, engine: Engine) -> None:
    """One thread of `predict` on messages in memory, and the command's work from CSV to CSV, in turns."""
    given = real_messages(count) or list(islice(messages(), count))
    pd.DataFrame({"id": range(len(given)), "message": given}).to_csv(folder / "in.csv", index=False)
    classifier, manifest = Classifier.load(score.ASSETS), artifacts.read_manifest(score.ASSETS)
    wanted = Job(str(folder / "in.csv"), str(folder / "out.csv"), None, BALANCED)
    classifier.predict(given[:1_000])
    ratios = []
    print(f"{len(given):,} messages of {statistics.mean(map(len, given)):.0f} characters on {os.cpu_count()} cores")
    for _ in range(turns):
        both, _ = rate(lambda: job.run(wanted, manifest, lambda: classifier, engine, score.Bar()), len(given))
        alone, cores = rate(lambda: classifier.predict(given), len(given))
        ratios.append(both / alone)
        print(f"CSV to CSV {both:,.0f} per second; predict {alone:,.0f} on {cores:.2f} cores; ratio {ratios[-1]:.2f}")
    print(f"median ratio {statistics.median(ratios):.2f}; goal {GOAL_RATIO}, at {GOAL_RATE:,} per second", flush=True)


def rate(work: Callable[[], object], count: int) -> tuple[float, float]:
    """Messages per second, and the cores used meanwhile."""
    started, used = time.perf_counter(), time.process_time()
    work()
    seconds = time.perf_counter() - started
    return count / seconds, (time.process_time() - used) / seconds


def real_messages(count: int) -> list[str]:
    """The messages of the public data set, if this machine has them."""
    folder = os.environ.get("DISASTER_DATA")
    return (
        list(pd.read_csv(Path(folder) / "disaster_messages.csv")["message"].sample(frac=1, random_state=1)[:count])
        if folder
        else []
    )


def measure_memory(folder: Path, rows: int) -> None:
    """The most memory that the command and its process for the text take for a generated file of so many rows."""
    source = folder / f"{rows}.csv"
    pool = list(islice(messages(), 20_000))
    with source.open("w", encoding="utf-8") as file:
        file.write("id,message\n")
        file.writelines(f'{i},"{pool[i % len(pool)]}"\n' for i in range(rows))
    started = time.perf_counter()
    run = subprocess.Popen([sys.executable, "-m", "classifier.score", source, folder / "out.csv"], cwd=ROOT)
    most = 0.0
    while run.poll() is None:
        with suppress(OSError, IndexError):  # it has just ended
            pids = (run.pid, *map(int, Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()))
            most = max(most, sum(map(resident_megabytes, pids)))
        time.sleep(0.2)
    assert run.returncode == 0
    print(
        f"{rows:,} rows ({source.stat().st_size / 1e6:,.0f} MB): at most {most * 2**20 / 1e6:,.0f} MB of memory, "
        f"goal {GOAL_BYTES / 1e6:,.0f}; {rows / (time.perf_counter() - started):,.0f} rows per second",
        flush=True,
    )


if __name__ == "__main__":
    main()
