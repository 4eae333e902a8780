"""Keep, exchange and reuse the reviews made on the page Review.

`export` writes all of them to a file, `import` adds those of such a file, `replay` answers them with another model,
and `delete` removes one or all for good. Without --database they lie where CLASSIFIER_REVIEWS_URL says, or else in
reviews.db in the folder that CLASSIFIER_DATA names (default: the user's data folder).
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import UUID

from classifier import artifacts
from classifier.console import Parser, silenced_stderr
from classifier.errors import ReviewsError, UserError
from classifier.labels import RELATED, RELATED_CLASSES, title
from classifier.operating_points import OPERATING_POINTS, thresholds_at
from classifier.reviews.address import URL_VARIABLE, database_address, file_of
from classifier.reviews.files import read_reviews, write_reviews
from classifier.reviews.replay import Decision, Difference, Replayed, difference, first_blind_judgement, replay
from classifier.reviews.review import Review
from classifier.reviews.store import Deleted, Store, open_store

WORSE = (
    "worse means: fewer of the decisions that reviewers were sure about are right than were with the model of the "
    "reviews, and the 95 %% interval of the difference does not reach above 0"
)

HASH_SHOWN = 12
"""Characters of a model's hash that tell it apart."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; status 0, or 1 with a sentence on standard error."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options) or 0)
    except UserError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
    return 1


def _export(options: argparse.Namespace) -> None:
    count = write_reviews(options.file, _existing(options.database).reviews())
    print(f"{_counted(count, 'review')} written to {options.file}.")


def _import(options: argparse.Namespace) -> None:
    reviews = read_reviews(options.file)
    new = open_store(options.database).save_all(reviews)
    print(f"{_counted(new, 'review')} added; {len(reviews) - new:,} were there already.")


def _existing(address: str | None) -> Store:
    """The record; ReviewsError if it is a file that is not there, which opening would make."""
    file = file_of(database_address(address))
    if file and not file.exists():
        raise ReviewsError(f"There are no reviews in {file}: name the database with --database or {URL_VARIABLE}.")
    return open_store(address)


def _delete(options: argparse.Namespace) -> None:
    store = _existing(options.database)
    if options.id:
        _say_deleted(store.delete(options.id), store)
    elif options.yes or _agreed(f"Delete all reviews and stacks in {store.name} for good? Type yes: "):
        _say_deleted(store.delete_all(), store)
    else:
        raise ReviewsError("Nothing was deleted.")


def _agreed(question: str) -> bool:
    try:
        return input(question).strip().lower() == "yes"
    except EOFError:
        return False


def _say_deleted(deleted: Deleted, store: Store) -> None:
    stacked = f", and {deleted.stack_messages:,} messages of stacks" if deleted.stack_messages else ""
    print(f"{_counted(deleted.reviews, 'review')} deleted from {store.name}, corrections counted{stacked}.")
    if deleted.elsewhere:
        print(f"The same message stands in {_counted(deleted.elsewhere, 'review')} more.")


def _replay(options: argparse.Namespace) -> int:
    reviews = _existing(options.database).current()
    if not reviews:
        raise ReviewsError("There are no reviews to replay.")
    unknown = {one.predicted.operating_point for one in reviews} - set(OPERATING_POINTS)
    if unknown:
        raise ReviewsError(f"Reviews were made at an operating point that this version does not have: {min(unknown)}.")
    manifest = artifacts.read_manifest(options.assets)  # before TensorFlow, which takes seconds to import
    with silenced_stderr():
        from classifier.inference import Classifier  # imports TensorFlow, which nothing else here needs

        classifier = Classifier.load(options.assets)
        answers = classifier.predict([one.message for one in reviews])
    thresholds = {point: thresholds_at(point, classifier.thresholds).values for point in OPERATING_POINTS}
    found = replay(reviews, answers.probabilities, answers.related, thresholds)
    blind = replay(reviews, answers.probabilities, answers.related, thresholds, first_blind_judgement)
    models = sorted({one.predicted.model_sha256[:HASH_SHOWN] for one in reviews})
    print(f"Model {manifest.model_sha256[:HASH_SHOWN]}, on reviews of model {', '.join(models)}.\n")
    return _report(found, difference(found), difference(blind), options.fail_if_worse)


def _report(found: Sequence[Replayed], final: Difference | None, blind: Difference | None, fail_if_worse: bool) -> int:
    """Print what changed; 1 if that is for the worse and somebody asked."""
    if final is None:
        raise ReviewsError("No reviewer was sure about anything: there is nothing to compare.")
    for heading, changed in (
        ("Got better", [(one.review, one.better) for one in found]),
        ("Broke", [(one.review, one.broken) for one in found]),
    ):
        print("\n".join(_changes(heading, [(review, decisions) for review, decisions in changed if decisions])))
    print(_sentence("Final judgements", final))
    print(_sentence("First, blind judgements", blind) if blind else "No review was blind.")
    if final.worse:
        print("The new model is worse." if fail_if_worse else "The new model is worse; --fail-if-worse exits with 1.")
    return int(fail_if_worse and final.worse)


def _changes(heading: str, changed: Sequence[tuple[Review, Sequence[Decision]]]) -> Iterator[str]:
    decisions = _counted(sum(len(decisions) for _, decisions in changed), "decision")
    yield f"{heading}: {decisions} on {_counted(len(changed), 'review')}"
    for review, own in changed:
        yield f"  {_one_line(review.message)}"
        yield from (f"    {_changed(one)}" for one in own)
    yield ""


def _changed(decision: Decision) -> str:
    truth, before, now = (_value(decision.output, one) for one in (decision.truth, decision.before, decision.now))
    return f"{title(decision.output)}: {before} before, {now} now (reviewer: {truth})"


def _value(output: str, decided: int) -> str:
    if output == RELATED:
        return f"{decided} {RELATED_CLASSES[decided]}"
    return "yes" if decided else "no"


def _sentence(what: str, found: Difference) -> str:
    low, high = found.interval
    return (
        f"{what}: {100 * found.before:.2f} % of {found.decisions:,} decisions on {found.messages:,} messages were "
        f"right before, {100 * found.now:.2f} % are now: {100 * (found.now - found.before):+.2f} points "
        f"(95 % interval {100 * low:+.2f} to {100 * high:+.2f})."
    )


def _one_line(message: str) -> str:
    """A message on one line of a terminal, without what a terminal would obey."""
    return "".join(sign if sign.isprintable() else " " for sign in message)


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="python -m classifier.review", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(metavar="{export,import,replay,delete}", required=True)
    database = [Parser(add_help=False)]
    database[0].add_argument(
        "--database", metavar="URL", help=f"sqlite:///FILE or postgresql://...; {URL_VARIABLE} hides it from others"
    )
    for name, run, meaning in (
        ("export", _export, "write all reviews to a file"),
        ("import", _import, "add the reviews of such a file; those that are there already stay"),
    ):
        command = commands.add_parser(name, parents=database, help=meaning, description=meaning)
        command.add_argument("file", metavar="FILE", type=Path, help=".csv or .jsonl")
        command.set_defaults(run=run)
    _add_replay(commands.add_parser("replay", parents=database, help="answer the reviews with another model"))
    _add_delete(commands.add_parser("delete", parents=database, help="remove one review or all, for good"))
    return parser


def _add_replay(command: argparse.ArgumentParser) -> None:
    command.add_argument("--assets", metavar="DIR", type=Path, required=True, help="the folder of the other model")
    command.add_argument("--fail-if-worse", action="store_true", help=f"exit with 1 if the model is worse; {WORSE}")
    command.set_defaults(run=_replay)


def _add_delete(command: argparse.ArgumentParser) -> None:
    which = command.add_mutually_exclusive_group(required=True)
    which.add_argument("--id", metavar="ID", type=UUID, help="one review, with its corrections")
    which.add_argument("--all", action="store_true", help="every review and every stack")
    command.add_argument("--yes", action="store_true", help="do not ask before all are deleted")
    command.set_defaults(run=_delete)


if __name__ == "__main__":
    sys.exit(main())
