"""The reader of metrics.json: its tables, its records per 1,000 messages, and its errors."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from classifier import artifacts
from classifier.errors import ArtifactError
from classifier.labels import BINARY_LABELS
from classifier.metrics_rows import METRICS
from classifier.record import at
from classifier.report import FEW, MEASURED, NONE, POINTS, Report
from tests import small_metrics


@pytest.fixture(scope="module")
def folder(small_dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the metrics.json of the small data set."""
    return small_metrics.write(tmp_path_factory.mktemp("metrics") / "assets", small_dataset)


@pytest.fixture(scope="module")
def report(folder: Path) -> Report:
    return Report.load(folder)


def test_the_label_table_has_every_label_in_order_at_every_point(report: Report) -> None:
    for point in POINTS:
        table = report.labels(point)
        assert tuple(table["name"]) == BINARY_LABELS
        counts = table[["true_positives", "false_positives", "false_negatives", "true_negatives"]]
        assert (counts.sum(axis=1) == report.raw["rows"]["test"]).all()
    assert table["f1"].dtype == float


def test_a_label_says_what_its_figures_rest_on(report: Report) -> None:
    table = report.labels().set_index("name")
    assert table.loc["child_alone", "evidence"] == report.evidence("child_alone") == NONE
    assert table.loc["child_alone", ["average_precision", "precision", "recall", "f1"]].isna().all()
    for name in ("request", "offer", "aid_related"):
        enough = report.raw["labels"][name]["support"]["test"] >= 30
        assert report.evidence(name) == (MEASURED if enough else FEW)


def test_intervals_stand_around_their_figures(report: Report) -> None:
    table = report.labels().dropna(subset=["f1_low", "f1_high"])
    assert len(table)
    assert (table["f1_low"] <= table["f1"] + 1e-9).all()
    assert (table["f1"] <= table["f1_high"] + 1e-9).all()


def test_of_a_thousand_messages_says_how_many_are_found_missed_and_false() -> None:
    curve = pd.DataFrame({"threshold": [0.0, 0.5, 1.0], "recall": [1.0, 0.8, 0.0], "flagged": [1.0, 0.1, 0.0]})
    record = at(curve, 0.5, support=100, messages=2_000)
    assert (record.found, record.missed, record.false_alarms) == pytest.approx((40, 10, 60))
    assert (record.precision, record.recall) == pytest.approx((0.4, 0.8))
    assert record.f1 == pytest.approx(2 * 0.4 * 0.8 / 1.2)


def test_a_record_between_two_points_of_the_curve_is_interpolated() -> None:
    curve = pd.DataFrame({"threshold": [0.0, 1.0], "recall": [1.0, 0.0], "flagged": [1.0, 0.0]})
    record = at(curve, 0.25, support=1, messages=10)
    assert (record.recall, record.flagged) == pytest.approx((0.75, 0.75))


def test_nothing_flagged_leaves_the_precision_unknown() -> None:
    curve = pd.DataFrame({"threshold": [0.0, 1.0], "recall": [1.0, 0.0], "flagged": [1.0, 0.0]})
    record = at(curve, 1.0, support=1, messages=10)
    assert (record.precision, record.recall, record.f1, record.missed) == (None, 0, 0, pytest.approx(100))


def test_the_record_at_an_operating_point_is_the_one_that_was_measured(report: Report) -> None:
    for point in POINTS:
        row = report.labels(point).set_index("name").loc["aid_related"]
        record = report.record("aid_related", row["threshold"])
        assert (record.precision, record.recall, record.f1) == pytest.approx(
            (row["precision"], row["recall"], row["f1"]), abs=1e-5
        )
        thousands = report.raw["rows"]["test"] / 1_000
        assert record.found == pytest.approx(row["true_positives"] / thousands, abs=1e-2)
        assert record.false_alarms == pytest.approx(row["false_positives"] / thousands, abs=1e-2)


def test_a_label_without_positives_has_an_empty_record(report: Report) -> None:
    record = report.record("child_alone", 0.5)
    assert (record.support, record.precision, record.recall, record.f1, record.found) == (0, None, None, None, 0)


def test_the_curve_falls_in_recall_as_the_threshold_rises(report: Report) -> None:
    curve = report.curve("aid_related")
    assert curve["threshold"].is_monotonic_increasing
    assert curve["recall"].is_monotonic_decreasing
    assert curve["flagged"].is_monotonic_decreasing


def test_reliability_bins_hold_every_test_message(report: Report) -> None:
    assert report.reliability("water")["count"].sum() == report.raw["rows"]["test"]


def test_the_comparison_puts_the_shipped_model_first_and_keeps_the_paired_lead(report: Report) -> None:
    table = report.baselines()
    assert table["name"].iloc[0] == "shipped"
    assert tuple(table.loc[table["name"] == "shipped", "metric"]) == tuple(METRICS)
    lead = table[table["name"] == "logistic_regression"]
    assert lead["difference_low"].tolist() == [0.05] * len(METRICS)
    assert table[table["name"] == "random_forest"]["difference"].isna().all()


def test_co_occurrence_has_the_support_on_its_diagonal(report: Report) -> None:
    table = report.cooccurrence()
    assert len(table) == 36 * 36
    water = table[(table["label"] == "water") & (table["other"] == "water")].iloc[0]
    assert water["count"] == sum(report.raw["labels"]["water"]["support"].values())
    assert water["share"] == 1
    assert (table.loc[(table["label"] == "water") & (table["other"] == "aid_related"), "share"] == 1).all()


def test_distributions_count_every_message(report: Report) -> None:
    columns = report.genres()["rows"], report.related_counts()["count"], report.lengths()["count"]
    assert [column.sum() for column in columns] == [report.raw["dataset"]["rows"]] * 3


def test_the_confusion_of_related_holds_every_test_message(report: Report) -> None:
    table = report.confusion()
    assert table["count"].sum() == report.raw["rows"]["test"]
    assert table.groupby("true")["share"].sum().tolist() == pytest.approx([1, 1, 1])


def test_what_is_raised_instead_never_names_the_label_itself(report: Report) -> None:
    for name in BINARY_LABELS:
        missed, table = report.confusions(name)
        assert missed == report.labels().set_index("name").loc[name, "false_negatives"]
        assert name not in set(table["label"])


def test_other_splits_are_empty_until_they_are_measured(report: Report) -> None:
    assert list(report.other_splits().columns) == ["seed", *METRICS]
    assert len(report.other_splits()) == 0


def test_the_tables_hold_no_infinite_number(report: Report) -> None:
    for table in (report.labels(), report.overall(), report.baselines(), report.related(), report.curve("water")):
        assert not np.isinf(table.select_dtypes("number").to_numpy(float)).any()


def _cut(raw: dict[str, Any]) -> str:
    return json.dumps(raw)[:1_000]


def _without_labels(raw: dict[str, Any]) -> str:
    return json.dumps({key: value for key, value in raw.items() if key != "labels"})


def _reordered(raw: dict[str, Any]) -> str:
    return json.dumps({**raw, "labels": dict(reversed(raw["labels"].items()))})


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (_cut, "is damaged"),
        (lambda raw: "[]", "is not of schema 1"),
        (lambda raw: json.dumps({**raw, "schema": 99}), "is not of schema 1"),
        (_without_labels, "lacks labels"),
        (_reordered, "does not list the labels"),
    ],
    ids=["cut off", "no object", "other schema", "a part missing", "labels in another order"],
)
def test_a_damaged_file_is_named_with_the_command_that_mends_it(
    report: Report, tmp_path: Path, damage: Callable[[dict[str, Any]], str], problem: str
) -> None:
    (tmp_path / "metrics.json").write_text(damage(dict(report.raw)), encoding="utf-8")
    with pytest.raises(ArtifactError, match=problem) as error:
        Report.load(tmp_path)
    assert "metrics.json" in str(error.value)
    assert "python -m classifier.training.evaluate --data DIR --assets" in str(error.value)


def test_a_missing_file_is_named_with_the_command_that_mends_it(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match=r"metrics.json in .* is missing.*classifier.training.evaluate"):
        Report.load(tmp_path)


def test_figures_of_another_model_are_refused(folder: Path) -> None:
    assert Report.load(folder, "0" * 64).raw["model_sha256"] == "0" * 64
    with pytest.raises(ArtifactError, match="another model"):
        Report.load(folder, "f" * 64)


def test_a_file_that_the_manifest_does_not_know_is_refused(folder: Path, tmp_path: Path) -> None:
    content = (folder / "metrics.json").read_bytes()
    artifacts.write(tmp_path, {"metrics.json": content}, {})
    assert Report.load(tmp_path)
    (tmp_path / "metrics.json").write_bytes(content + b" ")
    with pytest.raises(ArtifactError, match=r"does not match its SHA-256 in manifest.json"):
        Report.load(tmp_path)
