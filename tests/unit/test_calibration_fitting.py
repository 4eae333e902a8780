"""Calibration and operating points from validation predictions, with caution where positives are few."""

import numpy as np
import pytest
from scipy.special import expit, softmax
from sklearn.metrics import log_loss

from classifier.labels import BINARY_LABELS
from classifier.network.calibration import Calibration
from classifier.operating_points import BALANCED, FITTED_POINTS, PRECISION, RECALL
from classifier.training.fitting import calibration, thresholds
from classifier.training.fitting.threshold_study import COUNTED, SHIPPED, study
from classifier.training.fitting.thresholds import MINIMUM_FLAGGED, PRECISION_GOAL, RECALL_GOAL

MESSAGES = 2_000
NEVER = BINARY_LABELS.index("child_alone")
PREVALENCE = np.array([0.4, 0.1, 0.02, 0.004, 0.0])
Part = tuple[np.ndarray, np.ndarray]


@pytest.fixture(scope="module")
def part() -> Part:
    """Targets and well-calibrated probabilities of five labels, the last without a positive."""
    chance = np.random.default_rng(5)
    logits = chance.normal(np.log(np.maximum(PREVALENCE, 1e-4)), 2.0, (MESSAGES, len(PREVALENCE)))
    probabilities = 1 / (1 + np.exp(-logits))
    targets = (chance.random(probabilities.shape) < probabilities).astype(np.float32)
    targets[:, -1] = 0
    return targets, probabilities.astype(np.float32)


@pytest.fixture(scope="module")
def points(part: Part) -> dict[str, np.ndarray]:
    """The thresholds chosen on them."""
    return thresholds.choose(*part)


def f1(targets: np.ndarray, flagged: np.ndarray) -> float:
    """F1 of the positive class."""
    return float(2 * (flagged & (targets > 0)).sum() / (flagged.sum() + targets.sum()))


@pytest.mark.parametrize("point", FITTED_POINTS)
def test_thresholds_are_float32_inside_the_unit_interval(points: dict[str, np.ndarray], point: str) -> None:
    column = points[point]
    assert (column.dtype, column.shape) == (np.float32, (len(PREVALENCE),))
    assert ((column > 0) & (column < 1)).all()


def test_recall_lies_at_or_below_balanced_and_precision_at_or_above(points: dict[str, np.ndarray]) -> None:
    assert (points[RECALL] <= points[BALANCED]).all()
    assert (points[PRECISION] >= points[BALANCED]).all()


@pytest.mark.parametrize("label", range(3))
def test_recall_is_reached_where_it_can_be(part: Part, points: dict[str, np.ndarray], label: int) -> None:
    targets, probabilities = part
    flagged = probabilities[:, label] >= points[RECALL][label]
    assert targets[flagged, label].sum() >= (RECALL_GOAL - 0.05) * targets[:, label].sum()


@pytest.mark.parametrize("label", range(2))
def test_precision_is_reached_where_it_can_be(part: Part, points: dict[str, np.ndarray], label: int) -> None:
    targets, probabilities = part
    flagged = probabilities[:, label] >= points[PRECISION][label]
    assert flagged.sum() >= MINIMUM_FLAGGED
    assert targets[flagged, label].mean() >= PRECISION_GOAL - 0.03


def test_balanced_is_near_the_best_f1_of_a_frequent_label(part: Part, points: dict[str, np.ndarray]) -> None:
    targets, probabilities = part
    best = max(f1(targets[:, 0], probabilities[:, 0] >= t) for t in np.linspace(0.01, 0.99, 99))
    assert f1(targets[:, 0], probabilities[:, 0] >= points[BALANCED][0]) >= best - 0.01


def test_a_handful_of_lucky_positives_cannot_carry_a_threshold_away() -> None:
    chance = np.random.default_rng(1)
    targets, probabilities = np.zeros((MESSAGES, 2), np.float32), chance.uniform(0, 0.3, (MESSAGES, 2))
    targets[:400, 0], probabilities[:400, 0] = 1, chance.uniform(0.4, 0.9, 400)
    targets[:2, 1], probabilities[:2, 1] = 1, 0.98
    frequent, rare = thresholds.choose(targets, probabilities)[BALANCED]
    assert abs(rare - frequent) < abs(0.98 - frequent) / 2


def test_a_label_without_positives_is_flagged_from_one_half_on(points: dict[str, np.ndarray]) -> None:
    assert points[BALANCED][-1] == 0.5
    assert np.isfinite([column[-1] for column in points.values()]).all()


def test_shipped_thresholds_beat_counted_ones_where_positives_are_few() -> None:
    chance = np.random.default_rng(3)
    probabilities = expit(chance.normal(-6, 2.0, (1_500, 30)))
    found = study((chance.random(probabilities.shape) < probabilities).astype(np.float32), probabilities)
    assert found[SHIPPED]["micro_f1"] > found[COUNTED]["micro_f1"]


@pytest.fixture(scope="module")
def raw() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Targets, classes and the outputs of a network that is far too confident and leans toward yes."""
    chance = np.random.default_rng(8)
    logits = chance.normal(-1, 1.5, (3_000, 35))
    targets = (chance.random(logits.shape) < expit(logits)).astype(np.float32)
    targets[:, NEVER] = 0
    classes = chance.normal(0, 1, (3_000, 3))
    related = np.array([chance.choice(3, p=row) for row in softmax(classes, axis=1)])
    return targets, related, expit(2.5 * logits + 1).astype(np.float32), softmax(3 * classes, axis=1).astype(np.float32)


@pytest.fixture(scope="module")
def fitted(raw: tuple[np.ndarray, ...]) -> Calibration:
    """The calibration fitted on them."""
    return calibration.fit(*raw)


def test_thresholds_of_raw_probabilities_flag_what_those_of_calibrated_ones_flag(raw: tuple[np.ndarray, ...]) -> None:
    targets, _, probabilities, _ = raw
    on_raw = probabilities >= calibration.raw_thresholds(targets, probabilities)[BALANCED]
    both = calibration.calibrated(targets, probabilities, probabilities)
    assert (on_raw == (both >= thresholds.choose(targets, both)[BALANCED])).mean() > 0.999


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.2), (0.2, 0.5), (0.5, 1.0)])
def test_calibrated_probabilities_are_the_shares_of_positives(
    raw: tuple[np.ndarray, ...], fitted: Calibration, low: float, high: float
) -> None:
    labels = fitted.probabilities(raw[2])
    for label in (0, 1):
        rows = (labels[:, label] >= low) & (labels[:, label] < high)
        assert labels[rows, label].mean() == pytest.approx(raw[0][rows, label].mean(), abs=0.05)


def test_calibrated_classes_are_as_sure_as_they_are_right(raw: tuple[np.ndarray, ...], fitted: Calibration) -> None:
    _, related, _, raw_related = raw
    classes = fitted.related(raw_related)
    assert log_loss(related, classes) < log_loss(related, raw_related)
    assert classes.max(axis=1).mean() == pytest.approx((classes.argmax(axis=1) == related).mean(), abs=0.03)


def test_a_label_without_positives_becomes_improbable_but_never_impossible(
    raw: tuple[np.ndarray, ...], fitted: Calibration
) -> None:
    found = fitted.probabilities(raw[2])[:, NEVER]
    assert found.min() > 0
    assert found.mean() < 0.02


def test_fitted_thresholds_are_those_of_calibrated_probabilities(
    raw: tuple[np.ndarray, ...], fitted: Calibration
) -> None:
    again = thresholds.choose(raw[0], fitted.probabilities(raw[2]))
    assert [point for point in FITTED_POINTS if (fitted.thresholds[point] != again[point]).any()] == []
