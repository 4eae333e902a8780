"""What the Classify page says and computes, without the page: sentences, hints, changes, files."""

import json
import re
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.labels import BINARY_LABELS, BY_NAME
from classifier.record import Record
from classifier.report import FEW, MEASURED, NONE
from classifier.text import words
from classifier.tokenizer import BEYOND, KEPT, STOP_WORD, UNKNOWN_WORD, Reading, ReadWord
from classifier.ui.parts.answer import in_words
from classifier.ui.parts.bars import bar_table
from classifier.ui.parts.chips import chip_text
from classifier.ui.parts.comparison import changes_table, crossings_in_words
from classifier.ui.parts.downloads import as_csv, as_json, neutralised
from classifier.ui.parts.evidence import percent, record_in_words, signed
from classifier.ui.parts.notes import consistency_notes
from classifier.ui.parts.operating import per_thousand
from classifier.ui.parts.result import Result, reading_warning
from classifier.ui.parts.thresholds import Thresholds, at_point, move
from classifier.ui.parts.why import numbered

SPACE = "\u00a0"
MANIFEST = SimpleNamespace(version="0.1.0", recipe="default", model_sha256="ab" * 32)


def result(message: str = "message", related: tuple[float, ...] = (0.1, 0.8, 0.1), **probabilities: float) -> Result:
    """A result with the probabilities named; all others are 0.01."""
    found = {name: probabilities.get(name, 0.01) for name in BINARY_LABELS}
    return Result(message, Reading("english", ()), found, related, 0.001)


def thresholds(**values: float) -> Thresholds:
    """Thresholds of 0.5 but for those named."""
    return Thresholds("balanced", {name: values.get(name, 0.5) for name in BINARY_LABELS})


def evidence(found: Result, chosen: Thresholds) -> pd.DataFrame:
    """What `evidence_table` yields, with the same held-out record for all labels."""
    rows = [
        {
            "name": name,
            "title": BY_NAME[name].title,
            "group": BY_NAME[name].group,
            "meaning": "",
            "record": "",
            "evidence": NONE if name == "child_alone" else FEW if name == "offer" else MEASURED,
            "probability": found.probabilities[name],
            "threshold": chosen.values[name],
            "prevalence": 0.06,
            "precision": 0.71,
            "precision_low": 0.65,
            "precision_high": 0.77,
            "recall": 0.63,
            "recall_low": 0.5,
            "recall_high": 0.7,
            "test": 248,
        }
        for name in BINARY_LABELS
    ]
    table = pd.DataFrame(rows)
    return table.assign(flagged=table["probability"] >= table["threshold"])


def record_row(**changes: object) -> dict:
    """One row of `evidence_table` for Water."""
    row = {
        "title": "Water",
        "evidence": MEASURED,
        "test": 248,
        "precision": 0.71,
        "recall": 0.63,
        "precision_low": 0.65,
        "precision_high": 0.77,
    }
    return row | changes


def reading(**counts: int) -> Reading:
    """A reading with so many words of each fate."""
    fates = {"kept": KEPT, "unknown": UNKNOWN_WORD, "stop": STOP_WORD, "beyond": BEYOND}
    word = next(words("water"))
    return Reading(
        "english",
        tuple(ReadWord(word, "water", "water", fates[name]) for name, count in counts.items() for _ in range(count)),
    )


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.714, "71 %"),
        (0.0, "0 %"),
        (0.004, "0.4 %"),
        (0.00004, "< 0.1 %"),
        (1.0, "100 %"),
        (0.996, "99.6 %"),
        (0.9999, "> 99.9 %"),
        (None, "–"),
        (float("nan"), "–"),
    ],
)
def test_shares_are_written_as_percentages_with_a_digit_only_where_it_tells_something(share, text):
    assert percent(share).replace(SPACE, " ") == text


@pytest.mark.parametrize(("points", "text"), [(31.4, "+31"), (-5.2, "−5"), (0.4, "0"), (-0.4, "0")])
def test_points_carry_their_sign_and_no_effect_carries_none(points, text):
    assert signed(points) == text


def test_the_record_of_a_measured_label_says_how_often_it_is_right_and_on_how_many_messages():
    assert record_in_words(record_row()).replace(SPACE, " ") == (
        "When it says water it is right 71 % of the time, and it finds 63 % of such messages; 248 test messages."
    )


def test_the_record_of_a_label_with_little_support_carries_its_interval():
    assert "(95 % interval 65 % to 77 %)" in record_in_words(record_row(test=60)).replace(SPACE, " ")


def test_the_record_of_a_label_under_thirty_messages_is_called_untested():
    assert record_in_words(record_row(test=22, evidence=FEW)).startswith("Untested, too few to trust: when it says")


def test_a_label_without_any_example_has_no_record_and_no_figures():
    sentence = record_in_words(record_row(test=0, evidence=NONE, precision=float("nan")))
    assert sentence == "Untested: the data hold no example of it, so nothing could be learned or measured."


def test_a_label_that_was_never_flagged_has_no_precision():
    assert record_in_words(record_row(precision=float("nan"))).startswith("It never said water")


def test_a_message_of_known_words_gets_no_warning():
    assert reading_warning(reading(kept=3, unknown=2, stop=4)) is None


def test_a_message_of_mostly_unknown_words_gets_a_warning_with_both_numbers():
    assert "4 of the 6 words" in str(reading_warning(reading(kept=2, unknown=4)))


def test_a_message_of_unknown_words_only_is_said_to_mean_little():
    assert "never seen" in str(reading_warning(reading(unknown=4, stop=1)))


def test_a_message_of_stop_words_only_is_said_to_mean_little():
    assert "stop words" in str(reading_warning(reading(stop=4)))


def test_the_naive_operating_point_is_one_half_for_every_label():
    assert set(at_point({}, "half").values.values()) == {0.5}


def test_an_operating_point_takes_the_shipped_thresholds_in_label_order():
    shipped = {"recall": np.linspace(0, 1, 35, dtype=np.float32)}
    assert list(at_point(shipped, "recall").values) == list(BINARY_LABELS)


def test_moving_a_threshold_changes_this_label_only():
    moved = move(thresholds(), "water", 0.2)
    assert {name for name, value in moved.values.items() if value != 0.5} == {"water"}


def test_a_slider_left_where_it_was_moves_nothing():
    assert move(thresholds(), "water", 0.5).moved is None


def test_a_kind_of_aid_without_aid_is_hinted_at_with_both_probabilities():
    found = result(water=0.62, aid_related=0.38)
    (hint,) = consistency_notes(found, evidence(found, thresholds()))
    assert hint.replace(SPACE, " ").startswith("Water (62 %) without Aid related (38 %)")


def test_the_hint_names_the_thresholds_that_disagree():
    found = result(water=0.3, aid_related=0.3)
    (hint,) = consistency_notes(found, evidence(found, move(thresholds(), "water", 0.1)))
    assert "(Water from 10 %, Aid related from 50 %)" in hint.replace(SPACE, " ")


def test_of_two_equally_probable_labels_the_one_that_is_implied_comes_first():
    found = result(water=0.9, aid_related=0.9)
    sentence = in_words(found, evidence(found, thresholds()))
    assert sentence.index("Aid related") < sentence.index("Water")


def test_what_is_found_and_missed_adds_up_to_what_there_is():
    sentence = per_thousand("aid_related", Record(0.36, 1615, 0.4114, 0.4, 0.82, 0.8163, 0.75), few=False)
    needs, found, missed, _ = map(int, re.findall(r"\*\*(\d+)", sentence.split("messages**", 1)[1]))
    assert (needs, found + missed) == (411, needs)


def test_kinds_under_one_parent_share_a_hint():
    found = result(floods=0.7, storm=0.6, weather_related=0.2)
    (hint,) = consistency_notes(found, evidence(found, thresholds()))
    assert "Floods" in hint
    assert "Storm" in hint


def test_a_label_on_a_message_judged_unrelated_is_hinted_at():
    found = result(request=0.9, related=(0.7, 0.2, 0.1))
    (hint,) = consistency_notes(found, evidence(found, thresholds()))
    assert "not related" in hint


def test_an_answer_that_agrees_with_the_hierarchy_gets_no_hint():
    found = result(water=0.9, aid_related=0.9)
    assert consistency_notes(found, evidence(found, thresholds())) == []


def test_the_answer_in_words_names_each_flagged_label_most_probable_first():
    found = result(water=0.7, aid_related=0.9)
    sentence = in_words(found, evidence(found, thresholds())).replace(SPACE, " ")
    assert sentence == "**Related** (class 1, 80 %). Flagged with 2 labels: **Aid related** 90 %, **Water** 70 %."


def test_the_answer_in_words_names_the_closest_label_where_none_is_flagged():
    found = result(water=0.45)
    assert "the closest is Water" in in_words(found, evidence(found, thresholds()))


def test_all_labels_have_a_bar_in_either_order():
    table = evidence(result(), thresholds())
    assert [len(bar_table(table, grouped)["title"].dropna()) for grouped in (False, True)] == [35, 35]


def test_bars_that_rest_on_too_little_say_so_in_words():
    rows = set(bar_table(evidence(result(), thresholds()), grouped=False)["row"])
    assert {"Offer · untested", "Child alone · no examples", "Water"} <= rows


def test_grouped_bars_stand_under_the_names_of_their_groups():
    rows = bar_table(evidence(result(), thresholds()), grouped=True)
    assert list(rows.loc[rows["state"] == "heading", "row"]) == ["Kind of message", "Aid", "Infrastructure", "Weather"]


def test_of_a_thousand_messages_the_found_the_missed_and_the_false_alarms_are_counted():
    record = Record(0.5, 248, 0.06, 0.08, 0.5, 0.7, 0.6)
    assert "about **42 found**, **18 missed**, **38 false alarms**" in per_thousand("water", record, few=False)


def test_counts_that_rest_on_few_messages_are_called_a_guess():
    assert "guess" in per_thousand("offer", Record(0.5, 22, 0.005, 0.01, 0.5, 0.7, 0.6), few=True)


def test_every_output_is_compared_and_the_largest_change_comes_first():
    table = changes_table(result(water=0.2, food=0.5), result(water=0.8, food=0.4), thresholds())
    assert (len(table), list(table["title"][:2])) == (38, ["Water", "Food"])


def test_a_crossed_threshold_is_marked_in_either_direction():
    table = changes_table(result(water=0.2, food=0.6), result(water=0.8, food=0.4), thresholds())
    assert crossings_in_words(table) == "**Now flagged**: Water. **No longer flagged**: Food."


def test_a_change_of_the_related_class_is_marked():
    table = changes_table(result(related=(0.8, 0.1, 0.1)), result(related=(0.1, 0.8, 0.1)), thresholds())
    assert set(table["crossing"]) == {"", "now most probable", "no longer most probable"}


def test_messages_that_differ_in_nothing_cross_nothing():
    assert crossings_in_words(changes_table(result(), result(), thresholds())) == "No label crosses its threshold."


def test_a_word_that_occurs_again_gets_a_number():
    assert numbered(["water", "food", "water"]) == ["water", "food", "water (2)"]


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_no_chip_carries_a_sign_that_markdown_could_read(message):
    for word in words(message):
        text = chip_text(ReadWord(word, message[word.start : word.end], "lemma", KEPT))
        assert not set(text) & set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\n\t")


def test_a_sign_that_came_into_a_word_all_the_same_would_be_escaped():
    word = next(words("water"))
    assert chip_text(ReadWord(word, ":red[x] $y$ <b>", "water", STOP_WORD)) == r"\:red\[x\] \$y\$ \<b\>"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_is_quoted(start):
    assert neutralised(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"


def test_the_csv_holds_all_outputs_and_neutralises_the_message():
    found = result("=1+1", water=0.7)
    table = pd.read_csv(pd.io.common.BytesIO(as_csv(found, evidence(found, thresholds()), thresholds(), MANIFEST)))
    assert (len(table), set(table["message"])) == (38, {"'=1+1"})


def test_the_json_names_the_model_its_version_the_operating_point_and_all_thresholds():
    found = result("water", water=0.7)
    content = json.loads(as_json(found, evidence(found, thresholds()), thresholds(), MANIFEST))
    assert (content["model_sha256"], content["version"], content["operating_point"], len(content["thresholds"])) == (
        MANIFEST.model_sha256,
        "0.1.0",
        "balanced",
        35,
    )


def test_the_json_keeps_the_message_as_it_was_typed():
    found = result("=1+1 **ماء**")
    assert json.loads(as_json(found, evidence(found, thresholds()), thresholds(), MANIFEST))["message"] == found.message
