"""The tables and sentences of Data and metrics, on figures of the small data set."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from classifier import report_tables
from classifier.metrics_rows import METRICS
from classifier.report import MEASURED, POINTS, Report
from classifier.ui.panels.downloads import as_csv
from tests import small_metrics


@pytest.fixture(scope="module")
def measured(small_dataset: Path) -> dict[str, Any]:
    """The content of a small metrics.json."""
    return small_metrics.content(small_dataset)


@pytest.fixture
def report(measured: dict[str, Any]) -> Report:
    """A report on a copy of it."""
    return Report(deepcopy(measured))


def test_readable_figures_are_those_with_enough_test_messages(report):
    labels = report.labels()
    shown = report_tables.readable(labels)["f1"].notna()
    assert shown.equals(labels["evidence"] == MEASURED)


def test_labels_that_cannot_be_trusted_are_all_the_others(report):
    labels = report.labels()
    assert set(report_tables.untrusted(labels)["title"]) == set(labels.loc[labels["evidence"] != MEASURED, "title"])


def test_labels_with_messages_come_most_frequent_first(report):
    assert report_tables.with_messages(report.labels())["messages"].is_monotonic_decreasing


def test_a_score_with_its_interval_is_said_in_words():
    row = {"evidence": MEASURED, "f1": 0.5, "f1_low": 0.4, "f1_high": 0.6}
    assert report_tables.in_words(row, "f1") == "0.40 to 0.60"


def test_a_score_without_a_value_is_said_in_words():
    row = {"evidence": MEASURED, "f1": np.nan, "f1_low": np.nan, "f1_high": np.nan}
    assert report_tables.in_words(row, "f1") == "not defined: nothing flagged"


def test_the_download_holds_every_label_at_every_operating_point(report):
    assert set(report_tables.all_points(report)["point"]) == set(POINTS)


def test_operating_points_carry_their_counts(report):
    table = report_tables.operating_points(report, "water").set_index("point")
    assert table.loc["half", "true_positives"] == report.raw["labels"]["water"]["points"]["half"]["true_positives"]


@pytest.mark.parametrize(("count", "observed", "low", "high"), [(100, 0.5, 0.404, 0.596), (10, 0.0, 0.0, 0.278)])
def test_reliability_bins_get_the_wilson_interval(count, observed, low, high):
    bins = report_tables.with_wilson(pd.DataFrame({"probability": [0.5], "observed": [observed], "count": [count]}))
    assert (bins["low"].iloc[0], bins["high"].iloc[0]) == pytest.approx((low, high), abs=0.001)


def test_systems_start_with_this_model(report):
    assert report_tables.systems(report)["system"].iloc[0] == "This model"


def test_systems_have_a_column_for_every_metric(report):
    assert set(METRICS) <= set(report_tables.systems(report).columns)


def test_splits_start_with_the_shipped_one(report):
    report.raw["other_splits"].append({"seed": 1, "macro_f1": 0.3})
    assert list(report_tables.splits(report)["seed"]) == [report.raw["split_seed"], 1]


def test_what_is_raised_instead_is_a_share_of_the_missed_messages(report):
    report.raw["confusions"]["water"] = {"missed": 4, "instead": [{"label": "food", "count": 3}]}
    assert report_tables.mistaken(report, ["water"]).to_numpy().tolist() == [["Water", "Food", 3, 0.75]]


def test_never_flagging_anything_is_right_wherever_no_label_is(report):
    for entry in report.raw["labels"].values():
        entry["support"]["test"] = report.raw["rows"]["test"] // 5
    assert report_tables.silent_accuracy(report) == pytest.approx(0.8)


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1"])
def test_no_cell_of_the_csv_can_start_a_formula(formula):
    text = as_csv(pd.DataFrame({"title": [formula]})).decode("utf-8-sig")
    assert f"'{formula[0]}" in text


def test_negative_numbers_stay_numbers_in_the_csv():
    assert as_csv(pd.DataFrame({"difference": [-0.5]})).decode("utf-8-sig") == "difference\n-0.5\n"
