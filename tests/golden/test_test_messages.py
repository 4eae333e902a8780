"""The page Test messages counts what metrics.json counts."""

from pathlib import Path

import pytest

from classifier import artifacts
from classifier.dataset import public_files
from classifier.inference import Classifier
from classifier.labels import LEARNABLE
from classifier.operating_points import BALANCED, OPERATING_POINTS, thresholds_at
from classifier.report.figures import PointFigures
from classifier.report.report import Report
from classifier.ui.test_messages.scored import Kind, Origin, ScoredMessages, score

CLOSE = 2
"""Another processor adds floats in another order, which occasionally moves a probability across a threshold."""


@pytest.fixture(scope="module")
def report(assets: Path) -> Report:
    """The shipped figures."""
    return Report.load(assets, artifacts.read_manifest(assets))


@pytest.fixture(scope="module")
def scored(real_data: Path, classifier: Classifier, report: Report) -> ScoredMessages:
    """The test messages as the page scores them."""
    labelled = public_files.held_out(public_files.load(real_data), report.split_seed)
    return score(classifier, labelled, Origin.HELD_OUT, lambda share: None)


def measured(figures: PointFigures) -> dict[Kind, int]:
    """The counts in metrics.json."""
    return {
        Kind.FALSE_ALARM: figures.false_positives,
        Kind.MISS: figures.false_negatives,
        Kind.FOUND: figures.true_positives,
        Kind.NOT_FLAGGED: figures.true_negatives,
    }


def test_the_false_alarms_of_water_are_those_of_the_figures(
    scored: ScoredMessages, classifier: Classifier, report: Report
) -> None:
    threshold = thresholds_at(BALANCED, classifier.thresholds).values["water"]
    found = scored.counts("water", threshold)[Kind.FALSE_ALARM]
    assert found == report.labels["water"].points[BALANCED].false_positives


@pytest.mark.parametrize("point", OPERATING_POINTS)
def test_the_counts_of_every_label_are_those_of_the_figures(
    scored: ScoredMessages, classifier: Classifier, report: Report, point: str
) -> None:
    thresholds = thresholds_at(point, classifier.thresholds).values
    for label in LEARNABLE:
        expected = measured(report.labels[label].points[point])
        found = scored.counts(label, thresholds[label])
        assert {kind: found[kind] for kind in Kind if abs(found[kind] - expected[kind]) > CLOSE} == {}, label


def test_the_files_are_recognised_as_those_of_the_figures(real_data: Path, report: Report) -> None:
    files = public_files.contents(real_data)
    assert public_files.fingerprint(files, len(public_files.read(files))) == report.data
