"""Held-out performance at any threshold, in rates and per 1,000 messages."""

from dataclasses import replace

import pytest

from classifier.operating_points import OPERATING_POINTS
from classifier.report.figures import CurvePoint, LabelFigures
from classifier.report.performance import at_point, at_threshold, of_class
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
