"""The triage queue: groups, orders, reasons, filters and copies, with figures computed by hand."""

import math

import numpy as np
import pytest

from classifier.labels import BINARY_LABELS, LEARNABLE
from classifier.scoring.orders import ByDistance, ByLabel, ByPriority, ByUncertainty
from classifier.scoring.priority import DEFAULT_WEIGHTS
from classifier.scoring.reasons import Blank, NotRead, Priority, in_words
from classifier.scoring.scored import Scored
from classifier.scoring.texts import compared
from classifier.scoring.triage import Count, Entry, Filters, Group, Order, Triage, entries, ordered
from tests.small_scored import HALF, scored

HOSTILE = '<img src=x onerror="document.title=1"> **no water** $x^2$ :red[help] =1+1'


def judged(answers: Scored, **thresholds: float) -> Triage:
    """Scored messages, at the threshold 0.5 but for those named."""
    return Triage(answers, compared(answers.messages), {**HALF, **thresholds})


def rows(triage: Triage, order: Order = ByLabel("water"), **filters: object) -> list[int]:  # noqa: B008  # frozen
    """The rows in their order."""
    return ordered(triage, order, Filters(**filters)).tolist()


def entry(triage: Triage, order: Order, row: int = 0) -> Entry:
    """What there is to show of a row."""
    return entries(triage, order, np.array([row]))[0]


def words(triage: Triage, order: Order, row: int = 0) -> str:
    """Why a row stands where it stands, with plain spaces."""
    return in_words(entry(triage, order, row).reason).replace("\u00a0", " ")


MIXED = judged(
    scored(
        ["found", "nichts", "nothing", " ", "also found"], ["en", None, "fr", "en", "ht"], water=[0.9, 0.9, 0, 0, 0.5]
    )
)
"""A message of each kind, and one whose probability is at its threshold."""


@pytest.mark.parametrize(
    ("group", "members"),
    [
        (Group.NOT_READ, [1]),
        (Group.READ, [0, 4, 2]),
        (Group.SOMETHING, [0, 4]),
        (Group.NOTHING, [2]),
        (Group.BLANK, [3]),
    ],
)
def test_each_message_is_in_its_group(group, members):
    assert rows(MIXED, group=group) == members
    assert MIXED.group_counts[group].messages == len(members)


def test_a_language_that_is_not_known_is_counted_first():
    assert next(iter(MIXED.group_counts)) == Group.NOT_READ


def test_a_message_in_a_language_that_is_not_known_has_no_label():
    assert entry(MIXED, ByLabel("water"), 1).found == ()
    assert MIXED.label_counts["water"].messages == 2


def test_a_label_that_cannot_be_learned_is_never_found():
    triage = judged(scored(["a child"], child_alone=[0.9]), child_alone=0.001)
    assert rows(triage, group=Group.NOTHING) == [0]
    assert set(triage.label_counts) == set(LEARNABLE)


@pytest.mark.parametrize("group", Group)
def test_no_message_at_all_is_an_empty_queue(group):
    triage = judged(scored([]))
    assert rows(triage, ByPriority(DEFAULT_WEIGHTS), group=group) == []
    assert triage.group_counts[group] == Count(0, 0)


def test_the_highest_probability_of_a_label_comes_first_and_ties_stay_as_in_the_file():
    assert rows(judged(scored(list("abcd"), water=[0.2, 0.9, 0.2, 0.5]))) == [1, 3, 0, 2]


def test_the_reason_of_a_probability_names_the_threshold():
    triage = judged(scored(["a", "b"], water=[0.9, 0.2]))
    assert words(triage, ByLabel("water"), 0) == "Water 90 %, found: the threshold is 50 %"
    assert words(triage, ByLabel("water"), 1) == "Water 20 %, not found: the threshold is 50 %"


def test_a_probability_beside_its_threshold_does_not_read_like_it():
    triage = judged(scored(["a"], water=[0.496]))
    assert words(triage, ByLabel("water")) == "Water 49.6 %, not found: the threshold is 50.0 %"


def test_the_expected_number_of_wrong_decisions_adds_what_speaks_against_each_decision():
    triage = judged(scored(list("ab"), water=[0.9, 0.6], food=[0.2, 0.45], fire=[0.0, 0.3]))
    assert triage.wrong_decisions.tolist() == pytest.approx([0.1 + 0.2, 0.4 + 0.45 + 0.3])
    assert rows(triage, ByUncertainty()) == [1, 0]


def test_wrong_decisions_are_counted_over_all_35_labels():
    answers = scored(["a"], **{name: [0.25] for name in BINARY_LABELS})
    assert judged(answers).wrong_decisions.tolist() == pytest.approx([35 * 0.25])
    assert judged(answers, water=0.2).wrong_decisions.tolist() == pytest.approx([34 * 0.25 + 0.75])


def test_the_reason_of_uncertainty_names_the_most_doubtful_decisions():
    triage = judged(scored(["a"], water=[0.6], food=[0.45], fire=[0.3], cold=[0.1]))
    said = "Most doubtful: Food (45 %, not found), Water (60 %, found) and Fire (30 %, not found)"
    assert words(triage, ByUncertainty()) == f"1.2 wrong decisions expected. {said}"


def test_the_nearest_to_a_threshold_in_log_odds_comes_first():
    triage = judged(scored(list("abcd"), water=[0.001, 0.2, 0.02, 0.01]), water=0.02)
    assert rows(triage, ByDistance("water")) == [2, 3, 1, 0]  # as shares, 0.001 would be nearer than 0.2
    distance = entry(triage, ByDistance("water"), 1).reason.log_odds
    assert distance == pytest.approx(math.log(0.2 / 0.8) - math.log(0.02 / 0.98))


@pytest.mark.parametrize("threshold", [0.0, 1.0])
def test_the_distance_of_certain_probabilities_is_finite(threshold):
    triage = judged(scored(list("ab"), water=[0.0, 1.0]), water=threshold)
    assert np.isfinite(ByDistance("water").places(triage)).all()


def test_the_reason_of_a_distance_gives_it():
    triage = judged(scored(list("ab"), water=[0.6, 0.5]))
    said = "Water 60 %, found: the threshold is 50 %. In log-odds it is 0.41 away"
    assert words(triage, ByDistance("water"), 0) == said
    assert words(triage, ByDistance("water"), 1).endswith("less than 0.01 away")


def test_a_priority_adds_weights_times_probabilities_of_different_groups():
    triage = judged(scored(["a"], water=[0.5], request=[0.25], storm=[1.0]))
    weights = {"water": 6.0, "request": 8.0, "storm": 1.0}
    assert ByPriority(weights).places(triage).tolist() == pytest.approx([-(3.0 + 2.0 + 1.0)])


def test_a_parent_and_its_children_count_once():
    triage = judged(scored(list("ab"), water=[0.8, 0.0], aid_related=[0.9, 0.9]))
    weights = {"water": 5.0, "aid_related": 5.0}
    assert ByPriority(weights).places(triage).tolist() == pytest.approx([-4.5, -4.5])


def test_somebody_who_is_trapped_comes_before_a_report_that_touches_on_everything():
    touched = ("water", "food", "shelter", "clothing", "death", "refugees", "money", "military")
    many = {name: [0.9, 0.1] for name in touched}
    triage = judged(scored(["report", "trapped"], search_and_rescue=[0.1, 0.9], request=[0.2, 0.8], **many))
    assert rows(triage, ByPriority(DEFAULT_WEIGHTS)) == [1, 0]


def test_a_person_who_sets_a_weight_changes_the_order():
    triage = judged(scored(list("ab"), fire=[0.9, 0.0], water=[0.0, 0.9]))
    assert rows(triage, ByPriority(DEFAULT_WEIGHTS)) == [1, 0]
    assert rows(triage, ByPriority({**DEFAULT_WEIGHTS, "fire": 9.0})) == [0, 1]


def test_without_weights_the_file_keeps_its_order_and_the_reason_says_so():
    triage = judged(scored(list("ab"), water=[0.1, 0.9]))
    assert rows(triage, ByPriority({})) == [0, 1]
    assert words(triage, ByPriority({})) == "Priority 0.0: no label that has a weight"


def test_the_reason_of_a_priority_names_what_adds_most_and_sums_up_the_rest():
    triage = judged(scored(["a"], water=[0.5], request=[1.0], storm=[0.2], hospitals=[0.1]))
    weights = {"water": 6.0, "request": 8.0, "storm": 1.0, "hospitals": 2.0}
    assert words(triage, ByPriority(weights)) == "Priority 11.4: Request 100 % × 8 + Water 50 % × 6 + 0.4 from others"


def test_the_points_of_the_reason_are_those_of_the_order():
    rng = np.random.default_rng(0)
    answers = scored(["x"] * 20, **{name: rng.random(20) for name in BINARY_LABELS})
    order = ByPriority(DEFAULT_WEIGHTS)
    reasons = [entry(judged(answers), order, row).reason for row in range(20)]
    assert [-one.points for one in reasons if isinstance(one, Priority)] == pytest.approx(
        order.places(judged(answers)).tolist(), rel=1e-5
    )


def test_by_default_lives_weigh_most_and_every_label_that_can_be_found_has_a_weight():
    most = sorted(DEFAULT_WEIGHTS, key=lambda name: -DEFAULT_WEIGHTS[name])
    assert most[:2] == ["search_and_rescue", "medical_help"]
    assert {"water", "food", "shelter"} < set(most[:9])
    assert set(DEFAULT_WEIGHTS) == set(LEARNABLE)


@pytest.mark.parametrize("order", [ByPriority(DEFAULT_WEIGHTS), ByLabel("water"), ByUncertainty(), ByDistance("water")])
def test_what_could_not_be_read_stands_in_the_order_of_the_file_and_says_why(order):
    triage = judged(scored(["eins", "zwei", " "], [None, None, "en"], water=[0.1, 0.9, 0]))
    assert rows(triage, order, group=Group.NOT_READ) == [0, 1]
    assert entry(triage, order, 0).reason == NotRead()
    assert entry(triage, order, 2).reason == Blank()


def test_a_filter_of_labels_takes_any_of_them():
    triage = judged(scored(list("abc"), water=[0.9, 0.1, 0.1], food=[0.1, 0.8, 0.1]))
    assert rows(triage, labels=("water", "food")) == [0, 1]


def test_filters_of_label_language_and_text_hold_together():
    texts, languages = ["dlo a", "dlo b", "no", "dlo c"], ["ht", "en", "ht", "ht"]
    triage = judged(scored(texts, languages, water=[0.9, 0.9, 0.9, 0.1]))
    assert rows(triage, labels=("water",), languages=("ht",), text="DLO") == [0]


def test_languages_are_offered_that_are_there_the_most_frequent_first():
    assert judged(scored(list("abcd"), ["fr", "en", None, "en"])).languages == ("en", "fr")


def test_languages_are_counted_in_all_messages_and_in_those_with_nothing_found():
    triage = judged(scored(["a", "b", "c", "d", " "], ["fr", "en", None, "en", "es"], water=[0, 0.9, 0, 0, 0]))
    assert triage.language_counts[Group.READ] == {"en": 2, "fr": 1}
    assert triage.language_counts[Group.NOTHING] == {"fr": 1, "en": 1}


def test_copies_stand_once_where_the_first_of_them_comes():
    triage = judged(scored(["Help us", "other", "HELP  us", "help us"], water=[0.2, 0.5, 0.9, 0.1]))
    assert rows(triage) == [2, 1]
    assert (entry(triage, ByLabel("water"), 2).number, entry(triage, ByLabel("water"), 2).copies) == (3, 3)


def test_a_copy_that_is_filtered_out_does_not_hide_one_that_is_not():
    triage = judged(scored(["help us", "HELP us"], water=[0.1, 0.9]))
    assert rows(triage, group=Group.NOTHING) == [0]
    assert rows(triage, group=Group.SOMETHING) == [1]


def test_labels_are_counted_with_every_copy_and_with_each_text_once():
    triage = judged(scored(["a", "A", "b", "c"], water=[0.9, 0.9, 0.9, 0.1]))
    assert triage.label_counts["water"] == Count(3, 2)


def test_labels_found_stand_the_likeliest_first():
    triage = judged(scored(["a"], aid_related=[0.9], water=[0.7], fire=[0.8], food=[0.4]))
    assert entry(triage, ByUncertainty()).found == ("aid_related", "fire", "water")


def test_a_message_is_shown_as_it_was_written_and_never_becomes_part_of_a_reason():
    triage = judged(scored([HOSTILE], water=[0.9]))
    for order in (ByPriority(DEFAULT_WEIGHTS), ByLabel("water"), ByUncertainty(), ByDistance("water")):
        assert entry(triage, order).message == HOSTILE
        assert "<" not in in_words(entry(triage, order).reason)
