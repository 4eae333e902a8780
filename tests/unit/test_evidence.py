"""The evidence beside each number: what is flagged, how it did on held-out messages, and how that is put into words."""

from dataclasses import replace

import pytest

from classifier.labels import BINARY_LABELS
from classifier.operating_points import HALF, Thresholds, thresholds_at
from classifier.report.evidence import Evidence, gather, in_words, nearby_in_words
from classifier.report.figures import Estimate
from classifier.report.performance import HeldOutPerformance, NearbyPerformance
from classifier.report.support import SupportLevel
from tests.shipped import FEW, NEVER, REPORT, answer


def performance(**changes: object) -> HeldOutPerformance:
    """The performance of a label that 248 test messages carry."""
    water = HeldOutPerformance(
        248, SupportLevel.ENOUGH, Estimate(0.71, (0.65, 0.77)), Estimate(0.63, (0.5, 0.7)), Estimate(0.67)
    )
    return replace(water, **changes)  # type: ignore[arg-type]


def evidence(thresholds: Thresholds | None = None, known: bool = True, **probabilities: float) -> Evidence:
    """The evidence beside an answer with these probabilities, at one cut-off for all, in a language known or not."""
    made = answer(**probabilities)
    at = thresholds or thresholds_at(HALF, {})
    return gather(made.probabilities, made.related, at, REPORT, language_known=known)


def said(name: str, one: HeldOutPerformance) -> str:
    """In words, with plain spaces."""
    return in_words(name, one).replace("\u00a0", " ")


def test_it_is_said_how_often_a_label_is_right_and_on_how_many_messages():
    assert said("water", performance()) == (
        "When it predicts water, it is right 71 % of the time, and it finds 63 % of such messages; 248 test messages."
    )


def test_with_little_support_the_interval_is_said_too():
    assert "(95 % interval 65 % to 77 %)" in said("water", performance(support=60))


def test_under_thirty_test_messages_are_said_to_be_too_few_to_trust():
    few = performance(support=22, level=SupportLevel.FEW)
    assert said("offer", few).startswith("Too few test messages to trust: when it predicts offer")


def test_a_label_without_any_example_is_said_to_be_without_an_example():
    assert "nothing could be learned or measured" in said("child alone", performance(level=SupportLevel.NONE))


def test_a_label_that_was_never_flagged_has_no_precision():
    assert said("water", performance(precision=Estimate(None))).startswith("It predicted water for none")


def test_a_label_is_flagged_from_its_threshold_on():
    assert [one.label.name for one in evidence(water=0.5, food=0.49).flagged] == ["water"]


def test_flagged_labels_come_most_probable_first():
    assert [one.label.name for one in evidence(water=0.7, aid_related=0.9).flagged] == ["aid_related", "water"]


def test_of_two_equally_probable_labels_the_one_that_is_implied_comes_first():
    assert [one.label.name for one in evidence(water=0.9, aid_related=0.9).flagged] == ["aid_related", "water"]


def test_all_labels_and_classes_have_evidence_in_their_order():
    found = evidence()
    assert tuple(one.label.name for one in found.labels) == BINARY_LABELS
    assert [one.number for one in found.classes] == [0, 1, 2]


def test_the_most_probable_class_is_the_chosen_one():
    chosen = evidence().chosen
    assert chosen
    assert chosen.title == "1 related"


def test_in_a_language_that_the_model_does_not_know_nothing_is_flagged_or_chosen():
    found = evidence(known=False, water=0.99)
    assert (found.flagged, found.chosen, found.language_known) == ((), None, False)
    assert not any(one.flagged for one in found.labels)
    assert not any(one.chosen for one in found.classes)


def test_in_a_language_that_the_model_does_not_know_probabilities_are_kept():
    assert evidence(known=False, water=0.99).of("water").probability == 0.99


def test_a_threshold_moved_by_hand_takes_its_rates_from_the_curve():
    moved = evidence(thresholds_at(HALF, {}).move("water", 0.1)).of("water").performance
    assert moved.recall.value > evidence().of("water").performance.recall.value
    assert moved.recall.interval is None


@pytest.mark.parametrize(("name", "level"), [(FEW, SupportLevel.FEW), (NEVER, SupportLevel.NONE)])
def test_labels_that_cannot_be_trusted_say_so(name, level):
    assert evidence().of(name).performance.level == level


def test_the_hit_rate_near_a_probability_is_said_with_its_messages_and_its_interval():
    said = nearby_in_words(0.9, NearbyPerformance(0.85, 0.93, 55, 49)).replace("\u00a0", " ")
    assert said == (
        "Of 55 test messages given about 90 % (85 % to 93 %), 89 % carried it (95 % interval 78 % to 95 %)."
    )


def test_a_hit_rate_on_few_messages_is_counted_and_not_called_a_rate():
    said = nearby_in_words(0.6, NearbyPerformance(0.5, 0.7, 8, 6)).replace("\u00a0", " ")
    assert said == "Of only 8 test messages given about 60 % (50 % to 70 %), 6 carried it: too few to trust."


def test_where_no_message_got_about_as_much_nothing_is_claimed():
    assert nearby_in_words(0.6, NearbyPerformance(0.5, 0.7, 0, 0)).startswith("No test message was given about 60")


def test_labels_that_are_flagged_or_close_are_told_from_the_rest_and_are_at_least_three():
    close = evidence(water=0.6, food=0.3, shelter=0.26, fire=0.2).close
    assert [one.label.name for one in close] == ["water", "food", "shelter"]
    assert len(evidence().close) == 3
