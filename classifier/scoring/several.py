"""One run over several files, on this machine or on a cluster: what is asked, what came of it, and what is noted."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Protocol

from classifier import __version__
from classifier.artifacts import Manifest
from classifier.scoring import cluster, parts
from classifier.scoring.cluster_task import Facts, tensorflow_version
from classifier.scoring.engine import Engine
from classifier.scoring.job import Job
from classifier.scoring.parts import Outcome, Plan
from classifier.scoring.places import RECORD, is_address, is_pattern, without_credentials
from classifier.scoring.source import WHY_REJECTED
from classifier.scoring.workbook_writer import Cut

if TYPE_CHECKING:
    from classifier.inference import Classifier


class Audience(cluster.Audience, Protocol):
    """Whoever is told how far a run is."""

    def start(self, parts: int) -> None:
        """So many parts are to be scored."""

    def complete(self) -> None:
        """One more part has come to its end."""


def is_wanted(job: Job) -> bool:
    """Whether a job is about several files, or about files that are not on this machine."""
    return is_pattern(job.input) or is_address(job.input) or is_address(job.output)


def run(
    job: Job, scheduler: str | None, manifest: Manifest, load: Callable[[], "Classifier"], audience: Audience
) -> list[Outcome]:
    """Score all files of a job; DataError if that cannot be begun or carried on. What came of each is in its outcome.

    The parts are scored on the cluster of `scheduler`, or here, one after another with all cores at work on each.
    """
    planned = parts.plan(job.input, job.output)
    done = []
    with parts.prepared(planned) as mark, Engine() as engine:
        orders = parts.orders(planned, job.column, job.point, job.resume)
        audience.start(len(orders))
        if scheduler is not None:
            expected = Facts(__version__, manifest.model_sha256, tensorflow_version())
            found = cluster.outcomes(scheduler, orders, expected, mark, audience)
        else:
            watcher = _Watcher(audience)
            found = (parts.score(order, manifest, load, engine, watcher) for order in orders)
        with closing(found):  # at once, whatever happens: then nothing is under way any more
            for outcome in found:
                done.append(outcome)
                audience.complete()
        _note(planned, job, manifest, done)
    return done


def remarks(done: Sequence[Outcome], shown: int) -> Iterator[str]:
    """What is missing in the output, naming so many parts."""
    problems = [outcome for outcome in done if outcome.problem]
    for outcome in problems[:shown]:
        yield f"{outcome.name} was not scored: {outcome.problem}"
    if len(problems) > shown:
        yield f"{len(problems) - shown:,} more parts were not scored; {RECORD} in the folder of the output names them."
    rejected = [outcome for outcome in done if outcome.rejected]
    if rejected:
        count = sum(outcome.rejected for outcome in rejected)
        names = ", ".join(outcome.name for outcome in rejected[:shown]) + (" ..." if len(rejected) > shown else "")
        yield f"Rows left out {WHY_REJECTED}: {count:,}, in {names} (their sidecars list them)."
    yield from _all_cut(done).remarks()


class _Watcher:
    """Counts the messages of one part after another."""

    def __init__(self, audience: Audience) -> None:
        self._audience, self._rows = audience, 0

    def begin(self, done: int, total: int | None) -> None:
        self.advance(done)

    def advance(self, rows: int) -> None:
        self._rows += rows
        self._audience.messages(self._rows)

    def stopped(self) -> bool:
        return False


def _note(planned: Plan, job: Job, manifest: Manifest, done: Sequence[Outcome]) -> None:
    common = {
        "model_sha256": manifest.model_sha256,
        "operating_point": job.point,
        "input": without_credentials(job.input),
        "column": job.column,
    }
    parts.note(planned, done, _all_cut(done), common)


def _all_cut(done: Sequence[Outcome]) -> Cut:
    return Cut(sum(one.cut.shortened for one in done), sum(one.cut.cleaned for one in done))
