"""What a new user waits for: the installation, its size, and the time from the start command to the first answer.

Installs requirements.txt alone into a fresh environment, as the README does, starts the app there and asks it in a
browser. The very first start also compiles what is imported; later ones are compared with a bare `import tensorflow` in
the same environment. Exits with 1 if there is no answer, or if the environment has packages that only training needs.

    python tests/benchmarks/first_start.py [--rounds 3] [--readme README.md]
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.browser.server import ARGUMENTS, ROOT, find_browser, served

START = " && streamlit run app.py"
BEGIN, END = "<!-- first start -->", "<!-- /first start -->"
MESSAGE = "We need water and tents in the camp"
TRAINING_ONLY = ("scipy", "sklearn")


@dataclass(frozen=True)
class FirstStart:
    """Seconds and gigabytes (of 1,000 million bytes) on this machine."""

    install_seconds: float
    gigabytes: float
    compiling_seconds: float
    """To the first answer, at the very first start."""
    import_seconds: float
    answer_seconds: float
    """To the first answer, at a later start."""

    def in_words(self) -> str:
        """The figures as the README gives them."""
        ratio = self.answer_seconds / self.import_seconds
        return (
            f"On Linux x86-64 the first command installs {self.gigabytes:.2f} GB, most of it TensorFlow's CPU build, "
            f"in {self.install_seconds:.0f} seconds on {os.cpu_count()} cores with a fast connection. Of its Python "
            "files only those are compiled that the app imports, at the first start (in an image whose user may not "
            f"write there, leave out `--no-compile`): the first answer comes after {self.compiling_seconds:.0f} "
            f"seconds, at later starts after {self.answer_seconds:.0f}, {ratio:.1f} times what Python needs to import "
            "TensorFlow alone. Other platforms take the plain `tensorflow` package."
        )


def measure(folder: Path, rounds: int) -> FirstStart:
    """Install into a folder and start the app `rounds` times; medians."""
    started = time.perf_counter()
    python = install(folder)
    installed = time.perf_counter() - started
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(ARGUMENTS))
        compiling = first_answer(browser, python)
        turns = [(import_tensorflow(python), first_answer(browser, python)) for _ in range(rounds)]
        browser.close()
    bare, answered = (statistics.median(column) for column in zip(*turns, strict=True))
    return FirstStart(installed, size / 1e9, compiling, bare, answered)


def install(folder: Path) -> str:
    """Make an environment with requirements.txt alone; return the path of its Python."""
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    quiet = ["-q", "--disable-pip-version-check"]
    subprocess.run([python, "-m", *install_command().split(), *quiet], cwd=ROOT, check=True)
    check = f"import importlib.util as u; print(*[n for n in {TRAINING_ONLY} if u.find_spec(n)])"
    found = subprocess.run([python, "-c", check], capture_output=True, text=True, check=True).stdout.split()
    if found:
        raise SystemExit(f"requirements.txt brings in what only training needs: {', '.join(found)}")
    return python


def install_command() -> str:
    """The README's command that installs the app, without its second half, which starts it."""
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.endswith(START)).removesuffix(START)


def import_tensorflow(python: str) -> float:
    """Seconds that a fresh process takes to import TensorFlow and end."""
    started = time.perf_counter()
    subprocess.run([python, "-c", "import tensorflow"], check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def first_answer(browser: Browser, python: str) -> float:
    """Seconds from the start of the server to the first answer on the screen."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder) / "log.txt", python=python) as server:
        page = browser.new_page()
        page.goto(server.url)
        page.get_by_role("textbox", name="Message").first.fill(MESSAGE, timeout=120_000)
        page.get_by_role("button", name="Classify", exact=False).first.click()
        page.get_by_text("Answered in").wait_for(timeout=120_000)
        answered = time.perf_counter() - started
        page.close()
    return answered


def splice(readme: str, sentences: str) -> str:
    """The README with the figures between the two markers."""
    before, _, rest = readme.partition(BEGIN)
    return f"{before}{BEGIN}\n{sentences}\n{END}{rest.partition(END)[2]}"


def main() -> None:
    """Measure, print, and put the figures into the README if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="starts of the app (default: 3)")
    parser.add_argument("--readme", type=Path, help="file to put the figures into")
    options = parser.parse_args()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # every start would compile what it imports
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder) / "environment", options.rounds)
    print(found)
    print(f"first answer / bare import: {found.answer_seconds / found.import_seconds:.2f} (goal: at most 1.5)")
    if options.readme:
        readme = options.readme.read_text(encoding="utf-8")
        options.readme.write_text(splice(readme, found.in_words()), encoding="utf-8")


if __name__ == "__main__":
    main()
