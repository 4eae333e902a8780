"""What the Classify page says and computes, without the page: sentences, hints, changes, files."""

import json
import re
from io import BytesIO

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier import artifacts
from classifier.inference import Answer
from classifier.operating_points import HALF, Thresholds, thresholds_at
from classifier.report.evidence import Evidence, gather
from classifier.report.figures import Estimate
from classifier.report.performance import ThresholdPerformance
from classifier.report.support import SupportLevel
from classifier.text.tokenizer import Reading, ReadWord, TokenStatus
from classifier.text.words import words
from classifier.ui.classify.answer import answer_in_words
from classifier.ui.classify.changes import compare, crossings_in_words
from classifier.ui.classify.consistency import consistency_hints
from classifier.ui.classify.downloads import as_csv, as_json
from classifier.ui.classify.why import numbered
from classifier.ui.classify.words_read import badge, language_note, reading_warning
from classifier.ui.shared import per_thousand
from classifier.ui.shared.csv_export import neutralised, to_csv
from tests.shipped import ASSETS, REPORT, answer

AT_HALF = thresholds_at(HALF, {})
MANIFEST = artifacts.read_manifest(ASSETS)


def evidence(made: Answer, thresholds: Thresholds = AT_HALF) -> Evidence:
    """The evidence beside an answer."""
    return gather(made.probabilities, made.related, thresholds, REPORT)


def reading(**counts: int) -> Reading:
    """A reading with this many words of each status."""
    word = next(words("water"))
    return Reading(
        "english",
        tuple(
            ReadWord(word, "water", "water", TokenStatus[name.upper()])
            for name, count in counts.items()
            for _ in range(count)
        ),
    )


def performance(support: int, level: SupportLevel, **shares: float) -> ThresholdPerformance:
    """A label's performance with this recall, prevalence and share of flags."""
    recall = Estimate(shares["recall"])
    return ThresholdPerformance(support, level, recall, recall, recall, 0.5, shares["prevalence"], shares["flagged"])


def test_a_message_of_known_words_gets_no_warning():
    assert reading_warning(reading(kept=3, unknown=2, stop_word=4)) is None


def test_a_message_of_mostly_unknown_words_gets_a_warning_with_both_numbers():
    assert "4 of the 6 words" in str(reading_warning(reading(kept=2, unknown=4)))


def test_a_message_of_unknown_words_only_is_said_to_mean_little():
    assert "never seen" in str(reading_warning(reading(unknown=4, stop_word=1)))


def test_a_message_of_stop_words_only_is_said_to_mean_little():
    assert "stop words" in str(reading_warning(reading(stop_word=4)))


def test_a_language_without_figures_of_its_own_is_said_to_have_none():
    assert "None were measured on French" in language_note("french", REPORT)


def test_creole_is_named_with_its_own_figures():
    note = language_note("creole", REPORT)
    assert "**Haitian Creole**" in note
    assert f"{REPORT.languages.creole.messages:,} test messages" in note


def test_a_kind_of_aid_without_aid_is_hinted_at_with_both_probabilities():
    (hint,) = consistency_hints(evidence(answer(water=0.62, aid_related=0.38)))
    assert hint.replace("\u00a0", " ").startswith("Water (62 %) without Aid related (38 %)")


def test_the_hint_names_the_thresholds_that_disagree():
    (hint,) = consistency_hints(evidence(answer(water=0.3, aid_related=0.3), AT_HALF.move("water", 0.1)))
    assert "(Water from 10 %, Aid related from 50 %)" in hint.replace("\u00a0", " ")


def test_kinds_under_one_parent_share_a_hint():
    (hint,) = consistency_hints(evidence(answer(floods=0.7, storm=0.6, weather_related=0.2)))
    assert "Floods" in hint
    assert "Storm" in hint


def test_a_label_on_a_message_judged_unrelated_is_hinted_at():
    (hint,) = consistency_hints(evidence(answer(request=0.9, related=(0.7, 0.2, 0.1))))
    assert "not related" in hint


def test_an_answer_that_agrees_with_the_hierarchy_gets_no_hint():
    assert consistency_hints(evidence(answer(water=0.9, aid_related=0.9))) == []


def test_the_answer_in_words_names_each_flagged_label_most_probable_first():
    sentence = answer_in_words(evidence(answer(water=0.7, aid_related=0.9))).replace("\u00a0", " ")
    assert sentence == "**Related** (class 1, 80 %). Flagged with 2 labels: **Aid related** 90 %, **Water** 70 %."


def test_the_answer_in_words_names_the_closest_label_where_none_is_flagged():
    assert "the closest is Water" in answer_in_words(evidence(answer(water=0.45)))


def test_of_a_thousand_messages_the_found_the_missed_and_the_false_alarms_are_counted():
    sentence = per_thousand.in_words(
        "Water", performance(248, SupportLevel.ENOUGH, recall=0.7, prevalence=0.06, flagged=0.08)
    )
    assert "about **42 found**, **18 missed**, **38 false alarms**" in sentence


def test_what_is_found_and_missed_adds_up_to_what_there_is():
    one = performance(1615, SupportLevel.ENOUGH, recall=0.8163, prevalence=0.4114, flagged=0.4)
    carrying, found, missed, _ = map(
        int, re.findall(r"\*\*(\d+)", per_thousand.in_words("Aid related", one).split("messages**", 1)[1])
    )
    assert (carrying, found + missed) == (411, carrying)


def test_counts_that_rest_on_few_messages_are_called_a_guess():
    one = performance(22, SupportLevel.FEW, recall=0.7, prevalence=0.005, flagged=0.01)
    assert "guess" in per_thousand.in_words("Offer", one)


def test_every_output_is_compared_and_the_largest_change_comes_first():
    changes = compare(answer(water=0.2, food=0.5), answer(water=0.8, food=0.4), AT_HALF)
    assert (len(changes), [change.title for change in changes[:2]]) == (38, ["Water", "Food"])


def test_a_crossed_threshold_is_marked_in_either_direction():
    changes = compare(answer(water=0.2, food=0.6), answer(water=0.8, food=0.4), AT_HALF)
    assert crossings_in_words(changes) == "**Now flagged**: Water. **No longer flagged**: Food."


def test_a_change_of_the_related_class_is_marked():
    changes = compare(answer(related=(0.8, 0.1, 0.1)), answer(related=(0.1, 0.8, 0.1)), AT_HALF)
    assert {change.crossing for change in changes} == {"", "now most probable", "no longer most probable"}


def test_messages_that_differ_in_nothing_cross_nothing():
    assert crossings_in_words(compare(answer(), answer(), AT_HALF)) == "No label crosses its threshold."


def test_a_word_that_occurs_again_gets_a_number():
    assert numbered(["water", "food", "water"]) == ["water", "food", "water (2)"]


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_no_badge_carries_a_sign_that_markdown_could_read(message):
    for word in words(message):
        shown = badge(ReadWord(word, message[word.start : word.end], "lemma", TokenStatus.KEPT))
        text = shown.removeprefix(":blue-badge[:material/check: ").removesuffix("]")
        assert not set(text) & set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\n\t")


def test_a_sign_that_came_into_a_word_all_the_same_would_be_escaped():
    word = ReadWord(next(words("water")), ":red[x] $y$ <b>", "water", TokenStatus.STOP_WORD)
    assert badge(word) == r":gray-badge[:material/remove: \:red\[x\] \$y\$ \<b\>]"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_is_quoted(start):
    assert neutralised(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"


def test_negative_numbers_stay_numbers_in_the_csv():
    assert to_csv(pd.DataFrame({"difference": [-0.5]})).decode("utf-8-sig") == "difference\n-0.5\n"


def test_the_csv_holds_all_outputs_and_neutralises_the_message():
    made = answer("=1+1", water=0.7)
    table = pd.read_csv(BytesIO(as_csv(made, evidence(made), AT_HALF, MANIFEST)))
    assert (len(table), set(table["message"])) == (38, {"'=1+1"})


def test_the_json_names_the_model_its_version_the_operating_point_and_all_thresholds():
    made = answer(water=0.7)
    content = json.loads(as_json(made, evidence(made), AT_HALF, MANIFEST))
    assert (content["model_sha256"], content["version"], content["operating_point"], len(content["thresholds"])) == (
        MANIFEST.model_sha256,
        MANIFEST.version,
        "half",
        35,
    )


def test_the_json_keeps_the_message_as_it_was_typed():
    made = answer("=1+1 **ماء**")
    assert json.loads(as_json(made, evidence(made), AT_HALF, MANIFEST))["message"] == made.message
