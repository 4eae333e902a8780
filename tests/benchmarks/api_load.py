"""What the pages feel of a program that sends batches without pause: a real server, ten people on Classify.

Run it by hand on a quiet machine (Linux): python tests/benchmarks/api_load.py
People come in turns, without the program and with it, so that other work on the machine slows both alike. The exit
status is 1 only if an answer is missing or wrong.
"""

import argparse
import asyncio
import http.client
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.messages import messages
from tests.benchmarks.server_load import Page, serve_people
from tests.browser.server import served

BATCH = 1_000
GOAL_SECONDS = 1.0


@contextmanager
def sending(url: str, clients: int) -> Iterator[list[float]]:
    """Clients that send one batch after another for the length of the block; the seconds that each answer took."""
    seconds: list[float] = []
    leave = threading.Event()
    body = json.dumps({"messages": list(islice(messages(), BATCH))}).encode()

    def send() -> None:
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=120)
        while not leave.is_set():
            started = time.perf_counter()
            connection.request("POST", "/api/classify", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            content = answer.read()
            if answer.status == 503:
                time.sleep(float(answer.headers["Retry-After"]))
            elif answer.status == 200 and content.count(b'"language"') == BATCH:
                seconds.append(time.perf_counter() - started)
            else:
                raise RuntimeError(f"status {answer.status}: {content[:200]!r}")

    threads = [threading.Thread(target=send) for _ in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield seconds
    finally:
        leave.set()
        for thread in threads:
            thread.join()


async def compare(page: Page, people: int, seconds: int, turns: int, clients: int) -> None:
    """The times of people's answers, without and with clients, and their ratio."""
    await page.visited(page.warm_up)
    found: dict[str, list[float]] = {"without": [], "with": []}
    for _ in range(turns):
        await serve_people(page, people, seconds)
        found["without"] += page.seconds
        with sending(page.server.url, clients) as batches:
            await serve_people(page, people, seconds)
        found["with"] += page.seconds
        rate = len(batches) * BATCH / seconds
        print(f"  meanwhile {len(batches)} batches, {rate:,.0f} messages per second; load {os.getloadavg()[0]:.1f}")
    p95 = {name: sorted(times)[int(0.95 * len(times))] for name, times in found.items()}
    middle = {name: statistics.median(times) for name, times in found.items()}
    print(
        f"{people} people: p95 {p95['without']:.3f} s without, {p95['with']:.3f} s with batches of {BATCH:,} from "
        f"{clients} clients (goal: below {GOAL_SECONDS:.0f}), ratio {p95['with'] / p95['without']:.1f}; "
        f"median {middle['without']:.3f} and {middle['with']:.3f} s"
    )


def main() -> int:
    """Measure; status 1 if an answer was missing or wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("people", 10), ("seconds", 60), ("turns", 2), ("clients", 1)):
        parser.add_argument(f"--{name}", type=int, default=default, help=f"default: {default}")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder) / "app.txt") as server:
        page = Page(server, lambda message: "Answered in")
        asyncio.run(compare(page, chosen.people, chosen.seconds, chosen.turns, chosen.clients))
    print(f"{len(page.errors)} errors", *page.errors[:5], sep="\n  ")
    return 1 if page.errors else 0


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    sys.exit(main())
