"""Figures on reviews: precision and recall with their intervals, and how far reviewers agree."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from nltk.metrics.agreement import AnnotationTask

from classifier.labels import RELATED
from classifier.report.wilson import wilson_interval
from classifier.reviews.agreement import Agreement, agreements, cohens_kappa
from classifier.reviews.estimates import Estimate, calibration, draw, estimates, first_judgement, last_judgement, share
from classifier.reviews.review import Method, Review, Reviewer, judged
from tests.reviewing import ANN, BEN, CLEO, NOON, review


def about_water(reviews: Sequence[Review], **more: object) -> Estimate:
    """The estimate of one label."""
    return next(one for one in estimates(reviews, **more) if one.label == "water")


def cases(hits: int, false_alarms: int, misses: int, rest: int, **more: object) -> list[Review]:
    """Reviews of as many messages, with the label `water` marked and flagged or not."""
    kinds = [(1, 1)] * hits + [(0, 1)] * false_alarms + [(1, 0)] * misses + [(0, 0)] * rest
    return [
        review(f"{more} {i}", ["water"] * marked, ["water"] * flagged, **more)
        for i, (marked, flagged) in enumerate(kinds)
    ]


def test_a_simple_random_sample_gets_wilsons_interval() -> None:
    found = about_water(cases(12, 4, 8, 76))
    assert (found.messages, found.marked) == (100, 20)
    assert (found.precision.value, found.precision.count) == (0.75, 16)
    assert found.precision.interval == wilson_interval(0.75, 16)
    assert (found.recall.value, found.recall.interval) == (0.6, wilson_interval(0.6, 20))


def test_a_weighted_sample_is_hajeks_ratio() -> None:
    """Ten messages for every one of the rare kind stand behind the other kind."""
    rare = cases(6, 2, 2, 0, chance=1.0, method=Method.STRATIFIED)
    common = cases(1, 1, 3, 15, chance=0.1, method=Method.STRATIFIED)
    found = about_water(rare + common)
    assert found.precision.value == pytest.approx((6 + 10) / (6 + 2 + 10 + 10))
    assert found.recall.value == pytest.approx((6 + 10) / (6 + 2 + 10 + 30))
    low, high = found.recall.interval or (1, 0)
    assert 0 <= low < found.recall.value < high <= 1


def test_the_bootstrap_interval_of_a_weighted_share_covers_the_truth_about_as_often_as_it_says() -> None:
    chance, covered, rounds = np.random.default_rng(5), 0, 60
    marked = chance.random(2_000) < 0.3
    flagged = chance.random(2_000) < np.where(marked, 0.7, 0.2)
    inclusion = np.where(flagged, 0.2, 0.08)
    truth = marked[flagged].mean(), flagged[marked].mean()
    for _ in range(rounds):
        drawn = chance.random(2_000) < inclusion
        n = int(drawn.sum())
        found = share(flagged[drawn], marked[drawn], 1 / inclusion[drawn], n, draw(n))
        low, high = found.interval or (1, 0)
        covered += low <= truth[1] <= high
    assert 0.85 <= covered / rounds <= 1


def test_a_weighted_share_of_which_no_resample_differs_is_not_taken_for_certain() -> None:
    found = about_water(cases(5, 0, 0, 5, chance=0.2, method=Method.UNCERTAIN))
    low, high = found.recall.interval or (1, 1)
    assert found.recall.value == 1
    assert (low, high) == pytest.approx(wilson_interval(1.0, 5))


def test_a_message_whose_chance_is_not_known_is_no_part_of_the_models_figures() -> None:
    picked = cases(0, 50, 0, 0, chance=None, method=Method.CHOSEN)
    assert about_water(cases(12, 4, 8, 76) + picked) == about_water(cases(12, 4, 8, 76))


def test_first_judgements_count_only_where_they_were_blind() -> None:
    seen = cases(0, 50, 0, 0, blind=False)
    assert about_water(seen).messages == 0


def test_final_judgements_stand_beside_the_first_ones() -> None:
    changed = [replace(one, final=judged([], 0)) for one in cases(10, 0, 0, 0)]
    assert about_water(changed, judgement=first_judgement).precision.value == 1
    assert about_water(changed, judgement=last_judgement).precision.value == 0


def test_a_message_counts_once_as_most_of_its_reviewers_say_and_not_where_they_are_divided() -> None:
    agreed = [review("one", ["water"] * marks, ["water"], by=by) for marks, by in ((1, ANN), (1, BEN), (0, CLEO))]
    divided = [review("two", ["water"] * marks, ["water"], by=by) for marks, by in ((1, ANN), (0, BEN))]
    again = [review("one", [], ["water"], by=ANN), review("one", [], ["water"], by=BEN)]
    found = about_water([*agreed, *divided, *again])
    assert (found.messages, found.precision.value) == (1, 1)


def test_not_sure_is_no_answer_about_the_label() -> None:
    assert about_water([review(marked=[], not_sure=["water"])]).messages == 0


def test_a_label_that_was_never_flagged_or_marked_has_no_figures() -> None:
    found = about_water(cases(0, 0, 0, 30))
    assert [(one.value, one.interval, one.more) for one in (found.precision, found.recall)] == [(None, None, None)] * 2


def test_so_many_more_reviews_narrow_the_interval_to_five_points() -> None:
    now = about_water(cases(30, 10, 20, 40)).precision
    needed = now.count + (now.more or 0) * now.count / 100
    low, high = wilson_interval(now.value or 0, round(needed))
    assert (high - low) / 2 == pytest.approx(0.05, abs=0.002)
    assert about_water(cases(300, 100, 0, 0)).precision.more == 0


def test_three_that_agree_by_chance_do_not_promise_that_few_more_are_enough() -> None:
    assert (about_water(cases(3, 0, 0, 0)).precision.more or 0) > 200


def test_a_weighted_sample_says_how_many_more_it_needs() -> None:
    found = about_water(cases(12, 6, 6, 40, chance=0.2, method=Method.UNCERTAIN)).precision
    low, high = found.interval or (0, 0)
    assert found.more == pytest.approx(64 * (((high - low) / 0.1) ** 2 - 1), abs=1)


def agreement(reviews: Sequence[Review], output: str = "water") -> Agreement:
    """The agreement about one output."""
    return next(one for one in agreements(reviews, first_judgement) if one.output == output)


def both(both_mark: int, one: int, other: int, neither: int) -> list[Review]:
    """Reviews by Ann and Ben of as many messages."""
    kinds = [(1, 1)] * both_mark + [(1, 0)] * one + [(0, 1)] * other + [(0, 0)] * neither
    return [
        review(str(i), ["water"] * marks, by=by)
        for i, (ann, ben) in enumerate(kinds)
        for marks, by in ((ann, ANN), (ben, BEN))
    ]


def test_the_coefficients_are_those_of_a_worked_example() -> None:
    """Kappa: 35 of 50 the same, 0.5 by chance. Alpha: 1 - 99 x 30 / (2 x 55 x 45)."""
    found = agreement(both(20, 10, 5, 15))
    assert (found.messages, found.observed) == (50, 0.7)
    assert found.kappa == pytest.approx(0.4)
    assert found.alpha == pytest.approx(1 - 99 * 15 / (55 * 45))
    assert (found.positive, found.negative) == (pytest.approx(40 / 55), pytest.approx(30 / 45))


def test_alpha_is_that_of_nltk_whoever_judged_what() -> None:
    chance = np.random.default_rng(11)
    reviews, triples = [], []
    for message in range(60):
        for by in (ANN, BEN, CLEO):
            if chance.random() < 0.7:
                marked = bool(chance.random() < (0.8 if message < 20 else 0.1))
                reviews.append(review(str(message), ["water"] * marked, by=by))
                triples.append((by.name, message, marked))
    assert agreement(reviews).alpha == pytest.approx(AnnotationTask(data=triples).alpha())


def test_of_several_reviews_by_one_person_the_earliest_counts_whenever_it_was_saved() -> None:
    early, late = (
        review("m", marked, by=ANN, first=judged(marked, 1, at=NOON + timedelta(hours=hour)))
        for marked, hour in ((["water"], 0), ([], 1))
    )
    other = review("m", ["water"], by=BEN)
    assert agreement([late, early, other]).observed == 1
    assert about_water([late, early, other]).marked == 1


def test_98_percent_agreement_on_a_rare_label_can_have_an_alpha_near_0() -> None:
    found = agreement(both(0, 1, 1, 98))
    assert (found.observed, found.positive) == (0.98, 0)
    assert found.alpha == pytest.approx(0, abs=0.02)
    assert found.negative == pytest.approx(196 / 198)


def test_a_label_that_nobody_marked_is_undefined() -> None:
    found = agreement(both(0, 0, 0, 40))
    assert (found.kappa, found.alpha, found.positive) == (None, None, None)
    assert (found.observed, found.negative) == (1, 1)


def test_a_label_that_everybody_marked_everywhere_is_undefined_too() -> None:
    found = agreement(both(40, 0, 0, 0))
    assert (found.kappa, found.alpha, found.negative, found.positive) == (None, None, None, 1)


def test_a_message_with_one_reviewer_says_nothing_about_agreement() -> None:
    assert agreement([review(by=ANN)]) == Agreement("water", 0, None, None, None)


def test_what_was_judged_with_the_answer_in_sight_is_no_agreement() -> None:
    seen = [replace(one, blind=False) for one in both(20, 10, 5, 15)]
    assert agreement(seen).messages == 0


def test_three_reviewers_of_whom_each_saw_some_messages_have_an_alpha_and_a_mean_kappa() -> None:
    more = [review(str(i), ["water"] * (i < 20), by=CLEO) for i in range(30)]
    found = agreement(both(20, 10, 5, 15) + more)
    assert found.messages == 50
    assert 0.4 < (found.alpha or 0) < 1
    pairs = [cohens_kappa([(i < 30, i < 20) for i in range(30)]), cohens_kappa([(i < 20, i < 20) for i in range(30)])]
    assert pairs[0] is not None
    assert found.kappa == pytest.approx((0.4 * 50 + pairs[0] * 30 + (pairs[1] or 0) * 30) / 110)


def test_the_class_of_related_has_its_agreement_too() -> None:
    said = [(ANN, 0), (BEN, 0)], [(ANN, 2), (BEN, 1)], [(ANN, 1), (BEN, 1)], [(ANN, 1), (BEN, None)]
    reviews = [review(str(i), by=by, first=judged([], one, at=NOON)) for i, pair in enumerate(said) for by, one in pair]
    found = agreement(reviews, RELATED)
    assert (found.messages, found.observed, found.positive) == (3, pytest.approx(2 / 3), None)
    assert found.kappa == pytest.approx((2 / 3 - 1 / 3) / (1 - 1 / 3))


def test_people_of_the_same_name_who_log_in_are_two_reviewers() -> None:
    one, two = (Reviewer("Kim", "https://login.example.org", subject) for subject in "12")
    assert agreement([review(by=one), review(by=two)]).messages == 1


def test_the_figures_need_neither_nltk_nor_tensorflow_before_alpha_is_asked_for() -> None:
    code = "import sys, classifier.reviews.agreement, classifier.reviews.estimates; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {"nltk", "tensorflow", "streamlit"} & set(loaded) == set()


def test_calibration_sets_the_marked_share_beside_the_mean_probability() -> None:
    flagged, low = calibration(cases(6, 2, 1, 9), "water")[::-1]
    assert (flagged.low, flagged.predicted, flagged.marked.value, flagged.marked.count) == (0.6, 0.75, 0.75, 8)
    assert (low.high, low.predicted, low.marked.value) == (0.2, pytest.approx(0.1), 0.1)
    assert flagged.marked.interval == wilson_interval(0.75, 8)


def test_calibration_of_a_weighted_sample_is_weighted() -> None:
    (found,) = calibration(cases(3, 0, 0, 0, chance=1.0) + cases(0, 1, 0, 0, chance=0.25), "water")
    assert found.marked.value == pytest.approx(3 / 7)


def test_calibration_of_nothing_is_empty() -> None:
    assert calibration([], "water") == ()
