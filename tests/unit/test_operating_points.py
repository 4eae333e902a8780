"""The operating points and the thresholds that they put in force."""

import numpy as np
import pytest

from classifier.labels import BINARY_LABELS
from classifier.operating_points import FITTED_POINTS, HALF, OPERATING_POINTS, thresholds_at

FITTED = {point: np.linspace(0.1, 0.9, 35, dtype=np.float32) for point in FITTED_POINTS}


def test_all_points_but_the_naive_one_are_fitted():
    assert set(OPERATING_POINTS) - set(FITTED_POINTS) == {HALF}


def test_the_naive_point_is_one_half_for_every_label():
    assert set(thresholds_at(HALF, FITTED).values.values()) == {0.5}


def test_a_fitted_point_takes_its_thresholds_in_label_order():
    assert list(thresholds_at("recall", FITTED).values.values()) == pytest.approx(FITTED["recall"].tolist())


def test_moving_a_threshold_changes_this_label_only():
    moved = thresholds_at(HALF, FITTED).move("water", 0.2)
    assert ({name for name, value in moved.values.items() if value != 0.5}, moved.moved) == ({"water"}, "water")


def test_a_threshold_that_stays_where_it_is_was_not_moved():
    assert thresholds_at(HALF, FITTED).move("water", 0.5).moved is None


def test_thresholds_are_named_by_label():
    assert tuple(thresholds_at(HALF, FITTED).values) == BINARY_LABELS
