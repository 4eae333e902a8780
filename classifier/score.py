"""Classify many messages: reads CSV, TSV, JSON Lines, Parquet or XLSX, and writes the same rows with their answers.

Every input column stays as it is. After them come `language`, `related` (0, 1 or 2), `p_related_0` to `p_related_2`,
and for each label `p_<label>` (calibrated probability) and `is_<label>` (1 if it reaches the threshold). How they were
made stands beside the output, in OUTPUT.json.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

if __name__ == "__main__":
    from classifier.console import end_when_interrupted

    end_when_interrupted()  # already while all that follows is imported

from tqdm import tqdm

from classifier import artifacts
from classifier.artifacts import Manifest
from classifier.console import (
    STOPPED,
    Interruption,
    Parser,
    interrupted_later,
    printable,
    raise_when_interrupted,
    replace_closed_streams,
    say,
    silenced_stderr,
)
from classifier.dataset.seen_messages import SeenMessages
from classifier.errors import DataError, UserError
from classifier.operating_points import BALANCED, OPERATING_POINTS, Thresholds, thresholds_at
from classifier.report.report import Report
from classifier.scoring import evaluation_text, job, several
from classifier.scoring.engine import Engine
from classifier.scoring.gold import LabelledRows, gold_of, why_none
from classifier.scoring.job import Done, Job
from classifier.scoring.places import reason
from classifier.scoring.scored import Scored
from classifier.scoring.source import WHY_REJECTED

if TYPE_CHECKING:
    from classifier.inference import Classifier

ASSETS = Path(os.path.relpath(Path(__file__).parents[1] / "assets"))
"""Relative to where the command was started, so that the commands in error messages work as they are."""

SHOWN = 10
"""Lines of rejected rows that are named in the end; the file beside the output lists more."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; status 0, or 1 with a sentence on standard error."""
    replace_closed_streams()
    options = _parser().parse_args(arguments)
    wanted = Job(options.input, options.output, options.column, options.point, options.resume)
    labelled = LabelledRows() if options.gold else None
    classifier = cache(load)
    try:
        raise_when_interrupted()
        if options.scheduler is not None or several.is_wanted(wanted):
            _check_alone(options.gold)
            return _score_parts(wanted, options.scheduler)
        manifest = artifacts.read_manifest(ASSETS)
        judges = _judges(wanted, manifest) if labelled else None
        with Bar() as bar, Engine() as engine:
            done = job.run(wanted, manifest, classifier, engine, bar, labelled)
        if labelled and judges:
            _show_evaluation(wanted, labelled.scored(), thresholds_at(wanted.point, classifier().thresholds), *judges)
    except UserError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say(STOPPED)
        return 1
    for remark in _remarks(wanted, done):
        say(remark)
    return 0


def _check_alone(gold: bool) -> None:
    """DataError if several files are to be judged, since an evaluation is of one file."""
    if gold:
        raise DataError("--gold judges one file on this machine: put the labelled rows into one file.")


def load() -> "Classifier":
    """Load the classifier; only errors are shown, not what TensorFlow says about the processor."""
    with interrupted_later(), silenced_stderr():
        from classifier.inference import Classifier

        try:
            return Classifier.load(ASSETS)
        except OSError as error:
            raise DataError(
                f"The model cannot be loaded: {reason(error)}; its temporary files go to {tempfile.gettempdir()}."
            ) from error


class Bar:
    """Progress with rate and time left; shown on a terminal only."""

    def __init__(self) -> None:
        """Nothing is shown before scoring begins."""
        self._bar: tqdm | None = None

    def begin(self, done: int, total: int | None) -> None:
        """Show the bar."""
        self._bar = _bar(total, " messages", done)

    def advance(self, rows: int) -> None:
        """Move it on."""
        if self._bar is not None:
            self._bar.update(rows)

    def stopped(self) -> bool:
        """A command ends by being interrupted."""
        return False

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()


class PartsBar:
    """Progress by parts, and how many messages have been scored; shown on a terminal only."""

    def __init__(self, interruption: Interruption) -> None:
        """Nothing is shown before scoring begins."""
        self._bar: tqdm | None = None
        self._interruption = interruption

    def start(self, parts: int) -> None:
        """Show the bar."""
        self._bar = _bar(parts, " parts")

    def messages(self, rows: int) -> None:
        """So many messages have been scored; ends the run if it is to be ended."""
        self._interruption.check()
        if self._bar is not None:
            self._bar.set_postfix_str(f"{rows:,} messages")

    def complete(self) -> None:
        """One more part has come to its end."""
        if self._bar is not None:
            self._bar.update(1)

    def remark(self, sentence: str) -> None:
        """Say something at once, above the bar."""
        tqdm.write(printable(sentence), file=sys.stderr)

    def __enter__(self) -> "PartsBar":
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()


def _bar(total: int | None, unit: str, done: int = 0) -> tqdm:
    width = get_terminal_size().columns  # tqdm itself shows nothing where a terminal does not tell its width
    return tqdm(initial=done, total=total, unit=unit, disable=None, ncols=width)


def _score_parts(wanted: Job, scheduler: str | None) -> int:
    """Score several files, here or on a cluster; status 1 if one of them could not be scored."""
    with Interruption() as interruption, PartsBar(interruption) as bar:
        done = several.run(wanted, scheduler, artifacts.read_manifest(ASSETS), cache(load), bar)
    for remark in several.remarks(done, SHOWN):
        say(remark)
    return 1 if any(outcome.problem for outcome in done) else 0


def _remarks(wanted: Job, done: Done) -> Iterator[str]:
    """What is missing in the output although the job was done."""
    rejected, cut = done.rejected, done.cut
    if rejected.count:
        lines = ", ".join(rejected.lines[:SHOWN]) + (" ..." if rejected.count > SHOWN else "")
        where = "" if wanted.output == job.STANDARD else f" ({wanted.output}.json lists them)"
        yield f"Rows left out {WHY_REJECTED}: {rejected.count:,}, on lines {lines}{where}."
    yield from cut.remarks()


def _judges(wanted: Job, manifest: Manifest) -> tuple[SeenMessages, Report]:
    """What labelled rows are judged with, read before anything is scored; DataError if they cannot be judged."""
    if wanted.resume:
        raise DataError("--gold judges all rows at once, so it does not go with --resume: run it without.")
    return SeenMessages.load(ASSETS, manifest), Report.load(ASSETS, manifest)


def _show_evaluation(wanted: Job, scored: Scored, thresholds: Thresholds, seen: SeenMessages, report: Report) -> None:
    """Print what the gold labels say: on standard error where standard output is the CSV."""
    gold = gold_of(scored)
    if gold is None:
        raise DataError(why_none(scored.rows))
    target = sys.stderr if wanted.output == job.STANDARD else sys.stdout
    for line in evaluation_text.lines(scored, gold, seen, report, thresholds):
        print(line, file=target)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="python -m classifier.score", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "input",
        metavar="INPUT",
        help=".csv, .tsv, .jsonl, .parquet or .xlsx; 'in/*.parquet' stands for several files, here or at an fsspec "
        "address; - reads standard input, a message per line",
    )
    parser.add_argument(
        "output",
        metavar="OUTPUT",
        help="the same formats; for several files a folder, or 'out/*.csv', which names their format too; - writes CSV "
        "to standard output",
    )
    parser.add_argument("--column", metavar="NAME", help="the column of the messages, if it has no usual name")
    parser.add_argument(
        "--point", choices=list(OPERATING_POINTS), default=BALANCED, help=f"operating point (default: {BALANCED})"
    )
    parser.add_argument(
        "--gold", action="store_true", help="judge the model on rows with gold labels: columns named as labels"
    )
    parser.add_argument("--resume", action="store_true", help="go on where an earlier run was stopped")
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help="score on the Dask cluster with this address: tcp://... or tls://..."
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
