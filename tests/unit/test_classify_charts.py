"""The charts of the Classify page: what is in a template, what fills it, and what must never be in it."""

import json
from typing import Any

import altair as alt
import pytest

from classifier.charts import parts, probabilities, related, what_if
from classifier.charts.output_rows import enlarged, height_of
from classifier.charts.parts import LabelInParts
from classifier.charts.what_if import Change
from classifier.operating_points import HALF, thresholds_at
from classifier.report.evidence import gather
from tests.shipped import REPORT, answer

EVIDENCE, NOT_JUDGED = (
    gather(answer(water=0.9).probabilities, (0.1, 0.8, 0.1), thresholds_at(HALF, {}), REPORT, language_known=known)
    for known in (True, False)
)
PARTS = (LabelInParts("Water", 0.4, (0.2, 0.9, 0.1)), LabelInParts("Food", 0.5, (0.7, 0.7, 0.6)))
CHANGES = (Change("Water", 0.2, 0.6, 0.4, "now flagged"), Change("Class 1 related", 0.9, 0.7, None, ""))
TEMPLATES = {
    "probabilities": (probabilities.CHART, probabilities.rows(EVIDENCE.highest_first, judged=True, grouped=False)),
    "related": (related.CHART, related.rows(EVIDENCE)),
    "parts": (parts.CHART, parts.rows(PARTS)),
    "what if": (what_if.CHART, what_if.rows(CHANGES, judged=True)),
}


def marks(part: dict[str, Any]) -> list[dict[str, Any]]:
    """Every mark of a specification, however deeply nested."""
    own = [part["mark"]] if "mark" in part else []
    return own + [mark for layer in part.get("layer", ()) for mark in marks(layer)]


def fields(part: Any) -> set[str]:
    """Every column that a specification encodes."""
    if isinstance(part, dict):
        own = {part["field"]} if isinstance(part.get("field"), str) else set()
        return own.union(*map(fields, part.values()))
    return set().union(*map(fields, part)) if isinstance(part, list) else set()


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_is_valid_vega_lite(name):
    assert alt.LayerChart.from_dict({**TEMPLATES[name][0], "data": {"name": "rows"}}, validate=True)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_chart_has_an_alternative_text(name):
    assert len(TEMPLATES[name][0]["description"]) > 40


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_column_that_a_chart_shows_is_in_its_rows(name):
    template, rows = TEMPLATES[name]
    assert fields(template) - set(rows) == set()


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_columns_of_show_data_have_names_that_a_reader_understands(name):
    assert [column for column in TEMPLATES[name][1] if column != column.capitalize()] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_holds_no_data(name):
    content = json.dumps(TEMPLATES[name][0])
    assert '"data"' not in content
    assert '"datasets"' not in content


@pytest.mark.parametrize("name", ["probabilities", "related", "parts", "what if"])
def test_names_of_outputs_are_never_cut(name):
    layers = TEMPLATES[name][0]["layer"]
    axes = [layer["encoding"]["y"]["axis"] for layer in layers if "encoding" in layer]
    assert {(axis["labelLimit"], axis["labelOverlap"]) for axis in axes} == {(0, False)}


def test_each_bar_carries_the_mark_of_its_threshold_with_an_edge():
    edge, line = [mark for mark in marks(probabilities.CHART) if mark["type"] == "tick"]
    assert edge["thickness"] > line["thickness"]


def test_bars_that_rest_on_too_few_test_messages_are_hollow_and_dashed():
    bars = [mark for mark in marks(probabilities.CHART) if mark["type"] == "bar"]
    assert [mark["strokeDash"] for mark in bars if mark.get("filled") is False] == [[3, 2]]


def test_bars_that_rest_on_too_little_say_so_in_words():
    rows = set(TEMPLATES["probabilities"][1]["Shown as"])
    assert {"Offer · too few to trust", "Child alone · no examples", "Water"} <= rows


def test_all_labels_have_a_bar_in_either_order():
    grouped = probabilities.rows(EVIDENCE.highest_first, judged=True, grouped=True)
    assert [len(rows["Label"].dropna()) for rows in (TEMPLATES["probabilities"][1], grouped)] == [35, 35]


def test_grouped_bars_stand_under_the_names_of_their_groups():
    rows = probabilities.rows(EVIDENCE.highest_first, judged=True, grouped=True)
    headings = list(rows.loc[rows["Decision"] == probabilities.HEADING, "Shown as"])
    assert headings == ["Needs", "Infrastructure", "Weather", "Kind of message"]


def test_a_group_without_a_bar_has_no_name_above_it():
    rows = probabilities.rows([EVIDENCE.of("water")], judged=True, grouped=True)
    assert list(rows["Shown as"]) == ["Needs", "Water"]


def test_a_click_anywhere_on_a_row_chooses_its_label():
    (track,) = [layer for layer in probabilities.CHART["layer"] if "params" in layer]
    assert track["params"][0]["select"]["fields"] == ["Label"]
    assert track["encoding"]["x2"] == {"datum": 1}


def test_for_a_room_text_and_rows_are_larger_and_the_template_stays_as_it_is():
    size = probabilities.CHART["config"]["text"]["fontSize"]
    assert enlarged(probabilities.CHART)["config"]["text"]["fontSize"] > size >= 14
    assert probabilities.CHART["config"]["text"]["fontSize"] == size
    assert height_of(35, large=True) > height_of(35)


def test_the_tooltip_of_a_bar_holds_all_its_evidence():
    layer = probabilities.CHART["layer"][1]
    shown = {entry["title"] for entry in layer["encoding"]["tooltip"]}
    assert {"Label", "How common", "Test precision", "Test recall", "Test messages", "On test messages"} <= shown


def test_a_change_is_written_with_what_it_crosses():
    assert list(TEMPLATES["what if"][1]["Change in words"]) == ["+40 now flagged", "−20"]


def test_a_change_that_crosses_its_threshold_is_bold_so_that_it_reads_without_colour():
    numbers = [layer for layer in what_if.CHART["layer"] if layer["encoding"].get("text")]
    bold = [layer["transform"] for layer in numbers if layer["mark"].get("fontWeight") == "bold"]
    assert bold == [[{"filter": "datum.Crossing !== ''"}]]


def test_in_an_unknown_language_no_bar_is_flagged_or_has_a_check_mark():
    for rows in (probabilities.rows(NOT_JUDGED.labels, judged=False, grouped=True), related.rows(NOT_JUDGED)):
        assert set(rows["Decision"]) <= {probabilities.NOT_JUDGED, probabilities.HEADING}
        assert not rows["Rounded probability"].dropna().str.contains("✓").any()


def test_in_an_unknown_language_no_bar_has_the_mark_of_a_threshold():
    ticks = [layer for layer in probabilities.CHART["layer"] if layer["mark"]["type"] == "tick"]
    assert all({"filter": f"!({probabilities.IS_NOT_JUDGED})"} in tick["transform"] for tick in ticks)


def test_changes_are_grey_where_one_of_the_languages_is_unknown():
    assert set(what_if.rows(CHANGES, judged=False)["Direction"]) == {probabilities.NOT_JUDGED}


def test_of_the_parts_of_a_message_the_highest_is_named_and_of_equal_ones_the_first():
    rows = TEMPLATES["parts"][1].query("Highest == 'yes'")
    assert list(zip(rows["Label"], rows["Part"], strict=True)) == [("Water", "part 2"), ("Food", "part 1")]
