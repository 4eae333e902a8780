"""Raw outputs -> calibrated probabilities, and the file they are stored in."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from classifier.calibration import OPERATING_POINTS, Calibration, log_odds
from classifier.errors import ArtifactError
from classifier.labels import BINARY_LABELS, PARENTS, RELATED_CLASSES

PLAIN = Calibration(
    slope=np.ones(35, np.float32),
    intercept=np.zeros(35, np.float32),
    related_slope=1.0,
    related_bias=np.zeros(3, np.float32),
    thresholds={point: np.full(35, 0.5, np.float32) for point in OPERATING_POINTS},
)


def test_the_plain_calibration_changes_nothing_where_no_label_outdoes_its_parent() -> None:
    raw = np.random.default_rng(0).uniform(0.01, 0.99, (7, 1)).repeat(35, axis=1).astype(np.float32)
    classes = np.random.default_rng(0).dirichlet(np.ones(3), 7).astype(np.float32)
    assert np.allclose(PLAIN.probabilities(raw), raw, atol=1e-5)
    assert np.allclose(PLAIN.related(classes), classes, atol=1e-5)


def test_results_are_float32_in_range_also_for_certain_and_no_rows() -> None:
    raw = np.array([[0.0] * 35, [1.0] * 35], np.float32)
    sharp = replace(PLAIN, slope=np.full(35, 9, np.float32), related_slope=9.0)
    found = sharp.probabilities(raw)
    assert found.dtype == np.float32
    assert np.isfinite(found).all()
    assert ((found >= 0) & (found <= 1)).all()
    related = sharp.related(np.array([[1, 0, 0], [0, 0, 1]], np.float32))
    assert related.dtype == np.float32
    assert related.sum(axis=1) == pytest.approx(1)
    assert PLAIN.probabilities(raw[:0]).shape == (0, 35)
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


def test_stored_and_loaded_it_is_the_same(tmp_path: Path) -> None:
    chance = np.random.default_rng(3)
    calibration = Calibration(
        chance.uniform(0.5, 2, 35).astype(np.float32),
        chance.normal(size=35).astype(np.float32),
        1.25,
        np.array([0.1, -0.2, 0.3], np.float32),
        {point: chance.uniform(0.1, 0.9, 35).astype(np.float32) for point in OPERATING_POINTS},
    )
    path = tmp_path / "calibration.json"
    path.write_text(json.dumps(calibration.to_json()), encoding="utf-8")
    loaded = Calibration.load(path)
    assert (loaded.slope == calibration.slope).all()
    assert (loaded.intercept == calibration.intercept).all()
    assert (loaded.related_bias == calibration.related_bias).all()
    assert all((loaded.thresholds[point] == calibration.thresholds[point]).all() for point in OPERATING_POINTS)


def test_the_file_holds_every_number_under_its_labels_name() -> None:
    content = PLAIN.to_json()
    assert set(content["labels"]) == set(BINARY_LABELS)
    assert set(content["related"]["bias"]) == set(RELATED_CLASSES)


@pytest.mark.parametrize("content", ["", "{}", "[]", "null", '{"labels": {}}', '{"labels": 3, "related": 4}'])
def test_a_file_of_something_else_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "calibration.json").write_text(content, encoding="utf-8")
    with pytest.raises(ArtifactError, match=r"calibration\.json"):
        Calibration.load(tmp_path / "calibration.json")


@pytest.mark.parametrize("value", [None, "x", float("nan"), float("inf")])
def test_a_number_that_is_none_is_named(tmp_path: Path, value: object) -> None:
    content = PLAIN.to_json()
    content["labels"]["water"]["balanced"] = value
    (tmp_path / "calibration.json").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ArtifactError, match=r"calibration\.json"):
        Calibration.load(tmp_path / "calibration.json")
