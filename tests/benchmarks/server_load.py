"""CPU per answer, fifty people at once, and memory: a real server, asked in Streamlit's own protocol.

Run it by hand on a quiet machine (Linux): python tests/benchmarks/server_load.py
Each number is printed with its goal; the exit status is 1 only if an answer is missing or wrong.
"""

import argparse
import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.messages import messages
from tests.browser.server import Server, served
from tests.visitor import Visitor, visit

BARE_PAGE = "tests/benchmarks/bare_page.py"
START_SECONDS = 120
ANSWERS_PER_TURN, WARM_UP_ANSWERS = 40, 60
SESSIONS_AT_FULL_SPEED, ANSWERS_PER_READING = 5, 500
THINK_SECONDS = 5, 15


@dataclass
class Page:
    """A page on a server of its own, what an answer to a message must hold, and how its visitors fared."""

    server: Server
    proof: Callable[[str], str]
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    messages: Iterator[str] = field(default_factory=messages)

    async def answer(self, visitor: Visitor) -> None:
        """Submit the next message and check that it was answered."""
        message = next(self.messages)
        started = time.perf_counter()
        shown = await visitor.submit(message)
        if self.proof(message).encode() in shown:
            self.seconds.append(time.perf_counter() - started)
        else:
            self.errors.append(f"no {self.proof(message)!r} in the answer to {message!r}")

    async def visited(self, stay: Callable[[Visitor], Awaitable[None]]) -> None:
        """One person opens the page, stays and leaves; anything that goes wrong ends the visit and is recorded."""
        try:
            async with visit(self.server.url) as visitor:
                await stay(visitor)
        except Exception as error:
            self.errors.append(f"{type(error).__name__}: {error}")

    async def warm_up(self, visitor: Visitor) -> None:
        """Ask until there is an answer, since the model may load in the background, and then a few more times."""
        end = time.monotonic() + START_SECONDS
        while not self.seconds and time.monotonic() < end:
            await self.answer(visitor)
            await asyncio.sleep(0.5)
        if self.seconds:
            self.errors.clear()  # from questions asked before the model was ready
        for _ in range(WARM_UP_ANSWERS):
            await self.answer(visitor)


async def compare_cpu(real: Page, bare: Page, turns: int) -> None:
    """CPU per answer of both pages, turn by turn, with one visitor each and one answer after another."""
    milliseconds: dict[str, list[float]] = {real.server.url: [], bare.server.url: []}

    async def alternate(first: Visitor, second: Visitor) -> None:
        for page, visitor in ((real, first), (bare, second)):
            await page.warm_up(visitor)
        for _ in range(turns):
            for page, visitor in ((real, first), (bare, second)):
                before = cpu_seconds(page.server.pid)
                for _ in range(ANSWERS_PER_TURN):
                    await page.answer(visitor)
                milliseconds[page.server.url].append(1000 * (cpu_seconds(page.server.pid) - before) / ANSWERS_PER_TURN)

    await real.visited(lambda first: bare.visited(lambda second: alternate(first, second)))
    if not all(milliseconds.values()):
        return
    answer, least = (statistics.median(column) for column in milliseconds.values())
    ratios = [a / b for a, b in zip(*milliseconds.values(), strict=False)]
    print(f"CPU per answer, {turns} turns of {ANSWERS_PER_TURN}: Classify {answer:.1f} ms, bare page {least:.1f} ms")
    print(f"  ratio {answer / least:.1f}, by turn {min(ratios):.1f} to {max(ratios):.1f} (goal: at most 2)")


async def watch_memory(page: Page, answers: int) -> None:
    """The server's memory while a few sessions ask as fast as they are answered."""
    print(f"Memory before {resident_megabytes(page.server.pid):.0f} MB", flush=True)
    numbers = iter(range(1, answers + 1))  # shared by all sessions

    async def hurry(visitor: Visitor) -> None:
        for number in numbers:
            await page.answer(visitor)
            if number % ANSWERS_PER_READING == 0 or number == answers:
                print(
                    f"  after {number:,} answers {resident_megabytes(page.server.pid):.0f} MB (goal: flat)", flush=True
                )

    await asyncio.gather(*(page.visited(hurry) for _ in range(SESSIONS_AT_FULL_SPEED)))


async def serve_people(page: Page, people: int, seconds: int) -> None:
    """Many people at once, each thinking between two answers; the time from submit to the end of the run."""
    page.seconds.clear()
    known, before, end = len(page.errors), cpu_seconds(page.server.pid), time.monotonic() + seconds

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
        f"max {times[-1]:.2f} s; CPU {(cpu_seconds(page.server.pid) - before) / seconds:.0%} of one core"
    )


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far, including those of its ended children."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def resident_megabytes(pid: int, kind: str = "VmRSS") -> float:
    """The memory that a process holds now (VmRSS) or has held at most (VmHWM), in megabytes."""
    return int(Path(f"/proc/{pid}/status").read_text().partition(f"{kind}:")[2].split()[0]) / 1024


def main() -> int:
    """Measure all three on one server; status 1 if an answer was missing or wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("turns", 7), ("answers", 2_000), ("people", 50), ("seconds", 120)):
        parser.add_argument(f"--{name}", type=int, default=default, help=f"default: {default}")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder) / "app.txt") as server:
        real = Page(server, lambda message: "Answered in")
        with served(Path(folder) / "bare.txt", script=BARE_PAGE) as other:
            bare = Page(other, lambda message: f"{len(message)} characters")
            asyncio.run(compare_cpu(real, bare, chosen.turns))
        asyncio.run(watch_memory(real, chosen.answers))
        asyncio.run(serve_people(real, chosen.people, chosen.seconds))
    errors = [*real.errors, *bare.errors]
    print(f"{len(errors)} errors", *errors[:5], sep="\n  ")
    return 1 if errors else 0


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    sys.exit(main())
