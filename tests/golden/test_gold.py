"""The test messages as a file with gold labels give the figures of metrics.json; training messages are recognised."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from classifier import artifacts
from classifier.dataset.held_out import held_out_rows
from classifier.dataset.seen_messages import SeenMessages
from classifier.inference import Classifier
from classifier.labels import BINARY_LABELS, RELATED
from classifier.operating_points import OPERATING_POINTS, thresholds_at
from classifier.report.report import Report
from classifier.scoring.evaluation import JUDGED, OutputEvaluation, differing, evaluate, judged
from classifier.scoring.gold import gold_of
from classifier.scoring.scored import Scored

CLOSE = 0.01
"""Another processor adds floats in another order, which occasionally moves a probability across a threshold."""


@pytest.fixture(scope="module")
def report(assets: Path) -> Report:
    """The shipped figures."""
    return Report.load(assets, artifacts.read_manifest(assets))


@pytest.fixture(scope="module")
def seen(assets: Path) -> SeenMessages:
    """The shipped hashes."""
    return SeenMessages.load(assets, artifacts.read_manifest(assets))


@pytest.fixture(scope="module")
def test_file(frame: pd.DataFrame, classifier: Classifier) -> Scored:
    """The test part of the public data set, as a file with a column for each label."""
    part = frame.iloc[held_out_rows(len(frame), classifier.manifest.split_seed)]
    labels = part[["message", *BINARY_LABELS]].assign(gold_related=part[RELATED])
    prediction, languages = classifier.predict_with_languages(list(part["message"]))
    return Scored(
        pa.Table.from_pandas(labels, preserve_index=False),
        pa.array(part["message"], pa.string()),
        pa.array(languages, pa.string()),
        np.zeros(len(part), bool),
        prediction.probabilities,
        prediction.related,
    )


def outputs(
    file: Scored, seen: SeenMessages, report: Report, classifier: Classifier, point: str
) -> list[OutputEvaluation]:
    """What the gold labels of a file say."""
    gold = gold_of(file)
    assert gold is not None
    return list(evaluate(judged(file, gold, seen), report, thresholds_at(point, classifier.thresholds)))


@pytest.mark.parametrize("point", OPERATING_POINTS)
def test_the_test_messages_have_the_held_out_figures(
    test_file: Scored, report: Report, classifier: Classifier, point: str
) -> None:
    found = outputs(test_file, SeenMessages.of([]), report, classifier, point)
    assert len(found) == len(BINARY_LABELS) + 3
    off = [
        (one.name, score)
        for one in found
        for score in JUDGED
        if one.scores[score].here.value is not None and abs(one.scores[score].difference or 0) > CLOSE
    ]
    assert off == []
    assert [one.name for one in found if one.support != one.held_out_support] == []
    assert [differing(found, score) for score in JUDGED] == [[]] * len(JUDGED)


def test_intervals_are_about_as_wide_as_those_of_the_bootstrap(
    test_file: Scored, report: Report, classifier: Classifier
) -> None:
    found = outputs(test_file, SeenMessages.of([]), report, classifier, "balanced")
    ratios = [
        (one.here.interval[1] - one.here.interval[0]) / (one.held_out.interval[1] - one.held_out.interval[0])
        for output in found
        if output.is_judged
        for one in output.scores.values()
        if one.here.interval and one.held_out.interval
    ]
    assert len(ratios) > 100
    assert min(ratios) > 0.8
    assert max(ratios) < 1.25


def test_training_and_validation_messages_are_recognised_and_test_messages_are_not(
    frame: pd.DataFrame, seen: SeenMessages, classifier: Classifier
) -> None:
    test = held_out_rows(len(frame), classifier.manifest.split_seed)
    known = seen.among(seen.hash(frame["message"]))
    assert known[np.setdiff1d(np.arange(len(frame)), test)].all()
    assert known[test].sum() < 20  # messages that the data set has twice


def test_the_originals_of_training_messages_are_recognised_too(
    frame: pd.DataFrame, seen: SeenMessages, classifier: Classifier
) -> None:
    test = held_out_rows(len(frame), classifier.manifest.split_seed)
    originals = frame["original"].drop(frame.index[test])
    originals = originals[originals.str.contains(r"\w")]
    assert len(originals) > 8_000
    assert seen.among(seen.hash(originals)).all()


def test_recognised_messages_are_left_out(
    test_file: Scored, seen: SeenMessages, frame: pd.DataFrame, classifier: Classifier
) -> None:
    training = np.setdiff1d(np.arange(len(frame)), held_out_rows(len(frame), classifier.manifest.split_seed))
    mixed = frame["message"].iloc[training[: len(test_file) // 2]].str.upper().tolist()
    messages = [*mixed, *test_file.messages.to_pylist()[len(mixed) :]]
    gold = gold_of(test_file)
    assert gold is not None
    found = judged(replace(test_file, messages=pa.array(messages, pa.string())), gold, seen)
    assert len(mixed) <= found.seen < len(mixed) + 20
    assert found.rows.min() >= len(mixed)
