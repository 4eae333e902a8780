"""The charts of Data and metrics: what they say in words, what they mark, and that nothing is cut."""

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from classifier import comparison_charts, data_charts, label_charts, report_charts
from classifier.chart_style import Chart
from classifier.labels import BINARY_LABELS, RELATED_CLASSES
from classifier.report import FEW, MEASURED, NONE

LABELS = pd.DataFrame(
    {
        "name": ["water", "offer", "child_alone", "food"],
        "title": ["Water", "Offer", "Child alone", "Food"],
        "group": ["Aid", "Kind of message", "Aid", "Aid"],
        "evidence": [MEASURED, FEW, NONE, MEASURED],
        "messages": [1_669, 117, 0, 2_917],
        "test": [248, 22, 0, 420],
        "prevalence": [0.064, 0.004, 0.0, 0.111],
        "f1": [0.70, 1.0, np.nan, 0.80],
        "f1_low": [0.66, 1.0, np.nan, 0.77],
        "f1_high": [0.74, 1.0, np.nan, 0.83],
    }
)
CURVE = pd.DataFrame(
    {
        "threshold": [0.0, 0.5, 1.0],
        "precision": [0.1, 0.6, np.nan],
        "recall": [1.0, 0.7, 0.0],
        "f1": [0.18, 0.65, 0.0],
        "flagged": [1.0, 0.1, 0.0],
    }
)
POINTS = pd.DataFrame(
    {
        "point": ["Balanced", "0.5 for all"],
        "threshold": [0.4, 0.5],
        "precision": [0.5, 0.6],
        "recall": [0.8, 0.7],
        "f1": [0.62, 0.65],
    }
)
BINS = pd.DataFrame(
    {
        "probability": [0.1, 0.6],
        "observed": [0.12, 0.55],
        "low": [0.08, 0.45],
        "high": [0.16, 0.65],
        "count": [262, 262],
    }
)
SYSTEMS = pd.DataFrame(
    {
        "name": ["linear", "shipped"],
        "system": ["A long name of a linear model", "This model"],
        "value": [0.446, 0.487],
        "low": [0.43, 0.47],
        "high": [np.nan, np.nan],
        "source": ["measured once", "measured on these test messages"],
    }
)
SPLITS = pd.DataFrame({"seed": [42, 1], "title": ["mAP", "mAP"], "value": [0.48, 0.47]})
SIDES = pd.DataFrame(
    {
        "title": ["Water", "Food"],
        "Creole original": [0.4, 0.7],
        "English translation": [0.5, 0.6],
        "evidence": [MEASURED, FEW],
    }
)
CELLS = pd.DataFrame(
    [
        {"true": true, "predicted": said, "count": 10, "share": 0.2}
        for true in RELATED_CLASSES
        for said in RELATED_CLASSES
    ]
)
PAIRS = pd.DataFrame(
    {
        "label": ["water", "water", "food", "food"],
        "other": ["water", "food", "water", "food"],
        "count": [1_669, 700, 700, 2_917],
        "share": [1.0, 0.42, 0.24, 1.0],
    }
)
MISTAKEN = pd.DataFrame(
    {"missed": ["Water", "Food"], "raised": ["Food", "Shelter"], "count": [9, 4], "share": [0.3, 0.1]}
)

CHARTS = {
    "label counts": lambda: data_charts.label_counts(LABELS),
    "label counts, log scale": lambda: data_charts.label_counts(LABELS, logarithmic=True),
    "counts": lambda: data_charts.counts(pd.DataFrame({"kind": ["news", "direct"], "count": [3, 1]}), "genre"),
    "lengths": lambda: data_charts.lengths(pd.DataFrame({"bin": ["0–4", "5+"], "count": [3, 9]})),
    "co-occurrence": lambda: data_charts.cooccurrence(PAIRS),
    "co-occurrence, shares": lambda: data_charts.cooccurrence(PAIRS, conditional=True),
    "scores": lambda: label_charts.scores(LABELS, "f1", "F1"),
    "score by prevalence": lambda: label_charts.score_by_prevalence(LABELS),
    "precision and recall": lambda: report_charts.precision_recall(CURVE, POINTS, 0.06, "Water"),
    "reliability": lambda: report_charts.reliability(BINS, "Water"),
    "thresholds": lambda: report_charts.thresholds(CURVE, 0.4, "Water"),
    "systems": lambda: comparison_charts.systems(SYSTEMS, "mAP"),
    "splits": lambda: comparison_charts.splits(SPLITS),
    "pairs": lambda: comparison_charts.pairs(SIDES, "Creole original", "English translation"),
    "confusion": lambda: comparison_charts.confusion(CELLS),
    "instead": lambda: comparison_charts.instead(pd.DataFrame({"title": ["Food"], "count": [5]}), 9, "Water"),
    "mistaken": lambda: comparison_charts.mistaken(MISTAKEN, ["Water", "Food", "Shelter"]),
}


@cache
def spec(name: str) -> dict[str, Any]:
    """The specification of one of CHARTS, checked against the schema."""
    return CHARTS[name]().to_dict(validate=True)


def rows(chart: Chart, column: str) -> list[object]:
    """All values of a column in the data of a chart, in the order of its layers."""
    found = [value[column] for data in chart.to_dict()["datasets"].values() for value in data if column in value]
    assert found
    return found


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_is_valid_and_has_an_alternative_text(name):
    assert len(spec(name)["description"]) > 30


@pytest.mark.parametrize("name", CHARTS)
def test_no_chart_cuts_the_names_on_its_axes(name):
    assert spec(name)["config"]["axis"]["labelLimit"] == 0


@pytest.mark.parametrize("name", CHARTS)
def test_no_chart_cuts_the_names_in_its_legend(name):
    assert spec(name)["config"]["legend"]["labelLimit"] == 0


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_has_a_fixed_height_and_the_width_of_its_place(name):
    chart = spec(name)
    assert isinstance(chart["height"], int)
    assert chart["width"] == "container"


@pytest.mark.parametrize("name", CHARTS)
def test_the_ink_of_every_chart_follows_its_background(name):
    assert "luminance(background)" in spec(name)["config"]["text"]["color"]["expr"]


def test_label_counts_say_how_many_messages_and_which_share():
    assert "1,669 · 6.4%" in rows(data_charts.label_counts(LABELS), "note")


def test_a_label_without_examples_is_counted_in_words():
    assert NONE in rows(data_charts.label_counts(LABELS), "note")


def test_a_label_with_few_test_messages_is_counted_with_a_remark():
    assert "117 · 0.4% · only 22 tests" in rows(data_charts.label_counts(LABELS), "note")


def test_the_log_scale_has_a_place_for_zero():
    scale = spec("label counts, log scale")["layer"][0]["encoding"]["x"]["scale"]
    assert scale["type"] == "symlog"


def test_a_measured_score_is_written_beside_its_mark():
    assert "0.80" in rows(label_charts.scores(LABELS, "f1", "F1"), "note")


def test_a_perfect_score_from_few_test_messages_is_not_written():
    assert "1.00" not in rows(label_charts.scores(LABELS, "f1", "F1"), "note")


def test_a_score_from_few_test_messages_says_how_few():
    assert "only 22 tests" in rows(label_charts.scores(LABELS, "f1", "F1"), "note")


def test_a_label_without_examples_has_words_in_place_of_a_score():
    assert NONE in rows(label_charts.scores(LABELS, "f1", "F1"), "note")


def test_a_label_that_is_never_flagged_has_words_in_place_of_precision():
    table = LABELS.assign(f1=[np.nan, 1.0, np.nan, 0.8])
    assert "nothing flagged" in rows(label_charts.scores(table, "f1", "F1"), "note")


def test_the_best_label_in_the_alternative_text_is_one_with_enough_test_messages():
    assert "Food leads with 0.80" in label_charts.scores(LABELS, "f1", "F1").to_dict()["description"]


def test_scores_are_drawn_where_no_label_has_enough_test_messages():
    assert label_charts.scores(LABELS[LABELS["evidence"] != MEASURED], "f1", "F1").to_dict()


def test_f1_by_prevalence_leaves_out_labels_without_examples():
    assert "Child alone" not in rows(label_charts.score_by_prevalence(LABELS), "title")


def test_f1_by_prevalence_is_drawn_where_no_label_has_enough_test_messages():
    assert label_charts.score_by_prevalence(LABELS[LABELS["evidence"] == FEW]).to_dict()


def test_the_chosen_threshold_is_drawn_on_the_curve():
    assert 0.42 in rows(report_charts.thresholds(CURVE, 0.42, "Water"), "threshold")


def test_a_moved_threshold_changes_the_data_of_the_chart_only():
    first, second = (report_charts.thresholds(CURVE, at, "Water").to_dict() for at in (0.2, 0.4))
    for chart in (first, second):
        del chart["datasets"]
        for layer in chart["layer"]:
            del layer["data"]
    assert first == second


def test_operating_points_differ_in_shape_and_not_in_colour_alone():
    encoding = report_charts.precision_recall(CURVE, POINTS, 0.06, "Water").to_dict()["layer"][-1]["encoding"]
    assert encoding["shape"]["field"] == encoding["color"]["field"] == "point"


def test_measures_along_the_threshold_differ_in_dashes_and_not_in_colour_alone():
    encoding = report_charts.thresholds(CURVE, 0.4, "Water").to_dict()["layer"][0]["encoding"]
    assert encoding["strokeDash"]["field"] == encoding["color"]["field"] == "measure"


def test_systems_stand_best_first():
    chart = comparison_charts.systems(SYSTEMS, "mAP").to_dict()
    assert chart["layer"][0]["encoding"]["y"]["sort"] == ["This model", "A long name of a linear model"]


def test_article_totals_are_written_with_two_digits():
    assert "26.80" in rows(comparison_charts.systems(SYSTEMS.assign(value=[26.05, 26.8]), "Article total"), "note")


def test_the_confusion_matrix_writes_count_and_share_into_each_cell():
    assert rows(comparison_charts.confusion(CELLS), "words") == ["10\n20%"] * 9


def test_the_alternative_text_of_the_map_of_pairs_names_the_most_frequent_pair():
    assert "Water with Food, 700 messages" in data_charts.cooccurrence(PAIRS).to_dict()["description"]


def test_a_small_map_writes_its_numbers_into_the_cells():
    assert rows(data_charts.cooccurrence(PAIRS, conditional=True), "written") == ["100%", "42%", "24%", "100%"]


def test_a_large_map_leaves_its_numbers_to_the_table():
    names = BINARY_LABELS[:17]
    square = pd.DataFrame(
        [{"label": one, "other": other, "count": 1, "share": 0.1} for one in names for other in names]
    )
    assert "layer" not in data_charts.cooccurrence(square).to_dict()
