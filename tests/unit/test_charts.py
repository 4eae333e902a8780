"""The charts of the Classify page: what is in a specification, and what must never be."""

import json
from typing import Any

import pandas as pd
import pytest

from classifier import charts, row_marks

BARS = pd.DataFrame(
    [
        {
            "row": "Infrastructure related",
            "title": "Infrastructure related",
            "order": 0,
            "state": charts.FLAGGED,
            "tested": True,
            "probability": 0.9,
            "threshold": 0.4,
            "reading": "✓ 90 %",
            "strong": True,
        },
        {
            "row": "Offer · untested",
            "title": "Offer",
            "order": 1,
            "state": charts.BELOW,
            "tested": False,
            "probability": 0.1,
            "threshold": 0.3,
            "reading": "10 %",
            "strong": False,
        },
    ]
)
RELATED = pd.DataFrame(
    [
        {
            "row": "1 related",
            "order": 0,
            "state": charts.FLAGGED,
            "meaning": "about it",
            "probability": 0.9,
            "reading": "✓ 90 %",
            "strong": True,
        }
    ]
)
EFFECTS = pd.DataFrame(
    [{"row": "secretword", "place": 0, "label": "Water", "column": 0, "effect": 31.0, "reading": "+31"}]
)
CHANGES = pd.DataFrame(
    [
        {
            "row": "Water",
            "title": "Water",
            "order": 0,
            "before": 0.2,
            "after": 0.6,
            "threshold": 0.4,
            "direction": "rises",
            "reading": "+40 now flagged",
            "strong": True,
        }
    ]
)
DRAWN = [
    (charts.probability_bars, BARS),
    (charts.related_bars, RELATED),
    (charts.word_effects, EFFECTS),
    (charts.changes, CHANGES),
]
NAMES = [build.__name__ for build, _ in DRAWN]


def specification(chart: Any) -> dict[str, Any]:
    """A chart as Vega-Lite, checked against its schema, without the data."""
    return {key: value for key, value in chart.to_dict().items() if key not in ("data", "datasets")}


def marks(part: dict[str, Any]) -> list[dict[str, Any]]:
    """Every mark of a specification, however deep its layer."""
    own = [part["mark"]] if "mark" in part else []
    return own + [mark for layer in part.get("layer", ()) for mark in marks(layer)]


@pytest.mark.parametrize(("build", "table"), DRAWN, ids=NAMES)
def test_every_chart_has_an_alternative_text(build, table):
    assert len(specification(build(table))["description"]) > 40


@pytest.mark.parametrize(("build", "table"), DRAWN, ids=NAMES)
def test_a_specification_is_the_same_with_and_without_data_but_for_its_height(build, table):
    filled, empty = specification(build(table)), specification(build(pd.DataFrame()))
    assert filled | {"height": 0} == empty | {"height": 0}


def test_the_words_of_a_message_are_in_the_data_and_not_in_the_specification():
    assert "secretword" not in json.dumps(specification(charts.word_effects(EFFECTS)))


def test_a_chart_is_as_high_as_its_rows():
    assert specification(charts.probability_bars(BARS))["height"] == 2 * row_marks.ROW


def test_a_word_that_is_paired_with_two_labels_takes_one_row():
    twice = pd.concat([EFFECTS, EFFECTS.assign(label="Food", column=1)])
    assert row_marks.height(twice) == row_marks.ROW


@pytest.mark.parametrize(("build", "table"), [DRAWN[0], DRAWN[1], DRAWN[3]], ids=[NAMES[0], NAMES[1], NAMES[3]])
def test_names_of_outputs_are_never_cut(build, table):
    axes = [layer["encoding"]["y"]["axis"] for layer in specification(build(table))["layer"] if "encoding" in layer]
    assert {(axis["labelLimit"], axis["labelOverlap"]) for axis in axes} == {(0, False)}


def test_names_of_labels_above_the_heat_map_are_never_cut():
    layer = specification(charts.word_effects(EFFECTS))["layer"][0]
    assert layer["encoding"]["x"]["axis"]["labelLimit"] == 0


def test_each_bar_carries_its_threshold_as_a_tick():
    edge, tick = [mark for mark in marks(specification(charts.probability_bars(BARS))) if mark["type"] == "tick"]
    assert edge["thickness"] > tick["thickness"]


def test_untested_bars_are_hollow_and_dashed():
    bars = [mark for mark in marks(specification(charts.probability_bars(BARS))) if mark["type"] == "bar"]
    assert [mark["strokeDash"] for mark in bars if mark.get("filled") is False] == [[3, 2]]


def test_the_tooltip_of_a_bar_holds_all_its_evidence():
    layer = specification(charts.probability_bars(BARS))["layer"][1]
    assert [entry["title"] for entry in layer["encoding"]["tooltip"]] == [
        "Label",
        "Probability",
        "Threshold",
        "Base rate",
        "Test precision",
        "Test recall",
        "Test messages",
        "Held-out record",
    ]


def test_effects_are_written_in_their_cells_so_that_they_read_without_colour():
    cells, numbers = specification(charts.word_effects(EFFECTS))["layer"]
    assert (cells["mark"]["type"], numbers["encoding"]["text"]["field"]) == ("rect", "reading")


def test_no_effect_and_equal_effects_of_both_signs_have_mirrored_colours():
    scale = specification(charts.word_effects(EFFECTS))["layer"][0]["encoding"]["color"]["scale"]
    assert (scale["domainMid"], sum(scale["domain"])) == (0, 0)
