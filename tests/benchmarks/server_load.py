"""CPU per answer, fifty people at once and memory: a real server, asked in Streamlit's own protocol.

Run it by hand on a quiet machine (Linux): python tests/benchmarks/server_load.py
Beside each number stands its goal; the exit status is 1 only if an answer is missing or wrong.
"""

import argparse
import asyncio
import os
import random
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.streamlit_client import Visitor, visit

ROOT = Path(__file__).resolve().parents[2]
BARE_PAGE = "tests/benchmarks/bare_page.py"
START_SECONDS = 120
ANSWERS_A_TURN, WARM_UP_ANSWERS = 40, 60
SESSIONS_AT_FULL_SPEED, ANSWERS_A_READING = 5, 500
THINK_SECONDS = 5, 15

OPENINGS = (
    "We are {} families from {} and our houses fell in the {}.",
    "About {} people near {} have slept outside since the {}.",
    "They say that {} neighbours in {} lost all in the {}.",
    "Nobody has come to the {} of us who left {} after the {}.",
)
PLACES = "Delmas", "Jacmel", "Sukkur", "Carrefour", "Leogane", "the old harbour", "the upper valley", "the school camp"
EVENTS = "earthquake", "flood", "storm", "landslide", "hurricane", "fire"
NEEDS = (
    "There is no clean water left in the camp, and many children have started to fall ill.",
    "We need food, tents and blankets before the rain comes back to the hills tonight.",
    "An old man is still trapped under a wall and nobody has tools to get him out.",
    "The bridge is gone, so the trucks with medicine cannot get through.",
    "Two women are about to give birth, and the hospital has neither power nor a doctor.",
    "When will the help that was promised on the radio reach us across the river?",
)


@dataclass
class Page:
    """A page on a server of its own, what an answer to a message must hold, and how its visitors fared."""

    url: str
    pid: int
    proof: Callable[[str], str]
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    messages: Iterator[str] = field(default_factory=lambda: messages())

    async def answer(self, visitor: Visitor) -> None:
        """Submit the next message and look whether it was answered."""
        message = next(self.messages)
        started = time.perf_counter()
        shown = await visitor.submit(message)
        if self.proof(message).encode() in shown:
            self.seconds.append(time.perf_counter() - started)
        else:
            self.errors.append(f"no {self.proof(message)!r} in the answer to {message!r}")

    async def visited(self, stay: Callable[[Visitor], Awaitable[None]]) -> None:
        """One person opens the page, stays and leaves; whatever goes wrong ends the visit and is kept."""
        try:
            async with visit(self.url) as visitor:
                await stay(visitor)
        except Exception as error:
            self.errors.append(f"{type(error).__name__}: {error}")

    async def warm_up(self, visitor: Visitor) -> None:
        """Ask until there is an answer, since the model may load in the background, and then some more."""
        end = time.monotonic() + START_SECONDS
        while not self.seconds and time.monotonic() < end:
            await self.answer(visitor)
            await asyncio.sleep(0.5)
        if self.seconds:
            self.errors.clear()  # what was asked before the model was there
        for _ in range(WARM_UP_ANSWERS):
            await self.answer(visitor)


def messages() -> Iterator[str]:
    """Invented messages, each different, always the same in the same order."""
    source, told = random.Random(1), set[str]()
    while True:
        opening = source.choice(OPENINGS).format(source.randint(3, 900), source.choice(PLACES), source.choice(EVENTS))
        message = f"{opening} {source.choice(NEEDS)}"
        if message not in told:
            told.add(message)
            yield message


async def compare_cpu(real: Page, bare: Page, turns: int) -> None:
    """CPU per answer of both pages, turn by turn, one visitor each and one answer after another."""
    milliseconds: dict[str, list[float]] = {real.url: [], bare.url: []}

    async def alternate(first: Visitor, second: Visitor) -> None:
        for page, visitor in ((real, first), (bare, second)):
            await page.warm_up(visitor)
        for _ in range(turns):
            for page, visitor in ((real, first), (bare, second)):
                before = cpu_seconds(page.pid)
                for _ in range(ANSWERS_A_TURN):
                    await page.answer(visitor)
                milliseconds[page.url].append(1000 * (cpu_seconds(page.pid) - before) / ANSWERS_A_TURN)

    await real.visited(lambda first: bare.visited(lambda second: alternate(first, second)))
    if not all(milliseconds.values()):
        return
    answer, least = (statistics.median(column) for column in milliseconds.values())
    ratios = [a / b for a, b in zip(*milliseconds.values(), strict=False)]
    print(f"CPU per answer, {turns} turns of {ANSWERS_A_TURN}: Classify {answer:.1f} ms, bare page {least:.1f} ms")
    print(f"  ratio {answer / least:.1f}, by turn {min(ratios):.1f} to {max(ratios):.1f} (goal: at most 2)")


async def watch_memory(page: Page, answers: int) -> None:
    """The server's memory while a handful of sessions ask as fast as they are answered."""
    print(f"Memory before {resident_megabytes(page.pid):.0f} MB", flush=True)
    numbers = iter(range(1, answers + 1))  # shared by all sessions

    async def hurry(visitor: Visitor) -> None:
        for number in numbers:
            await page.answer(visitor)
            if number % ANSWERS_A_READING == 0 or number == answers:
                print(f"  after {number:,} answers {resident_megabytes(page.pid):.0f} MB (goal: flat)", flush=True)

    await asyncio.gather(*(page.visited(hurry) for _ in range(SESSIONS_AT_FULL_SPEED)))


async def serve_people(page: Page, people: int, seconds: int) -> None:
    """Many people at once, each thinking between two answers; the time from submit to the end of the run."""
    page.seconds.clear()
    known, before, end = len(page.errors), cpu_seconds(page.pid), time.monotonic() + seconds

    async def think(visitor: Visitor) -> None:
        while time.monotonic() + (pause := random.uniform(*THINK_SECONDS)) < end:
            await asyncio.sleep(pause)
            await page.answer(visitor)

    async def arrive(after: float) -> None:
        await asyncio.sleep(after)
        await page.visited(think)

    await asyncio.gather(*(arrive(THINK_SECONDS[1] * i / people) for i in range(people)))
    times = sorted(page.seconds) or [float("nan")]
    print(
        f"{people} people for {seconds} s: {len(page.seconds)} answers, {len(page.errors) - known} errors; "
        f"median {statistics.median(times):.2f} s, p95 {times[int(0.95 * len(times))]:.2f} s (goal: below 1), "
        f"max {times[-1]:.2f} s; CPU {(cpu_seconds(page.pid) - before) / seconds:.0%} of one core"
    )


@contextmanager
def served(script: str, proof: Callable[[str], str]) -> Iterator[Page]:
    """A script on a free port of this machine, started as users start it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    options = ["--server.port", port, "--server.address", "127.0.0.1", "--server.headless", "true"]
    command = [sys.executable, "-m", "streamlit", "run", script, *options]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}")
        yield Page(f"http://127.0.0.1:{port}", server.pid, proof)
    finally:
        server.kill()  # there is nothing to save
        server.wait()


def wait_until_healthy(url: str) -> None:
    """Return as soon as the server says that it is ready."""
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            return urllib.request.urlopen(f"{url}/_stcore/health", timeout=2).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far, its ended children included."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def resident_megabytes(pid: int) -> float:
    """Memory that a process holds now (VmRSS)."""
    return int(Path(f"/proc/{pid}/status").read_text().partition("VmRSS:")[2].split()[0]) / 1024


def main() -> int:
    """Measure all three on one server; status 1 if an answer was missing or wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("turns", 7), ("answers", 2_000), ("people", 50), ("seconds", 120)):
        parser.add_argument(f"--{name}", type=int, default=default, help=f"default: {default}")
    chosen = parser.parse_args()
    real_page = served("app.py", lambda message: "Answered in")
    bare_page = served(BARE_PAGE, lambda message: f"{len(message)} characters")
    with real_page as real:
        with bare_page as bare:
            asyncio.run(compare_cpu(real, bare, chosen.turns))
        asyncio.run(watch_memory(real, chosen.answers))
        asyncio.run(serve_people(real, chosen.people, chosen.seconds))
    errors = [*real.errors, *bare.errors]
    print(f"{len(errors)} errors", *errors[:5], sep="\n  ")
    return 1 if errors else 0


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    sys.exit(main())
