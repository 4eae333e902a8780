"""Calibration and operating points from validation predictions, with caution where positives are few."""

import numpy as np
import pytest
from scipy.special import expit, softmax
from sklearn.metrics import log_loss

from classifier.labels import BINARY_LABELS
from classifier.training.calibrate import (
    MINIMUM_FLAGGED,
    PRECISION_GOAL,
    RECALL_GOAL,
    calibrated,
    choose_thresholds,
    fit,
    raw_thresholds,
)
from classifier.training.threshold_study import study

MESSAGES = 2_000
NEVER = BINARY_LABELS.index("child_alone")
PREVALENCE = np.array([0.4, 0.1, 0.02, 0.004, 0.0])


@pytest.fixture(scope="module")
def part() -> tuple[np.ndarray, np.ndarray]:
    """Targets and honest, calibrated probabilities of five labels, the last without a positive."""
    chance = np.random.default_rng(5)
    logits = chance.normal(np.log(np.maximum(PREVALENCE, 1e-4)), 2.0, (MESSAGES, len(PREVALENCE)))
    probabilities = 1 / (1 + np.exp(-logits))
    targets = (chance.random(probabilities.shape) < probabilities).astype(np.float32)
    targets[:, -1] = 0
    return targets, probabilities.astype(np.float32)


def f1(targets: np.ndarray, flagged: np.ndarray) -> float:
    """F1 of the positive class."""
    return float(2 * (flagged & (targets > 0)).sum() / (flagged.sum() + targets.sum()))


def test_thresholds_are_float32_inside_the_unit_interval(part: tuple[np.ndarray, np.ndarray]) -> None:
    for column in choose_thresholds(*part).values():
        assert (column.dtype, column.shape) == (np.float32, (len(PREVALENCE),))
        assert ((column > 0) & (column < 1)).all()


def test_recall_lies_at_or_below_balanced_and_precision_at_or_above(part: tuple[np.ndarray, np.ndarray]) -> None:
    points = choose_thresholds(*part)
    assert (points["recall"] <= points["balanced"]).all()
    assert (points["precision"] >= points["balanced"]).all()


def test_recall_and_precision_reach_their_goals_where_they_can(part: tuple[np.ndarray, np.ndarray]) -> None:
    targets, probabilities = part
    points = choose_thresholds(targets, probabilities)
    for label in range(3):
        flagged = probabilities[:, label] >= points["recall"][label]
        assert targets[flagged, label].sum() >= (RECALL_GOAL - 0.05) * targets[:, label].sum()
    for label in range(2):
        flagged = probabilities[:, label] >= points["precision"][label]
        assert flagged.sum() >= MINIMUM_FLAGGED
        assert targets[flagged, label].mean() >= PRECISION_GOAL - 0.03


def test_balanced_is_near_the_best_f1_of_a_frequent_label(part: tuple[np.ndarray, np.ndarray]) -> None:
    targets, probabilities = part
    threshold = choose_thresholds(targets, probabilities)["balanced"][0]
    best = max(f1(targets[:, 0], probabilities[:, 0] >= t) for t in np.linspace(0.01, 0.99, 99))
    assert f1(targets[:, 0], probabilities[:, 0] >= threshold) >= best - 0.01


def test_a_handful_of_lucky_positives_cannot_carry_a_threshold_away() -> None:
    chance = np.random.default_rng(1)
    targets, probabilities = np.zeros((MESSAGES, 2), np.float32), chance.uniform(0, 0.3, (MESSAGES, 2))
    targets[:400, 0], probabilities[:400, 0] = 1, chance.uniform(0.4, 0.9, 400)
    targets[:2, 1], probabilities[:2, 1] = 1, 0.98
    frequent, rare = choose_thresholds(targets, probabilities)["balanced"]
    assert abs(rare - frequent) < abs(0.98 - frequent) / 2


def test_a_label_without_positives_is_flagged_from_one_half_on(part: tuple[np.ndarray, np.ndarray]) -> None:
    points = choose_thresholds(*part)
    assert points["balanced"][-1] == 0.5
    assert np.isfinite([column[-1] for column in points.values()]).all()


def test_shipped_thresholds_beat_counted_ones_where_positives_are_few() -> None:
    chance = np.random.default_rng(3)
    probabilities = expit(chance.normal(-6, 2.0, (1_500, 30)))
    found = study((chance.random(probabilities.shape) < probabilities).astype(np.float32), probabilities)
    assert found["shipped"]["micro_f1"] > found["counted"]["micro_f1"]


def test_raw_thresholds_flag_what_thresholds_of_calibrated_probabilities_flag() -> None:
    targets, _, raw, _ = raw_outputs()
    on_raw = raw >= raw_thresholds(targets, raw)["balanced"]
    both = calibrated(targets, raw, raw)
    assert (on_raw == (both >= choose_thresholds(targets, both)["balanced"])).mean() > 0.999


def raw_outputs() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Targets, classes and the outputs of a network that is far too sure and leans toward yes."""
    chance = np.random.default_rng(8)
    logits = chance.normal(-1, 1.5, (3_000, 35))
    targets = (chance.random(logits.shape) < expit(logits)).astype(np.float32)
    targets[:, NEVER] = 0
    classes = chance.normal(0, 1, (3_000, 3))
    related = np.array([chance.choice(3, p=row) for row in softmax(classes, axis=1)])
    return targets, related, expit(2.5 * logits + 1).astype(np.float32), softmax(3 * classes, axis=1).astype(np.float32)


def test_fitted_probabilities_mean_what_they_say() -> None:
    targets, related, raw_labels, raw_related = raw_outputs()
    calibration = fit(targets, related, raw_labels, raw_related)
    labels, classes = calibration.probabilities(raw_labels), calibration.related(raw_related)
    for label in (0, 1):
        for low, high in ((0.0, 0.2), (0.2, 0.5), (0.5, 1.0)):
            rows = (labels[:, label] >= low) & (labels[:, label] < high)
            assert labels[rows, label].mean() == pytest.approx(targets[rows, label].mean(), abs=0.05)
    assert log_loss(related, classes) < log_loss(related, raw_related)
    assert classes.max(axis=1).mean() == pytest.approx((classes.argmax(axis=1) == related).mean(), abs=0.03)


def test_a_label_without_positives_becomes_improbable_but_never_impossible() -> None:
    targets, related, raw_labels, raw_related = raw_outputs()
    calibration = fit(targets, related, raw_labels, raw_related)
    found = calibration.probabilities(raw_labels)[:, NEVER]
    assert found.min() > 0
    assert found.mean() < 0.02


def test_fitted_thresholds_are_of_calibrated_probabilities() -> None:
    targets, related, raw_labels, raw_related = raw_outputs()
    calibration = fit(targets, related, raw_labels, raw_related)
    again = choose_thresholds(targets, calibration.probabilities(raw_labels))
    assert all((calibration.thresholds[point] == again[point]).all() for point in again)
