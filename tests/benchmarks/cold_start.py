"""Cold start: from `streamlit run app.py` to the first answer in a browser, against a bare `import tensorflow`.

Run it by hand on a quiet machine: python tests/benchmarks/cold_start.py
"""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 3
MESSAGE = "We need water and tents in the camp"


def import_tensorflow() -> float:
    """Seconds that a fresh process takes to import TensorFlow and end."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import tensorflow"], check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def first_answer(browser: Browser) -> tuple[float, float, float]:
    """Seconds to the page, seconds to the first answer, and the server's memory then in megabytes."""
    port = free_port()
    started = time.perf_counter()
    with served(port) as server:
        page = browser.new_page()
        wait_for(port)
        page.goto(f"http://127.0.0.1:{port}/")
        box = page.get_by_role("textbox", name="Message").first
        box.wait_for(timeout=120_000)
        shown = time.perf_counter() - started
        box.fill(MESSAGE)
        page.get_by_role("button", name="Classify", exact=False).first.click()
        page.get_by_text("Answered in").wait_for(timeout=120_000)
        answered = time.perf_counter() - started
        page.close()
        return shown, answered, resident_megabytes(server.pid)


@contextmanager
def served(port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The app on a port of this machine, started as users start it."""
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", *options],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield server
    finally:
        server.terminate()
        server.wait(timeout=20)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, seconds: float = 60) -> None:
    """Return as soon as something listens on the port."""
    end = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)


def resident_megabytes(pid: int) -> float:
    """Memory of a process, where the system tells it (Linux); nan elsewhere."""
    status = Path(f"/proc/{pid}/status")
    if not status.is_file():
        return float("nan")
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def main() -> int:
    """Measure in turns and print the ratio of the medians."""
    import_tensorflow()  # from disk to the system's cache
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        found = [(import_tensorflow(), *first_answer(browser)) for _ in range(ROUNDS)]
        browser.close()
    bare, shown, answered, memory = (statistics.median(column) for column in zip(*found, strict=True))
    print(f"import tensorflow {bare:.1f} s; page after {shown:.1f} s; first answer after {answered:.1f} s")
    print(f"ratio {answered / bare:.2f} (wanted: at most 2); memory of the server {memory:.0f} MB")
    return 0 if answered <= 2 * bare else 1


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    sys.exit(main())
