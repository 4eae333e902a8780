"""Raw outputs -> calibrated probabilities, and the form in which a calibration is stored."""

import json
from dataclasses import replace

import numpy as np
import pytest

from classifier.labels import BINARY_LABELS, PARENTS, RELATED_CLASSES
from classifier.network.calibration import Calibration, log_odds
from classifier.operating_points import FITTED_POINTS

PLAIN = Calibration(
    slope=np.ones(35, np.float32),
    intercept=np.zeros(35, np.float32),
    related_slope=1.0,
    related_bias=np.zeros(3, np.float32),
    thresholds={point: np.full(35, 0.5, np.float32) for point in FITTED_POINTS},
)


def test_the_plain_calibration_changes_nothing_where_no_label_outdoes_its_parent() -> None:
    raw = np.random.default_rng(0).uniform(0.01, 0.99, (7, 1)).repeat(35, axis=1).astype(np.float32)
    classes = np.random.default_rng(0).dirichlet(np.ones(3), 7).astype(np.float32)
    assert np.allclose(PLAIN.probabilities(raw), raw, atol=1e-5)
    assert np.allclose(PLAIN.related(classes), classes, atol=1e-5)


SHARP = replace(PLAIN, slope=np.full(35, 9, np.float32), related_slope=9.0)


def test_certain_outputs_give_probabilities_in_range() -> None:
    found = SHARP.probabilities(np.array([[0.0] * 35, [1.0] * 35], np.float32))
    assert found.dtype == np.float32
    assert ((found >= 0) & (found <= 1)).all()


def test_certain_classes_give_probabilities_that_sum_to_one() -> None:
    related = SHARP.related(np.array([[1, 0, 0], [0, 0, 1]], np.float32))
    assert related.dtype == np.float32
    assert related.sum(axis=1) == pytest.approx(1)


def test_no_rows_give_no_rows() -> None:
    assert PLAIN.probabilities(np.zeros((0, 35), np.float32)).shape == (0, 35)
    assert PLAIN.related(np.zeros((0, 3), np.float32)).shape == (0, 3)


def test_calibration_keeps_the_order_of_messages_within_a_label() -> None:
    raw = np.linspace(0.001, 0.999, 50, dtype=np.float32)[:, None].repeat(35, axis=1)
    calibration = replace(PLAIN, slope=np.linspace(0.3, 2, 35, dtype=np.float32))
    assert (np.diff(calibration.probabilities(raw), axis=0) > 0).all()


def test_no_label_is_more_probable_than_the_one_that_it_implies() -> None:
    raw = np.full((1, 35), 0.2, np.float32)
    raw[0, BINARY_LABELS.index("water")] = 0.9
    found = dict(zip(BINARY_LABELS, PLAIN.probabilities(raw)[0], strict=True))
    assert found["water"] == found["aid_related"] == pytest.approx(0.2)
    chance = PLAIN.probabilities(np.random.default_rng(0).uniform(0, 1, (50, 35)).astype(np.float32))
    for child, parent in PARENTS.items():
        assert (chance[:, BINARY_LABELS.index(child)] <= chance[:, BINARY_LABELS.index(parent)]).all()


def test_log_odds_undo_the_logistic() -> None:
    x = np.array([-5.0, 0.0, 3.0])
    assert log_odds(1 / (1 + np.exp(-x))) == pytest.approx(x)


def test_stored_and_read_it_is_the_same() -> None:
    chance = np.random.default_rng(3)
    calibration = Calibration(
        chance.uniform(0.5, 2, 35).astype(np.float32),
        chance.normal(size=35).astype(np.float32),
        1.25,
        np.array([0.1, -0.2, 0.3], np.float32),
        {point: chance.uniform(0.1, 0.9, 35).astype(np.float32) for point in FITTED_POINTS},
    )
    loaded = Calibration.from_json(json.loads(json.dumps(calibration.to_json())))
    assert (loaded.slope == calibration.slope).all()
    assert (loaded.intercept == calibration.intercept).all()
    assert (loaded.related_bias == calibration.related_bias).all()
    assert all((loaded.thresholds[point] == calibration.thresholds[point]).all() for point in FITTED_POINTS)


def test_the_file_holds_every_number_under_its_labels_name() -> None:
    content = PLAIN.to_json()
    assert set(content["labels"]) == set(BINARY_LABELS)
    assert set(content["related"]["bias"]) == set(RELATED_CLASSES)


@pytest.mark.parametrize("content", [{}, [], None, {"labels": {}}, {"labels": 3, "related": 4}])
def test_something_else_is_refused(content: object) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        Calibration.from_json(content)


@pytest.mark.parametrize("value", [None, "x", float("nan"), float("inf")])
def test_an_entry_that_is_not_a_number_is_refused(value: object) -> None:
    content = PLAIN.to_json()
    content["labels"]["water"]["balanced"] = value
    with pytest.raises((KeyError, TypeError, ValueError)):
        Calibration.from_json(content)
