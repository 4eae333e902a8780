"""What the Classify page says and computes, without the page: sentences, hints, changes, files."""

import json
import re
from dataclasses import replace
from io import BytesIO

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier import artifacts
from classifier.formatting import percent
from classifier.inference import Answer, Prediction
from classifier.labels import BINARY_LABELS
from classifier.operating_points import HALF, Thresholds, thresholds_at
from classifier.report.evidence import Evidence, gather
from classifier.report.figures import Estimate
from classifier.report.performance import FlagPerformance, ThresholdPerformance
from classifier.report.support import SupportLevel
from classifier.text.identification import Identified
from classifier.text.reading import MAX_TOKENS, Reading, ReadWord, TokenStatus
from classifier.text.words import words
from classifier.ui.classify.answer import classes_in_words, closest_in_words, found, verdict
from classifier.ui.classify.consistency import consistency_hints
from classifier.ui.classify.downloads import as_csv, as_json
from classifier.ui.classify.links import link_to
from classifier.ui.classify.one_label import decision_in_words
from classifier.ui.classify.parts import in_parts, part_texts, parts_table, raised_in_words
from classifier.ui.classify.recent import LENGTH, shortened
from classifier.ui.classify.thresholds import in_plain_figures, steps
from classifier.ui.classify.unknown_language import notice
from classifier.ui.classify.word_badges import badge, legend
from classifier.ui.classify.words_read import language_note, reading_warning
from classifier.ui.shared import per_thousand
from classifier.ui.shared.csv_export import neutralised, to_csv
from tests.shipped import ASSETS, ENGLISH, GERMAN, REPORT, answer

IN_GERMAN = Reading("", GERMAN, ())
AT_HALF = thresholds_at(HALF, {})
MANIFEST = artifacts.read_manifest(ASSETS)


def evidence(made: Answer, thresholds: Thresholds = AT_HALF) -> Evidence:
    """The evidence beside an answer."""
    known = made.reading.language is not None
    return gather(made.probabilities, made.related, thresholds, REPORT, language_known=known)


def read(text: str, status: TokenStatus, *read_as: str) -> ReadWord:
    """A word with what became of it."""
    return ReadWord(next(words(text)), text, status, read_as)


def reading(identified: Identified = ENGLISH, **counts: int) -> Reading:
    """A reading with this many words of each status."""
    found = []
    for name, count in counts.items():
        status = TokenStatus[name.upper()]
        found += [read("water", status, *(() if status == TokenStatus.STOP_WORD else ("water",)))] * count
    return Reading("", identified, tuple(found))


def performance(support: int, level: SupportLevel, **shares: float) -> ThresholdPerformance:
    """A label's performance with this recall, prevalence and share of flags."""
    recall = Estimate(shares["recall"])
    return ThresholdPerformance(support, level, recall, recall, recall, 0.5, shares["prevalence"], shares["flagged"])


def test_a_message_of_known_words_gets_no_warning():
    assert reading_warning(reading(kept=3, unknown=2, stop_word=4)) is None


def test_a_message_of_mostly_unknown_words_gets_a_warning_with_both_numbers():
    assert "only 2 of the 6 words" in str(reading_warning(reading(kept=2, unknown=4)))


def test_the_numbers_of_the_warning_are_those_of_the_legend():
    found = reading(kept=1, respelled=1, unknown=4, stop_word=3)
    assert "only 2 of the 6 words that count, and guesses the other 4" in str(reading_warning(found))
    said = legend(found.words)
    assert [count in said for count in ("1 known ", "1 known in another form", "4 unknown", "3 common")] == [True] * 4


def test_a_message_of_unknown_words_only_is_said_to_mean_little():
    assert "never seen" in str(reading_warning(reading(unknown=4, stop_word=1)))


def test_words_that_are_read_as_other_words_count_as_known():
    assert reading_warning(reading(respelled=4, unknown=3)) is None


def test_words_that_stand_for_stop_words_count_neither_as_known_nor_as_unknown():
    left_out = read("u", TokenStatus.RESPELLED)
    assert "only common words" in str(reading_warning(Reading("u", ENGLISH, (left_out,))))


def test_in_an_unknown_language_there_is_the_notice_and_no_second_warning():
    assert reading_warning(reading(GERMAN, unknown=4)) is None


def test_the_notice_names_the_language_says_what_the_numbers_are_worth_and_what_to_do():
    said = notice(GERMAN)
    assert "**German**" in said
    assert "English, Haitian Creole, French and Spanish" in said
    assert "nothing is flagged" in said
    assert "Translate" in said


def test_a_message_of_common_words_only_is_said_to_mean_little():
    assert "only common words" in str(reading_warning(reading(stop_word=4)))


def test_a_language_without_figures_of_its_own_is_said_to_have_none():
    assert "None were measured on French" in language_note("fr", REPORT)


def test_creole_is_named_with_its_own_figures():
    note = language_note("ht", REPORT)
    assert "**Haitian Creole**" in note
    assert f"{REPORT.languages.creole.messages:,} test messages" in note


def test_a_kind_of_aid_without_aid_is_hinted_at_with_both_probabilities():
    (hint,) = consistency_hints(evidence(answer(water=0.62, aid_related=0.38)))
    assert hint.replace("\u00a0", " ").startswith(
        "Water (62 %, flagged from 50 %) without Aid related (38 %, flagged from 50 %)"
    )


def test_the_hint_says_what_may_be_wrong_of_the_one_flag_that_there_is():
    (hint,) = consistency_hints(evidence(answer(water=0.3, aid_related=0.3), AT_HALF.move("water", 0.1)))
    assert hint.endswith("Either Aid related is missed, or Water is a false alarm.")


def test_kinds_under_one_parent_share_a_hint():
    (hint,) = consistency_hints(evidence(answer(floods=0.7, storm=0.6, weather_related=0.2)))
    assert "Floods" in hint
    assert "Storm" in hint


def test_a_label_on_a_message_judged_unrelated_is_hinted_at():
    (hint,) = consistency_hints(evidence(answer(request=0.9, related=(0.7, 0.2, 0.1))))
    assert "not related" in hint


def test_an_answer_that_agrees_with_the_hierarchy_gets_no_hint():
    assert consistency_hints(evidence(answer(water=0.9, aid_related=0.9))) == []


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (answer(water=0.7, aid_related=0.9), "About a disaster: yes (80 %). 2 topics found"),
        (answer(water=0.7), "About a disaster: yes (80 %). 1 topic found"),
        (answer(related=(0.97, 0.02, 0.01)), "About a disaster: no (97 %). No topic found"),
        (answer(related=(0.1, 0.5, 0.4)), "About a disaster: uncertain, most likely yes (50 %). No topic found"),
        (answer(related=(0.3, 0.2, 0.5)), "About a disaster: unclear, not English or cut off (50 %). No topic found"),
        (answer(related=(0.1, 0.2, 0.7)), "About a disaster: unclear, not English or cut off (70 %). No topic found"),
        (answer(water=0.9, reading=IN_GERMAN), "Nothing is flagged: the model does not know this language"),
    ],
    ids=["two topics", "one topic", "no disaster", "a coin flip", "barely unclear", "unclear", "another language"],
)
def test_the_verdict_says_whether_it_is_about_a_disaster_and_how_many_topics_were_found(made, said):
    assert verdict(evidence(made)).replace("\u00a0", " ") == said


def test_the_three_classes_stand_under_the_verdict_with_their_probabilities():
    said = classes_in_words(evidence(answer())).replace("\u00a0", " ")
    assert said == "Not related 10 % · related 80 % · unclear 10 %"


def test_where_nothing_is_flagged_the_closest_topic_is_named():
    assert "The closest is **Water**" in closest_in_words(evidence(answer(water=0.45)))


def test_topics_stand_by_group_and_under_the_topic_that_they_imply():
    sets = found(evidence(answer(water=0.7, food=0.8, aid_related=0.9, floods=0.6, request=0.7)))
    assert [
        (one.group, one.under and one.under.label.name, [label.label.name for label in one.labels]) for one in sets
    ] == [
        ("Needs", None, ["aid_related"]),
        ("Needs", "aid_related", ["food", "water"]),
        ("Weather", None, []),
        ("Weather", "weather_related", ["floods"]),
        ("Kind of message", None, ["request"]),
    ]


def test_every_topic_found_has_one_chip():
    every = dict.fromkeys(BINARY_LABELS, 0.9)
    sets = found(evidence(answer(**every)))
    assert sorted(one.label.name for chips in sets for one in chips.labels) == sorted(BINARY_LABELS)


def test_what_was_decided_of_a_label_is_said_with_where_it_is_flagged_from():
    one = evidence(answer(water=0.7)).of("water")
    assert decision_in_words(one, known=True).replace("\u00a0", " ") == "70 %, flagged (from 50 %)"
    assert decision_in_words(one, known=False).replace("\u00a0", " ") == "70 %, not judged"


@pytest.mark.parametrize("own", [0.328768, 0.5, 0.002, 0.0004, 0.999, 1.0])
def test_a_threshold_can_always_go_back_to_its_own_value(own):
    assert own in steps(own)
    assert steps(own) == sorted(set(steps(own)))


@pytest.mark.parametrize("own", [0.328768, 0.5, 0.002, 0.0004, 0.999, 1.0])
def test_no_two_places_of_a_threshold_are_shown_alike(own):
    shown = list(map(percent, steps(own)))
    assert len(shown) == len(set(shown))


def test_an_operating_point_is_described_in_plain_figures():
    said = in_plain_figures(FlagPerformance(2.43, 0.641, 0.649))
    assert said == "2.4 flags a message; 64 of 100 are right; 65 of 100 topics are found"


def test_a_link_holds_the_example_and_the_settings():
    link = link_to("http://here/", {"example": "rescue", "view": "Why"}, None)
    assert link == "http://here/?example=rescue&view=Why"


def test_a_link_holds_typed_text_only_where_it_is_asked_for():
    assert link_to("http://here/", {"message": "secret"}, None) == "http://here/"
    assert link_to("http://here/", {"example": "rescue"}, "a & b") == "http://here/?message=a+%26+b"


def test_a_recent_message_is_shown_on_one_line_and_cut():
    assert shortened("water\n  and food") == "water and food"
    assert len(shortened("water " * 50)) == LENGTH


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


def test_a_contradiction_is_no_hint_in_an_unknown_language():
    made = answer(water=0.62, aid_related=0.38, reading=IN_GERMAN)
    assert consistency_hints(evidence(made)) == []


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_no_badge_carries_a_sign_that_markdown_could_read(message):
    for word in words(message):
        shown = badge(ReadWord(word, message[word.start : word.end], TokenStatus.UNKNOWN, (word.form,)))
        text = shown.removeprefix(":orange-badge[:material/question_mark: ").removesuffix("]")
        assert not set(text) & set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\n\t")


def test_a_sign_that_came_into_a_word_all_the_same_would_be_escaped():
    word = ReadWord(next(words("water")), ":red[x] $y$ <b>", TokenStatus.STOP_WORD, ())
    assert badge(word) == r":gray-badge[:material/remove: \:red\[x\] \$y\$ \<b\>]"


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        (read("tents", TokenStatus.KEPT, "tent"), ":blue-badge[:material/check: tents → tent]"),
        (
            replace(read("nswfires", TokenStatus.RESPELLED, "nsw", "fire"), parts=("nsw", "fires")),
            "nswfires → nsw + fires]",
        ),
        (replace(read("watter", TokenStatus.RESPELLED, "water"), parts=("water",)), r"watter \~ water]"),
        (read("u", TokenStatus.RESPELLED), ":gray-badge[:material/remove: u]"),
        (read("delmas", TokenStatus.UNKNOWN, "delmas"), ":orange-badge[:material/question_mark: delmas]"),
    ],
    ids=lambda value: value.text if isinstance(value, ReadWord) else "",
)
def test_a_badge_shows_what_was_made_of_the_word(word, shown):
    assert badge(word).endswith(shown)


def test_the_legend_counts_each_status_that_occurs_and_no_other():
    words_read = [read("water", TokenStatus.KEPT, "water"), read("u", TokenStatus.RESPELLED)]
    said = legend(words_read)
    assert "1 known" in said
    assert "1 common word, ignored" in said
    assert "unknown" not in said


def long_answer(*water: float) -> Answer:
    """The answer to a long message, with the probability of water in each of its parts."""
    text = " ".join(["water"] * MAX_TOKENS * 2)
    found = Reading(text, ENGLISH, tuple(ReadWord(w, w.form, TokenStatus.KEPT, (w.form,)) for w in words(text)))
    made = answer(reading=found, water=max(water))
    parts = np.repeat(made.parts.probabilities, len(water), axis=0)
    parts[:, BINARY_LABELS.index("water")] = water
    return replace(made, parts=Prediction(parts, np.repeat(made.parts.related, len(water), axis=0)))


def test_a_flagged_label_is_raised_by_the_part_in_which_it_is_most_probable():
    made = long_answer(0.1, 0.9, 0.3)
    (water,) = in_parts(made, evidence(made))
    assert (water.title, water.highest) == ("Water", 2)
    assert raised_in_words(2, 3, [water]).replace("\u00a0", " ") == "**Part 2 of 3** raised Water 90 %"


def test_where_no_label_is_flagged_the_three_most_probable_are_shown_part_by_part():
    made = long_answer(0.1, 0.2, 0.3)
    assert len(in_parts(made, evidence(made))) == 3


def test_the_table_of_parts_holds_their_probabilities_and_their_texts():
    shares = (0.1, 0.9, *[0.3] * 7)
    made = long_answer(*shares)
    texts = part_texts(made.reading)
    table = parts_table(texts, in_parts(made, evidence(made)))
    assert list(table["Water"]) == pytest.approx(shares)
    assert list(table["Text"]) == texts


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


def test_both_files_hold_the_language_and_its_flags():
    made = answer(water=0.7)
    assert json.loads(as_json(made, evidence(made), AT_HALF, MANIFEST))["language"] == "en"
    table = pd.read_csv(BytesIO(as_csv(made, evidence(made), AT_HALF, MANIFEST)))
    assert (set(table["language"]), table["flagged"].sum()) == ({"en"}, 1)


def test_in_an_unknown_language_neither_file_has_a_language_or_a_flag():
    made = answer(water=0.7, reading=IN_GERMAN)
    content = json.loads(as_json(made, evidence(made), AT_HALF, MANIFEST))
    assert (content["language"], content["flagged"]) == (None, [])
    table = pd.read_csv(BytesIO(as_csv(made, evidence(made), AT_HALF, MANIFEST)))
    assert (table["language"].isna().all(), table["flagged"].sum()) == (True, 0)
