"""Scoring on a Dask cluster of one worker and of two, against this machine without a cluster.

Run it by hand on a quiet machine: python tests/benchmarks/cluster.py [--turns 3]
The model is loaded before the clock starts, everywhere. Each worker has one thread, as the README starts it. The
cluster is on this machine, so two workers on two cores can be no faster than the command alone, which uses both.
Rates come in turns, so that another program on the machine slows all alike.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from functools import cache
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pandas as pd

from classifier import score
from tests import cluster
from tests.benchmarks.messages import messages


def main() -> None:
    """Print the rates and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=3, help="times that each is measured (default: 3)")
    parser.add_argument("--parts", type=int, default=8, help="files (default: 8)")
    parser.add_argument("--rows", type=int, default=5_000, help="messages per file (default: 5,000)")
    options = parser.parse_args()
    score.load = cache(score.load)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        supply = messages()
        for i in range(options.parts):
            table = pd.DataFrame({"id": range(options.rows), "message": list(islice(supply, options.rows))})
            table.to_csv(folder / f"{i}.csv", index=False)
        with cluster.started(folder) as one, cluster.started(_made(folder / "two")) as two:
            one.start_worker("alone")
            two.start_worker("first")
            two.start_worker("second")
            ways = {"this machine": [], "1 worker": ["--scheduler", one.address]}
            ways["2 workers"] = ["--scheduler", two.address]
            compare(folder, ways, options.turns, options.parts * options.rows)


def compare(folder: Path, ways: dict[str, list[str]], turns: int, rows: int) -> None:
    """Score the same files in every way, turn by turn; the first turn loads the models and does not count."""
    print(f"{rows:,} messages from CSV to CSV on {os.cpu_count()} cores")
    rates: dict[str, list[float]] = {way: [] for way in ways}
    for turn in range(turns + 1):
        for way, words in ways.items():
            started = time.perf_counter()
            assert score.main([f"{folder}/*.csv", f"{folder}/out", *words]) == 0
            rates[way].append(rows / (time.perf_counter() - started))
        shown = ", ".join(f"{way} {found[-1]:,.0f}" for way, found in rates.items())
        print(f"{'warm-up: ' if not turn else ''}{shown} per second; load {os.getloadavg()[0]:.1f}", flush=True)
    here = rates["this machine"][1:]
    for way in ("1 worker", "2 workers"):
        ratio = statistics.median(found / base for found, base in zip(rates[way][1:], here, strict=True))
        print(f"median ratio of {way} to this machine without a cluster: {ratio:.2f}")


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


if __name__ == "__main__":
    main()
