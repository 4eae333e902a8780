"""The command that exports, imports, replays and deletes reviews: what it does, what it prints, and how it ends."""

import io
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest

from classifier import review as command
from classifier.inference import Classifier
from classifier.labels import BINARY_LABELS, RELATED
from classifier.operating_points import BALANCED, RECALL, thresholds_at
from classifier.reviews.replay import Difference, difference, first_blind_judgement, replay
from classifier.reviews.review import Judgement, Mark, Predicted, judged
from classifier.reviews.store import open_store
from tests.reviewing import BEN, NOON, predicted, review, stack

HALF = dict.fromkeys(BINARY_LABELS, 0.5)


def ran(*words: object) -> int:
    """Run the command."""
    return command.main([str(word) for word in words])


def one_sentence(shown: str) -> str:
    """What stands on standard error, which must be one sentence."""
    assert re.fullmatch(r"[A-Z\"\w][^\n]*\.\n", shown), shown
    return shown.strip()


@pytest.mark.parametrize("name", ["reviews.csv", "reviews.jsonl"])
def test_what_is_exported_and_imported_elsewhere_is_the_same_record(
    tmp_path: Path, address: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = review("=1+1", note="-1+1\r\n", final=judged([], 0))
    with_corrections = [before, replace(before, id=uuid4(), supersedes=before.id), review("two", by=BEN)]
    store = open_store(address)
    store.save_all(with_corrections)
    store.close()
    assert ran("export", "--database", address, tmp_path / name) == 0
    other = f"sqlite:///{tmp_path}/other.db"
    assert ran("import", "--database", other, tmp_path / name) == 0
    assert ran("import", "--database", other, tmp_path / name) == 0
    assert list(open_store(other).reviews()) == with_corrections
    shown = capsys.readouterr().out.splitlines()
    assert [line.partition(" to ")[0] for line in shown] == [
        "3 reviews written",
        "3 reviews added; 0 were there already.",
        "0 reviews added; 3 were there already.",
    ]


def test_the_database_comes_from_the_environment_where_none_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CLASSIFIER_REVIEWS_URL", raising=False)
    monkeypatch.setenv("CLASSIFIER_DATA", str(tmp_path / "data"))
    open_store().save(review())
    assert ran("export", tmp_path / "r.csv") == 0
    assert (tmp_path / "data" / "reviews.db").is_file()


def test_one_review_is_deleted_by_its_id(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gone, theirs = review(), review(by=BEN)
    open_store(f"sqlite:///{file}").save_all([gone, theirs])
    assert ran("delete", "--database", f"sqlite:///{file}", "--id", gone.id) == 0
    assert open_store(f"sqlite:///{file}").current() == (theirs,)
    assert "The same message stands in 1 review more." in capsys.readouterr().out


@pytest.mark.parametrize(("answer", "status", "left"), [("yes\n", 0, 0), ("no\n", 1, 1), ("", 1, 1)])
def test_all_are_deleted_only_if_somebody_says_yes(
    file: Path, monkeypatch: pytest.MonkeyPatch, answer: str, status: int, left: int
) -> None:
    open_store(f"sqlite:///{file}").save(review())
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
    assert ran("delete", "--database", f"sqlite:///{file}", "--all") == status
    assert len(open_store(f"sqlite:///{file}").current()) == left


def test_all_are_deleted_without_a_question_if_told_so(file: Path) -> None:
    store = open_store(f"sqlite:///{file}")
    store.save(review())
    store.add_stack(stack(["one"]))
    assert ran("delete", "--database", f"sqlite:///{file}", "--all", "--yes") == 0
    assert (store.current(), store.stacks()) == ((), ())


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (
            ["export", "--database", "sqlite:////no/such/reviews.db", "r.csv"],
            "There are no reviews in /no/such/reviews.db",
        ),
        (["replay", "--database", "FILE", "--assets", "no-assets"], "manifest.json in no-assets is missing"),
        (["delete", "--database", "FILE", "--id", "00000000-0000-4000-8000-000000000000"], "There is no review"),
        (["delete", "--database", "FILE"], "required"),
        (["delete", "--database", "FILE", "--id", "7"], "invalid UUID value"),
        (["import", "--database", "FILE", "nothing.csv"], "nothing.csv cannot be read"),
        (["export", "--database", "FILE", "r.xlsx"], "neither in .csv nor in .jsonl"),
        (["export", "--database", "postgresql://ann:hunter-2@127.0.0.1:1/x", "r.csv"], "cannot be reached"),
        (["burn"], "invalid choice"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence_with_status_1(
    file: Path, words: Sequence[str], named: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(file.parent)
    open_store(f"sqlite:///{file}").save(review())
    try:
        status: object = ran(*(word.replace("FILE", f"sqlite:///{file}") for word in words))
    except SystemExit as end:
        status = end.code
    shown = capsys.readouterr()
    assert (status, shown.out) == (1, "")
    assert named in one_sentence(shown.err)
    assert "hunter-2" not in shown.err


def test_the_module_is_a_command(file: Path) -> None:
    open_store(f"sqlite:///{file}").save(review())
    line = [sys.executable, "-m", "classifier.review", "export", "--database", f"sqlite:///{file}", f"{file}.csv"]
    done = subprocess.run(line, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"1 review written to {file}.csv.\n", "")


def test_there_is_nothing_to_replay_in_an_empty_record(
    file: Path, small_assets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    open_store(f"sqlite:///{file}")
    assert ran("replay", "--database", f"sqlite:///{file}", "--assets", small_assets) == 1
    assert one_sentence(capsys.readouterr().err) == "There are no reviews to replay."


def of_everything(marked: Sequence[str], related: int) -> Judgement:
    """A judgement as a model would give it, without regard to the hierarchy."""
    return Judgement({one: Mark.MARKED if one in marked else Mark.NOT_MARKED for one in BINARY_LABELS}, related, NOON)


def reviewed_by(classifier: Classifier, message: str, point: str) -> tuple[Predicted, Judgement]:
    """What a classifier says about a message, and a reviewer who agrees with all of it."""
    answer = classifier.answer(message)
    limits = thresholds_at(point, classifier.thresholds).values
    said = Predicted("b" * 64, "1", point, limits, dict(answer.probabilities), answer.related)
    return said, of_everything([name for name in BINARY_LABELS if said.flags(name)], said.related_class)


@pytest.fixture(scope="module")
def small(small_assets: Path) -> Classifier:
    """A small classifier that was never trained."""
    return Classifier.load(small_assets)


def test_the_same_model_changes_nothing(
    file: Path, small: Classifier, small_assets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for message, point in (("we need water", BALANCED), ("a tent and food", RECALL)):
        said, first = reviewed_by(small, message, point)
        open_store(f"sqlite:///{file}").save(review(message, first=first, predicted=said))
    words = ["replay", "--database", f"sqlite:///{file}", "--assets", small_assets, "--fail-if-worse"]
    assert ran(*words) == 0
    shown = capsys.readouterr().out
    assert "Got better: 0 decisions on 0 reviews" in shown
    assert "Broke: 0 decisions on 0 reviews" in shown
    assert "+0.00 points (95 % interval +0.00 to +0.00)" in shown


@pytest.mark.parametrize(("asked", "status"), [(["--fail-if-worse"], 1), ([], 0)])
def test_a_model_that_broke_something_is_worse_and_each_message_is_named(
    file: Path, small: Classifier, small_assets: Path, capsys: pytest.CaptureFixture[str], asked: list[str], status: int
) -> None:
    message = "we need\x1b[2J water\n"
    said, first = reviewed_by(small, message, BALANCED)
    water = not said.flags("water")
    other = replace(said, probabilities={**said.probabilities, "water": float(water)})
    truth = replace(first, labels={**first.labels, "water": Mark.MARKED if water else Mark.NOT_MARKED})
    open_store(f"sqlite:///{file}").save(review(message, first=truth, predicted=other))
    assert ran("replay", "--database", f"sqlite:///{file}", "--assets", small_assets, *asked) == status
    shown = capsys.readouterr().out
    assert "Broke: 1 decision on 1 review\n  we need [2J water \n    Water: " in shown
    assert "The new model is worse" in shown
    assert shown.startswith(f"Model {small.manifest.model_sha256[:12]}, on reviews of model bbbbbbbbbbbb.")


def test_a_model_that_only_got_better_is_not_worse(
    file: Path, small: Classifier, small_assets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said, first = reviewed_by(small, "we need water", BALANCED)
    wrong = replace(said, related=tuple(float(i == (said.related_class + 1) % 3) for i in range(3)))
    open_store(f"sqlite:///{file}").save(review("we need water", first=first, predicted=wrong))
    assert ran("replay", "--database", f"sqlite:///{file}", "--assets", small_assets, "--fail-if-worse") == 0
    assert "Got better: 1 decision on 1 review\n  we need water\n    Related: " in capsys.readouterr().out


def replayed(changes: Sequence[tuple[int, int]]) -> Difference:
    """The difference over messages of which a model gets so many labels better, and breaks so many."""
    reviews, now = [], []
    for i, (better, broken) in enumerate(changes):
        labels = BINARY_LABELS[: better + broken]
        reviews.append(review(str(i), first=of_everything(labels, 1), predicted=predicted(labels[better:])))
        now.append([float(name in labels[:better]) for name in BINARY_LABELS])
    related = np.tile([0.0, 1.0, 0.0], (len(changes), 1))
    found = difference(replay(reviews, np.array(now), related, {BALANCED: HALF}))
    assert found
    return found


def test_the_difference_is_the_net_share_of_decisions_that_changed() -> None:
    found = replayed([(3, 1), (0, 0), (2, 0)])
    assert (found.messages, found.decisions) == (3, 108)
    assert found.now - found.before == pytest.approx((3 - 1 + 2) / 108)
    assert found.interval[0] <= found.now - found.before <= found.interval[1]


def test_as_much_for_the_better_as_for_the_worse_is_not_worse() -> None:
    assert not replayed([(2, 0), (0, 2)] * 10).worse


def test_a_loss_that_chance_may_explain_is_not_worse() -> None:
    assert not replayed([(2, 0), (0, 2), (0, 0)] * 5 + [(0, 1)]).worse


def test_losses_without_any_gain_are_worse() -> None:
    assert replayed([(0, 0)] * 9 + [(0, 1)]).worse


def test_losses_that_chance_does_not_explain_are_worse() -> None:
    assert replayed([(1, 0)] * 3 + [(0, 2)] * 30).worse


def test_what_a_reviewer_was_not_sure_about_is_not_compared() -> None:
    unsure = review(first=judged([], None, not_sure=["water", "food"]))
    (found,) = replay([unsure], np.zeros((1, 35)), np.eye(3)[:1], {BALANCED: HALF})
    assert {one.output for one in found.decisions} == set(BINARY_LABELS) - {"water", "food"}


def test_the_final_judgement_counts_and_the_first_blind_one_stands_beside() -> None:
    changed = review(first=of_everything(["water"], 1), final=of_everything([], 0), predicted=predicted([]))
    arguments = [changed], np.zeros((1, 35)), np.eye(3)[1:2], {BALANCED: HALF}
    (final,) = replay(*arguments)
    (first,) = replay(*arguments, first_blind_judgement)
    truths = [{one.output: one.truth for one in found.decisions} for found in (final, first)]
    assert [(one["water"], one[RELATED]) for one in truths] == [(0, 0), (1, 1)]
    assert replay([replace(changed, blind=False)], *arguments[1:], first_blind_judgement) == ()


def test_each_review_is_answered_at_its_own_operating_point() -> None:
    reviews = [review(predicted=replace(predicted([]), operating_point=point)) for point in (BALANCED, RECALL)]
    limits = {BALANCED: HALF, RECALL: dict.fromkeys(BINARY_LABELS, 0.2)}
    found = replay(reviews, np.full((2, 35), 0.3), np.eye(3)[:2], limits)
    assert [one.decisions[1].now for one in found] == [0, 1]
