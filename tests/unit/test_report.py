"""metrics.json: read as typed figures, refused with a sentence if it is damaged or of another model."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from classifier import artifacts
from classifier.errors import ArtifactError
from classifier.labels import BINARY_LABELS
from classifier.operating_points import OPERATING_POINTS
from classifier.report.figures import METRICS, SCORES
from classifier.report.report import Report
from classifier.report.support import FEW_TEST_MESSAGES, Support, SupportLevel, level_of
from tests.shipped import ENOUGH, FEW, NEVER, REPORT, content


@pytest.mark.parametrize(
    ("test", "total", "level"),
    [
        (0, 0, SupportLevel.NONE),
        (0, 5, SupportLevel.FEW),
        (FEW_TEST_MESSAGES - 1, 200, SupportLevel.FEW),
        (FEW_TEST_MESSAGES, 200, SupportLevel.ENOUGH),
    ],
)
def test_figures_are_trusted_from_thirty_test_messages_on(test: int, total: int, level: SupportLevel) -> None:
    assert Support(total - test, 0, test).level == level_of(test, total) == level


@pytest.mark.parametrize("name", BINARY_LABELS)
def test_the_counts_at_every_operating_point_add_up_to_the_test_messages(name: str) -> None:
    for point in OPERATING_POINTS:
        at = REPORT.labels[name].points[point]
        counts = at.true_positives + at.false_positives + at.false_negatives + at.true_negatives
        assert counts == REPORT.rows.test


@pytest.mark.parametrize("score", SCORES)
def test_intervals_stand_around_their_figures(score: str) -> None:
    for figures in REPORT.labels.values():
        estimate = figures.estimate(score, "balanced")
        if estimate.interval:
            assert estimate.interval[0] - 1e-6 <= estimate.value <= estimate.interval[1] + 1e-6


def test_a_label_without_positive_examples_has_no_scores() -> None:
    assert {REPORT.labels[NEVER].estimate(score, "balanced").value for score in SCORES} == {None}


def test_the_f1_of_a_point_of_the_curve_is_the_harmonic_mean() -> None:
    point = next(point for point in REPORT.labels[ENOUGH].curve if point.precision and point.recall)
    assert point.f1 == pytest.approx(2 / (1 / point.precision + 1 / point.recall))


def test_recall_and_flags_fall_along_the_curve_as_the_threshold_rises() -> None:
    curve = REPORT.labels[ENOUGH].curve
    for column in ([p.recall for p in curve], [p.flagged for p in curve], [-p.threshold for p in curve]):
        assert column == sorted(column, reverse=True)


def test_reliability_bins_hold_every_test_message() -> None:
    assert sum(one.count for one in REPORT.labels[ENOUGH].reliability) == REPORT.rows.test


def test_pooled_reliability_bins_are_summed_up_by_the_pooled_calibration_error() -> None:
    bins = REPORT.pooled_reliability
    distance = sum(one.count * abs(one.probability - one.observed) for one in bins) / sum(one.count for one in bins)
    assert distance == pytest.approx(REPORT.overall["ece"].value, abs=2e-6)


def test_this_model_comes_first_among_the_systems() -> None:
    assert REPORT.systems[0].name == "shipped"


def test_the_shipped_split_comes_first_among_the_splits() -> None:
    assert REPORT.splits[0].seed == REPORT.split_seed
    assert REPORT.splits[0].macro_f1 == REPORT.overall["macro_f1"].value


def test_cooccurrence_has_the_support_on_its_diagonal() -> None:
    pairs = REPORT.dataset.cooccurrence
    water = pairs.labels.index("water")
    assert pairs.counts[water][water] == REPORT.labels["water"].support.total
    assert pairs.shares[water][pairs.labels.index("aid_related")] == 1


def test_a_part_of_the_cooccurrence_keeps_its_order_and_counts() -> None:
    whole = REPORT.dataset.cooccurrence
    part = whole.of(["food", "water"])
    assert part.labels == ("water", "food")
    assert part.counts[0][1] == whole.counts[whole.labels.index("water")][whole.labels.index("food")]


def test_what_is_raised_instead_is_never_the_label_itself() -> None:
    for name, raised in REPORT.confusions.items():
        assert raised.missed == REPORT.labels[name].points["balanced"].false_negatives
        assert name not in {one.label for one in raised.instead}


def seal(folder: Path, metrics: bytes, model: bytes = b"model") -> artifacts.Manifest:
    """Artefacts of a metrics.json beside a made-up model, with a manifest that agrees; returns the manifest."""
    fields = {**msgspec.to_builtins(artifacts.read_manifest("assets")), "files": {}}
    artifacts.write(folder, {artifacts.METRICS: metrics, artifacts.MODEL: model}, fields)
    return artifacts.read_manifest(folder)


def encoded(fields: dict[str, Any]) -> bytes:
    """Content as bytes, marked as measured on the made-up model."""
    return msgspec.json.encode({**fields, "model_sha256": artifacts.sha256(b"model").hexdigest()})


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    assert Report.load(tmp_path, seal(tmp_path, encoded(content()))).labels == REPORT.labels


def _without(*path: str) -> bytes:
    fields = content()
    place: Any = fields
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return encoded(fields)


def _reordered() -> bytes:
    fields = content()
    return encoded({**fields, "labels": dict(reversed(fields["labels"].items()))})


@pytest.mark.parametrize(
    ("damaged", "problem"),
    [
        (encoded(content())[:1_000], "cannot be used"),
        (b"[]", "cannot be used"),
        (encoded({**content(), "schema": 99}), "is not of schema"),
        (_reordered(), "does not list the labels"),
        (_without("overall", "macro_f1"), "lacks an overall metric"),
        (_without("labels"), "labels"),
        (_without("pooled_reliability"), "pooled_reliability"),
        (_without("labels", "water", "points", "recall", "f1"), "f1"),
        (_without("dataset", "lengths"), "lengths"),
        (_without("biases", "haiti_2010", "rule"), "rule"),
        (_without("languages", "creole", "messages"), "messages"),
        (_without("related", "confusion"), "confusion"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value,
)
def test_what_is_wrong_with_a_file_is_said_with_the_command_that_fixes_it(
    tmp_path: Path, damaged: bytes, problem: str
) -> None:
    manifest = seal(tmp_path, damaged)
    with pytest.raises(ArtifactError, match=problem) as error:
        Report.load(tmp_path, manifest)
    assert "metrics.json" in str(error.value)
    assert artifacts.MEASURE in str(error.value)


def test_a_missing_file_is_named_with_the_command_that_fixes_it(tmp_path: Path) -> None:
    manifest = seal(tmp_path, encoded(content()))
    (tmp_path / artifacts.METRICS).unlink()
    with pytest.raises(ArtifactError, match=rf"metrics\.json .*is missing.*{artifacts.MEASURE}"):
        Report.load(tmp_path, manifest)


def test_figures_of_another_model_are_refused(tmp_path: Path) -> None:
    manifest = seal(tmp_path, encoded(content()), model=b"another model")
    with pytest.raises(ArtifactError, match="a different model"):
        Report.load(tmp_path, manifest)


def test_a_file_that_does_not_match_its_hash_is_refused(tmp_path: Path) -> None:
    manifest = seal(tmp_path, encoded(content()))
    with pytest.raises(ArtifactError, match=r"does not match its SHA-256 in manifest\.json"):
        Report.load(tmp_path, replace(manifest, files={**manifest.files, artifacts.METRICS: "0" * 64}))


def test_every_metric_of_the_shipped_model_has_a_title_and_a_value() -> None:
    assert [metric for metric in METRICS if REPORT.overall[metric].value is None] == []


def test_the_label_used_for_few_test_messages_has_few() -> None:
    assert REPORT.labels[FEW].level == SupportLevel.FEW
