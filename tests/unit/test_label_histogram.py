"""The histogram of a label's probabilities: its bins, its scales and what it says."""

from typing import Any

import altair as alt
import numpy as np
import pytest

from classifier.charts.label_histogram import Bin, bins, chart, in_words, rows

RARE = np.array([0.001] * 20_000 + [0.01] * 500 + [0.07], np.float32)
"""Most probabilities near 0, and one message that is found at 6 %."""


def spec(probabilities: np.ndarray = RARE, threshold: float = 0.06) -> dict[str, Any]:
    """The specification, checked against the schema."""
    found = bins(probabilities, threshold)
    shown = chart(found, "Tools", threshold)
    alt.Chart.from_dict({**shown, "data": {"values": rows(found).to_dict("records")}})
    return shown


def counts(probabilities: list[float], threshold: float) -> list[tuple[int, bool]]:
    """Messages and decision of the bins that are not empty."""
    found = bins(np.array(probabilities, np.float32), threshold)
    return [(one.messages, one.found) for one in found if one.messages]


def test_every_message_is_in_one_bin():
    assert sum(one.messages for one in bins(RARE, 0.06)) == len(RARE)


def test_the_threshold_is_an_edge_so_that_a_bin_has_one_decision():
    found = bins(RARE, 0.06)
    assert [one.high for one in found if not one.found][-1] == pytest.approx(0.06)
    assert next(one.low for one in found if one.found) == pytest.approx(0.06)


def test_a_probability_at_the_threshold_is_found_and_one_just_below_is_not():
    assert counts([0.5, np.nextafter(np.float32(0.5), np.float32(0))], 0.5) == [(1, False), (1, True)]


def test_bins_follow_each_other_without_a_gap():
    found = bins(RARE, 0.06)
    assert [one.high for one in found[:-1]] == pytest.approx([one.low for one in found[1:]])


@pytest.mark.parametrize("threshold", [0.0, 0.004, 0.5, 1.0])
def test_certain_probabilities_have_a_place_at_any_threshold(threshold):
    assert counts([0.0, 1.0], threshold) == [(1, threshold == 0), (1, True)]
    assert spec(np.array([0.0, 1.0], np.float32), threshold)


def test_there_are_few_enough_bins_to_draw():
    assert len(bins(np.linspace(0, 1, 1000, dtype=np.float32), 0.3)) < 40


def test_one_message_beside_thousands_can_be_seen():
    encoding = spec()["layer"][0]["encoding"]
    scale = encoding["y"]["scale"]
    height = np.log1p(1) / np.log1p(scale["domain"][1]) * spec()["height"]
    assert (scale["type"], scale["constant"]) == ("symlog", 1)
    assert height > 12


def test_bars_stand_on_the_axis():
    assert [layer["encoding"]["y2"] for layer in spec()["layer"][:2]] == [{"datum": 0}] * 2


def test_what_is_found_differs_from_the_rest_by_the_threshold_and_not_by_colour_alone():
    notes = [layer["mark"]["text"] for layer in spec()["layer"] if "text" in layer["mark"]]
    assert notes == ["found from 6\u00a0%"]


def test_the_threshold_is_drawn_once_and_not_once_for_each_bin():
    assert [layer["data"] for layer in spec()["layer"][2:]] == [{"values": [{}]}] * 2


def test_the_alternative_text_counts_what_is_found():
    assert "Tools is found in 1 of 20,501 messages" in spec()["description"]


def test_the_sentence_counts_what_is_found():
    said = in_words((Bin(0.1, 0.3, 7, False), Bin(0.3, 0.5, 3, True)), "Water", 0.3)
    assert said.startswith("Water is found in 3 of 10 messages")


def test_the_table_has_a_row_per_bin_in_words():
    table = rows((Bin(0.1, 0.3, 7, False), Bin(0.3, 0.5, 3, True)))
    assert table["Probability"].tolist() == ["10\u00a0% to 30\u00a0%", "30\u00a0% to 50\u00a0%"]
    assert table["Decision"].tolist() == ["not found", "found"]


def test_no_two_rows_of_the_table_have_the_same_range():
    ranges = rows(bins(np.array([0, 0.3, 1], np.float32), 0.06))["Probability"].str.replace("\u00a0", " ").tolist()
    assert ranges[:2] == ["under 0.071 %", "0.071 % to 0.12 %"]
    assert ranges[-2:] == ["99.88 % to 99.929 %", "99.929 % and more"]
    assert len(set(ranges)) == len(ranges)


def test_no_label_of_the_chart_is_cut():
    encoding = spec()["layer"][0]["encoding"]
    assert [encoding[channel]["axis"]["labelLimit"] for channel in ("x", "y")] == [0, 0]
