"""The charts of Data and metrics: what they say in words, what they mark, and that nothing is cut."""

import math
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from classifier.charts import (
    calibration,
    comparison,
    confusion,
    cooccurrence,
    distributions,
    identification,
    imbalance,
    label_scores,
    languages,
    precision_recall,
    robustness,
    threshold_explorer,
)
from classifier.charts.names_of_points import Place, Plot, place_names
from classifier.charts.style import HIGH, LOW, Chart
from classifier.formatting import percent
from classifier.labels import BINARY_LABELS, GROUPS, LABELS
from classifier.operating_points import OPERATING_POINTS
from classifier.report.figures import CurvePoint, CutMessages, Estimate, ReliabilityBin
from classifier.report.support import SupportLevel
from tests.shipped import ENOUGH, FEW, NEVER, REPORT

ALL = list(REPORT.labels.values())
WATER = REPORT.labels[ENOUGH]
FOUR = [REPORT.labels[name] for name in (ENOUGH, FEW, NEVER, "food")]
PAIRS = REPORT.dataset.cooccurrence
NOISY = [system for system in REPORT.systems if system.noise]
CUT = (CutMessages(1, 100, 0.6, 0.05), CutMessages(4, 100, 0.2, 0.01))
CHARTS = {
    "imbalance": lambda: imbalance.chart(ALL),
    "imbalance, log scale": lambda: imbalance.chart(ALL, logarithmic=True),
    "counts": lambda: distributions.counts_chart({"news": 3, "direct": 1}, "Genre"),
    "lengths": lambda: distributions.lengths_chart(REPORT.dataset.lengths),
    "co-occurrence": lambda: cooccurrence.chart(PAIRS),
    "co-occurrence, shares": lambda: cooccurrence.chart(PAIRS.of(["water", "food"]), shares=True),
    "label scores": lambda: label_scores.chart(ALL, "f1", "balanced"),
    "ROC AUC": lambda: label_scores.chart(ALL, "roc_auc", "balanced"),
    "score by prevalence": lambda: label_scores.prevalence_chart(ALL, "balanced"),
    "precision and recall": lambda: precision_recall.chart(WATER, REPORT.rows.test),
    "calibration": lambda: calibration.chart(WATER.reliability, "Water"),
    "pooled calibration": lambda: calibration.chart(REPORT.pooled_reliability, "all labels together"),
    "threshold explorer": lambda: threshold_explorer.chart(WATER, 0.4),
    "systems": lambda: comparison.systems_chart(REPORT.systems, "mean_average_precision"),
    "splits": lambda: comparison.splits_chart(REPORT.splits),
    "languages": lambda: languages.chart(REPORT.languages.creole.labels),
    "identification": lambda: identification.chart(CUT),
    "confusion": lambda: confusion.chart(REPORT.related),
    "noise": lambda: robustness.chart(NOISY, robustness.MAP),
    "noise, share kept": lambda: robustness.chart(NOISY, robustness.KEPT),
}


@cache
def spec(name: str) -> dict[str, Any]:
    """The specification of one of CHARTS, checked against the schema."""
    return CHARTS[name]().to_dict(validate=True)


def values(chart: Chart, column: str) -> list[object]:
    """All values of a column in the data of a chart, in the order of its layers."""
    return [row[column] for rows in chart.to_dict()["datasets"].values() for row in rows if column in row]


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_has_an_alternative_text(name):
    assert len(spec(name)["description"]) > 30


@pytest.mark.parametrize("name", CHARTS)
def test_no_chart_cuts_the_names_on_its_axes_or_in_its_legend(name):
    assert {spec(name)["config"][part]["labelLimit"] for part in ("axis", "legend")} == {0}


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_has_a_fixed_height_and_the_width_of_its_place(name):
    assert isinstance(spec(name)["height"], int)
    assert spec(name)["width"] == "container"


@pytest.mark.parametrize("name", CHARTS)
def test_the_ink_of_every_chart_follows_its_background(name):
    assert "luminance(background)" in spec(name)["config"]["text"]["color"]["expr"]


def test_the_imbalance_says_how_many_messages_and_which_share():
    shown = f"{WATER.support.total:,} · {percent(WATER.prevalence)}"
    assert shown in values(imbalance.chart(FOUR), "Note")


def test_a_label_without_examples_is_counted_in_words():
    assert SupportLevel.NONE.value in values(imbalance.chart(FOUR), "Note")


def test_a_label_with_few_test_messages_is_counted_with_a_remark():
    few = REPORT.labels[FEW].support.test
    assert any(str(note).endswith(f"· {few} test messages") for note in values(imbalance.chart(FOUR), "Note"))


def test_the_most_frequent_label_comes_first():
    counts = list(imbalance.rows(ALL)["Messages"])
    assert counts == sorted(counts, reverse=True)


def test_the_log_scale_has_a_place_for_zero():
    assert spec("imbalance, log scale")["layer"][0]["encoding"]["x"]["scale"]["type"] == "symlog"


def test_a_measured_score_is_written_beside_its_mark():
    assert f"{WATER.points['balanced'].f1:.2f}" in values(label_scores.chart(FOUR, "f1", "balanced"), "Note")


def test_a_score_from_few_test_messages_says_how_few_instead():
    few = REPORT.labels[FEW].support.test
    assert f"{few} test messages" in values(label_scores.chart(FOUR, "f1", "balanced"), "Note")


def test_a_label_that_is_never_flagged_has_words_in_place_of_precision():
    point = replace(WATER.points["balanced"], precision=None)
    silent = replace(WATER, points={**WATER.points, "balanced": point})
    assert values(label_scores.chart([silent], "precision", "balanced"), "Note") == ["nothing flagged"]


def test_the_best_label_in_the_alternative_text_is_one_with_enough_test_messages():
    perfect = replace(REPORT.labels[FEW].points["balanced"], f1=1.0)
    lucky = replace(REPORT.labels[FEW], points={"balanced": perfect})
    assert "Water leads" in label_scores.chart([lucky, WATER], "f1", "balanced").to_dict()["description"]


def test_scores_are_drawn_where_no_label_has_enough_test_messages():
    few = [REPORT.labels[FEW], REPORT.labels[NEVER]]
    assert "of 2 labels" in label_scores.chart(few, "f1", "balanced").to_dict()["description"]


def test_f1_by_prevalence_leaves_out_labels_without_examples():
    assert "Child alone" not in values(label_scores.prevalence_chart(FOUR, "balanced"), "Label")


def test_f1_by_prevalence_is_drawn_where_no_label_has_enough_test_messages():
    chart = label_scores.prevalence_chart([REPORT.labels[FEW]], "balanced")
    assert "no label here has enough" in chart.to_dict()["description"]


@pytest.mark.parametrize("group", ["Weather", "Kind of message"])
@pytest.mark.parametrize("point", OPERATING_POINTS)
def test_f1_by_prevalence_names_every_point_of_a_small_group(group, point):
    members = [figures for figures in ALL if figures.label.group == group]
    named = set(values(label_scores.prevalence_chart(members, point), "Name"))
    assert named == {figures.label.title for figures in members}


def test_f1_by_prevalence_says_whether_a_point_has_no_name():
    names = values(label_scores.prevalence_chart(ALL, "balanced"), "Name")
    assert label_scores.has_nameless_points(ALL, "balanced") == ("" in names)


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_keeps_its_colour_and_shape_when_others_are_left_out(group):
    members = [figures for figures in ALL if figures.label.group == group]
    for labels in (ALL, members):
        encoding = label_scores.prevalence_chart(labels, "balanced").to_dict()["layer"][0]["encoding"]
        assert encoding["color"]["scale"]["domain"] == encoding["shape"]["scale"]["domain"] == list(GROUPS)
    assert encoding["color"]["legend"]["values"] == [group]


def scale_of(chart: Chart) -> dict[str, Any]:
    """The horizontal scale of the first marks of a chart of scores."""
    return chart.to_dict()["layer"][-1]["layer"][0]["encoding"]["x"]["scale"]


def test_roc_auc_starts_at_chance_and_names_it():
    chart = label_scores.chart(ALL, "roc_auc", "balanced")
    assert scale_of(chart)["domain"] == [0.5, 1]
    assert "0.5: chance" in values(chart, "Note")


def test_a_roc_auc_below_chance_has_its_place_on_the_axis():
    worse = replace(WATER, roc_auc=0.44, intervals={**WATER.intervals, "roc_auc": (0.37, 0.5)})
    assert scale_of(label_scores.chart([worse], "roc_auc", "balanced"))["domain"] == [0.3, 1]


def test_other_scores_keep_their_axis_from_zero():
    first = spec("label scores")["layer"][0]["encoding"]["x"]["scale"]
    assert first["domain"] == [0, 1]


def test_a_rate_that_is_not_defined_is_not_drawn_as_zero():
    silent = replace(WATER, curve=(CurvePoint(0.9, None, 0.0, 0.0),))
    chart = threshold_explorer.chart(silent, 0.5)
    assert "Precision" not in values(chart, "Rate")


def ticks(name: str) -> list[float]:
    """The ticks of a reliability diagram."""
    return spec(name)["layer"][0]["encoding"]["x"]["axis"]["values"]


@pytest.mark.parametrize("name", ["calibration", "pooled calibration"])
def test_both_axes_of_a_reliability_diagram_are_stretched_near_zero_alike(name):
    encoding = spec(name)["layer"][0]["encoding"]
    assert encoding["x"]["scale"] == encoding["y"]["scale"]
    assert encoding["x"]["scale"]["type"] == "symlog"
    assert ticks(name)[0] == 0


def test_a_rare_label_has_most_of_its_groups_away_from_the_corner_of_its_diagram():
    bins = REPORT.labels["hospitals"].reliability
    scale = calibration.chart(bins, "Hospitals").to_dict()["layer"][0]["encoding"]["x"]["scale"]
    low, top = scale["constant"], scale["domain"][1]
    places = [math.log1p(one.probability / low) / math.log1p(top / low) for one in bins]
    assert sum(place > 0.2 for place in places) > len(bins) / 2


def test_the_lowest_and_the_highest_group_of_a_reliability_diagram_are_said_in_words():
    bins = (ReliabilityBin(0.004, 0.0, 10), ReliabilityBin(0.9, 0.88, 10))
    sentence = "about 90\u00a0%, 88\u00a0% carried the label; where it gave about 0.4\u00a0%, 0\u00a0% did."
    assert sentence in calibration.in_words(bins)


@pytest.mark.parametrize("name", CHARTS)
def test_text_in_charts_can_be_read_from_the_last_row(name):
    config = spec(name)["config"]
    sizes = [
        config["text"]["fontSize"],
        *(config[part][f"{kind}FontSize"] for part in ("axis", "legend") for kind in ("label", "title")),
    ]
    marks = [mark["fontSize"] for mark in marks_of(spec(name)) if "fontSize" in mark]
    assert min(sizes + marks) >= 14


def marks_of(chart: dict[str, Any]) -> list[dict[str, Any]]:
    """The marks of all layers."""
    below = [mark for layer in chart.get("layer", ()) for mark in marks_of(layer)]
    return [chart["mark"], *below] if isinstance(chart.get("mark"), dict) else below


def test_names_cover_neither_a_mark_nor_each_other_on_any_screen():
    places = tuple(Place(f"Label {i}", 0.1 * (i % 4), 0.5 + 0.03 * i) for i in range(8))
    offsets = place_names(places, 400)
    assert None not in offsets
    for width in (290, 700, 1130):
        plot = Plot(width, 400, places)
        boxes = [plot.box(i, offset) for i, offset in enumerate(offsets)]
        pairs = [(a, b) for i, a in enumerate(boxes) for b in (*boxes[:i], *plot.marks)]
        assert not [pair for pair in pairs if pair[0].meets(pair[1])]


def test_a_name_without_room_is_left_out():
    crowd = tuple(Place("A rather long name", 0.0, 0.5 + 0.001 * i) for i in range(40))
    assert None in place_names(crowd, 400)


def test_the_chosen_threshold_is_drawn_on_the_curve():
    assert 0.4242 in values(threshold_explorer.chart(WATER, 0.4242), "Threshold")


def test_a_moved_threshold_changes_the_data_of_the_chart_only():
    first, second = (threshold_explorer.chart(WATER, at).to_dict() for at in (0.2, 0.4))
    for chart in (first, second):
        del chart["datasets"]
        for layer in chart["layer"]:
            del layer["data"]
    assert first == second


def test_operating_points_differ_in_shape_and_not_in_colour_alone():
    encoding = spec("precision and recall")["layer"][-1]["encoding"]
    assert encoding["shape"]["field"] == encoding["color"]["field"] == "Operating point"


def test_rates_along_the_threshold_differ_in_dashes_and_not_in_colour_alone():
    encoding = spec("threshold explorer")["layer"][0]["encoding"]
    assert encoding["strokeDash"]["field"] == encoding["color"]["field"] == "Rate"


def test_reliability_bins_get_the_wilson_interval_of_the_share_that_carried_the_label():
    table = calibration.rows((ReliabilityBin(0.5, 0.0, 10),))
    assert table[[LOW, HIGH]].iloc[0].tolist() == pytest.approx([0.0, 0.278], abs=0.001)


@pytest.mark.parametrize(("name", "first"), [("noise", "As written"), ("noise, share kept", "Typing errors")])
def test_noise_comes_after_the_messages_as_they_are_and_its_mean_last(name, first):
    order = spec(name)["layer"][0]["encoding"]["y"]["sort"]
    assert (order[0], order[-1]) == (first, "Mean of the four")


def test_systems_under_noise_differ_in_shape_and_not_in_colour_alone():
    encoding = spec("noise")["layer"][1]["encoding"]
    assert encoding["shape"]["field"] == encoding["color"]["field"] == "System"


def test_the_alternative_text_of_noise_gives_the_mean_of_this_model():
    mean = REPORT.robustness.noise["mean"].mean_average_precision.value
    assert f"This model {mean:.3f}" in spec("noise")["description"]


def test_systems_stand_best_first():
    order = spec("systems")["layer"][0]["encoding"]["y"]["sort"]
    scores = {
        system.title: system.overall.get("mean_average_precision", Estimate(0)).value for system in REPORT.systems
    }
    assert [scores[title] for title in order] == sorted((scores[title] for title in order), reverse=True)


def test_article_totals_are_written_with_two_digits():
    shown = f"{REPORT.overall['article_total'].value:.2f}"
    assert shown in values(comparison.systems_chart(REPORT.systems, "article_total"), "Value")


def test_the_confusion_matrix_writes_count_and_share_into_each_cell():
    count = REPORT.related.confusion[0][0]
    share = count / sum(REPORT.related.confusion[0])
    assert f"{count:,}\n{100 * share:.0f}\u00a0%" in values(confusion.chart(REPORT.related), "Text")


def test_the_alternative_text_of_the_map_of_pairs_names_the_most_frequent_pair():
    pairs = PAIRS.of(["water", "food"])
    assert "Water with Food" in cooccurrence.chart(pairs).to_dict()["description"]


def test_a_small_map_writes_its_numbers_into_the_cells():
    assert len(values(cooccurrence.chart(PAIRS.of(["water", "food"]), shares=True), "Number")) == 4


def test_a_large_map_leaves_its_numbers_to_the_table():
    assert "layer" not in cooccurrence.chart(PAIRS.of(BINARY_LABELS[:17])).to_dict()


def test_the_last_bin_of_lengths_is_open():
    assert distributions.length_rows(REPORT.dataset.lengths)["Words"].iloc[-1].endswith("+")


def test_every_label_is_named_in_the_imbalance():
    assert set(imbalance.rows(ALL)["Label"]) == {label.title for label in LABELS}


def test_messages_cut_short_differ_in_shape_and_not_in_colour_alone():
    encoding = spec("identification")["encoding"]
    assert encoding["shape"]["field"] == encoding["color"]["field"] == "Believed"


def test_messages_cut_short_stand_with_the_shortest_first_and_in_words():
    assert spec("identification")["encoding"]["y"]["sort"] == ["1 word", "4 words"]
    assert "1 word 60\u00a0% and 5\u00a0%, 4 words 20\u00a0% and 1\u00a0%" in spec("identification")["description"]
