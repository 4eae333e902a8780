"""How quickly other people are answered while a large file is scored on the page *Many messages*.

Run it by hand on a quiet machine (Linux): python tests/benchmarks/many_messages.py
"""

import argparse
import asyncio
import csv
import random
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from playwright.async_api import Page as Tab
from playwright.async_api import async_playwright

from tests.benchmarks.messages import messages
from tests.benchmarks.server_load import Page, resident_megabytes
from tests.browser.server import ARGUMENTS, find_browser, served
from tests.visitor import Visitor

THINK_SECONDS = 1, 3
PEOPLE, ALONE_SECONDS = 10, 40


async def serve(page: Page, done: asyncio.Event) -> list[float]:
    """Ten people who ask again and again until it is `done`; the seconds that each answer took."""
    page.seconds.clear()

    async def think(visitor: Visitor) -> None:
        while not done.is_set():
            await asyncio.sleep(random.uniform(*THINK_SECONDS))
            await page.answer(visitor)

    await asyncio.gather(*(page.visited(think) for _ in range(PEOPLE)))
    return sorted(page.seconds)


async def score(tab: Tab, file: Path, begun: asyncio.Event, done: asyncio.Event) -> None:
    """Have the page score a file."""
    await tab.set_input_files("input[type=file]", file)
    button = tab.get_by_role("button", name="Score")
    await button.wait_for(timeout=120_000)
    await button.click()
    begun.set()
    started = time.perf_counter()
    await tab.get_by_role("button", name="Download CSV").wait_for(timeout=600_000)
    print(f"The file was scored in {time.perf_counter() - started:.0f} s")
    done.set()


def report(title: str, seconds: list[float]) -> float:
    """Print and return the 95th percentile."""
    p95 = seconds[int(0.95 * len(seconds))]
    print(f"{title}: {len(seconds)} answers, median {seconds[len(seconds) // 2]:.2f} s, p95 {p95:.2f} s")
    return p95


async def measure(page: Page, file: Path) -> None:
    """The same ten people without the file and with it."""
    await page.visited(page.warm_up)
    alone = asyncio.Event()
    asyncio.get_running_loop().call_later(ALONE_SECONDS, alone.set)
    before = report("Ten people alone", await serve(page, alone))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_browser(), args=list(ARGUMENTS))
        tab = await browser.new_page()
        await tab.goto(f"{page.server.url}/many-messages")
        begun, done = asyncio.Event(), asyncio.Event()
        scoring = asyncio.create_task(score(tab, file, begun, done))
        await begun.wait()
        during = report("Ten people while the file is scored", await serve(page, done))
        await scoring
        await browser.close()
    print(f"  p95 {during:.2f} s (goal: below 1), {during / before:.1f} times that without the file")
    print(f"  the server holds {resident_megabytes(page.server.pid):.0f} MB afterwards")


def main() -> int:
    """Write a file, serve the app, measure; status 1 if an answer was missing or wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=50_000, help="default: 50,000")
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "many.csv"
        with file.open("w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows([["message"], *([text] for text in islice(messages(), rows))])
        with served(Path(folder) / "app.txt") as server:
            page = Page(server, lambda message: "Answered in")
            asyncio.run(measure(page, file))
    print(f"{len(page.errors)} errors", *page.errors[:5], sep="\n  ")
    return 1 if page.errors else 0


if __name__ == "__main__":
    sys.exit(main())
