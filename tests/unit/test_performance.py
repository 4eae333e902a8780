"""Held-out performance at any threshold, in rates and per 1,000 messages."""

from dataclasses import replace

import pytest

from classifier.operating_points import OPERATING_POINTS
from classifier.report.figures import CurvePoint, LabelFigures
from classifier.report.performance import at_point, at_threshold, near, of_class, of_flags
from classifier.report.support import Support, SupportLevel
from tests.shipped import ENOUGH, NEVER, REPORT


def label(support: int, *curve: tuple[float, float, float]) -> LabelFigures:
    """A label that `support` test messages carry, with a curve of thresholds, recalls and flagged shares."""
    points = tuple(CurvePoint(threshold, None, recall, flagged) for threshold, recall, flagged in curve)
    return replace(REPORT.labels[ENOUGH], support=Support(0, 0, support), curve=points)


def test_of_a_thousand_messages_says_how_many_are_found_missed_and_false():
    figures = label(100, (0.0, 1.0, 1.0), (0.5, 0.8, 0.1), (1.0, 0.0, 0.0))
    performance = at_threshold(figures, 0.5, messages=2_000)
    assert (performance.found, performance.missed, performance.false_alarms) == pytest.approx((40, 10, 60))


def test_rates_follow_from_the_curve():
    performance = at_threshold(label(100, (0.0, 1.0, 1.0), (0.5, 0.8, 0.1), (1.0, 0.0, 0.0)), 0.5, messages=2_000)
    rates = performance.precision.value, performance.recall.value, performance.f1.value
    assert rates == pytest.approx((0.4, 0.8, 2 * 0.4 * 0.8 / 1.2))


def test_between_two_points_of_the_curve_is_interpolated():
    performance = at_threshold(label(1, (0.0, 1.0, 1.0), (1.0, 0.0, 0.0)), 0.25, messages=10)
    assert (performance.recall.value, performance.flagged) == pytest.approx((0.75, 0.75))


def test_nothing_flagged_leaves_the_precision_unknown():
    performance = at_threshold(label(1, (0.0, 1.0, 1.0), (1.0, 0.0, 0.0)), 1.0, messages=10)
    assert (performance.precision.value, performance.recall.value, performance.missed) == (None, 0, pytest.approx(100))


@pytest.mark.parametrize("point", OPERATING_POINTS)
def test_the_curve_agrees_with_what_was_measured_at_an_operating_point(point):
    figures = REPORT.labels["aid_related"]
    measured = at_point(figures, point)
    along = at_threshold(figures, measured.threshold, REPORT.rows.test)
    for rate in ("precision", "recall", "f1"):
        assert getattr(along, rate).value == pytest.approx(getattr(measured, rate).value, abs=1e-3)
    assert along.false_alarms == pytest.approx(measured.false_alarms, abs=0.5)


def test_a_label_without_positives_finds_and_misses_nothing():
    performance = at_threshold(REPORT.labels[NEVER], 0.5, REPORT.rows.test)
    assert (performance.support, performance.precision.value, performance.found, performance.missed) == (0, None, 0, 0)


def test_a_class_of_related_with_few_test_messages_is_marked():
    assert [of_class(REPORT.related, number).level for number in range(3)] == [
        SupportLevel.ENOUGH,
        SupportLevel.ENOUGH,
        SupportLevel.FEW,
    ]


def steps(*carrying: tuple[float, int, int]) -> LabelFigures:
    """A label on 1,000 test messages: from each threshold on, this many are reached, and this many of them carry it."""
    support = carrying[0][2]
    curve = [(threshold, carry / support, reached / 1_000) for threshold, reached, carry in carrying]
    return label(support, *curve, (1.0, 0.0, 0.0))


def test_the_hit_rate_near_a_probability_counts_the_messages_that_got_about_as_much():
    figures = steps((0.0, 1_000, 100), (0.5, 160, 80), (0.6, 100, 60), (0.7, 40, 36))
    nearby = near(figures, 0.65, messages=1_000)
    assert (nearby.low, nearby.high, nearby.messages, nearby.carrying) == (0.6, 0.7, 60, 24)
    assert nearby.share == pytest.approx(0.4)


def test_where_few_messages_are_near_the_next_ones_are_taken_in_the_nearer_side_first():
    figures = steps((0.0, 1_000, 100), (0.5, 160, 80), (0.6, 100, 60), (0.7, 80, 50), (0.78, 30, 20))
    nearby = near(figures, 0.69, messages=1_000)
    assert (nearby.low, nearby.high, nearby.messages) == (0.6, 0.78, 70)


def test_messages_that_got_much_more_or_much_less_are_never_taken_in():
    figures = steps((0.0, 1_000, 100), (0.3, 90, 40), (0.6, 20, 15), (0.7, 12, 10))
    nearby = near(figures, 0.65, messages=1_000)
    assert (nearby.low, nearby.high, nearby.messages) == (0.6, 0.7, 8)


@pytest.mark.parametrize("name", [ENOUGH, NEVER])
@pytest.mark.parametrize("probability", [0.0, 0.0001, 0.3, 0.999, 1.0])
def test_every_probability_has_a_place_on_the_shipped_curves(name, probability):
    nearby = near(REPORT.labels[name], probability, REPORT.rows.test)
    assert nearby.low <= probability <= nearby.high
    assert 0 <= nearby.carrying <= nearby.messages


def test_all_flags_together_give_their_number_and_how_many_are_right_and_found():
    flags = of_flags(REPORT.labels.values(), "balanced", REPORT.rows.test)
    harmonic = 2 * flags.precision * flags.recall / (flags.precision + flags.recall)
    assert harmonic == pytest.approx(REPORT.overall["micro_f1"].value, abs=1e-4)
