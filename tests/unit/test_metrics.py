"""Metrics, bins, curves and intervals: cases checked by hand, and against scikit-learn."""

import numpy as np
import pytest
from sklearn import metrics as sk

from classifier.labels import BINARY_LABELS
from classifier.operating_points import BALANCED, HALF
from classifier.report.figures import (
    METRICS,
    Estimate,
    LabelFigures,
    PointFigures,
    RaisedInstead,
    RaisedLabel,
    ReliabilityBin,
)
from classifier.training.data.labelled_messages import LabelledMessages
from classifier.training.evaluation import bootstrap, metrics, output_figures, part_figures, system_figures
from classifier.training.evaluation.predictions import Predictions
from classifier.training.evaluation.system_figures import ALL_AT_HALF, System

LABELS = len(BINARY_LABELS)
NEVER = BINARY_LABELS.index("child_alone")
THIRDS = np.ones((3, 3)) / 3


@pytest.fixture(scope="module")
def predictions() -> Predictions:
    """Random predictions that are right more often than not; `child_alone` has no positives, many scores tie."""
    random = np.random.default_rng(1)
    targets = (random.random((400, LABELS)) < np.linspace(0.05, 0.5, LABELS)).astype(np.float32)
    targets[:, NEVER] = 0
    probabilities = np.round(np.clip(0.3 * targets + 0.7 * random.random(targets.shape), 0, 1), 2).astype(np.float32)
    probabilities[:, NEVER] *= 0.5
    truth = random.integers(0, 3, 400)
    related = np.eye(3)[truth] * 0.5 + random.random((400, 3))
    return Predictions(targets, probabilities, truth, (related / related.sum(axis=1, keepdims=True)).astype(np.float32))


def test_a_point_counts_what_is_found_missed_and_falsely_flagged() -> None:
    found = metrics.point(np.array([1, 1, 1, 0, 0]), np.array([True, True, False, True, False]), 0.4)
    assert found == PointFigures(2 / 3, 2 / 3, 2 / 3, {}, 0.4, 2, 1, 1, 1)


def test_precision_is_unknown_when_nothing_is_flagged() -> None:
    found = metrics.point(np.array([1, 0]), np.array([False, False]), 0.9)
    assert (found.precision, found.recall, found.f1) == (None, 0.0, 0.0)


def test_a_label_without_positives_has_no_rates() -> None:
    found = metrics.point(np.zeros(3), np.array([True, False, False]), 0.5)
    assert (found.precision, found.recall, found.f1) == (None, None, None)


def test_the_article_total_counts_one_for_a_label_that_never_occurs() -> None:
    targets = np.zeros((4, LABELS))
    targets[:2] = 1
    targets[:, NEVER] = 0
    perfect = Predictions(targets, targets.copy(), np.array([0, 1, 2, 1]), np.eye(3)[[0, 1, 2, 1]])
    assert metrics.overall(perfect, ALL_AT_HALF) == pytest.approx(
        {"article_total": 36, "mean_average_precision": 1, "macro_f1": 1, "micro_f1": 1, "related_macro_f1": 1}
    )


def test_macro_f1_leaves_out_labels_with_too_few_positives(predictions: Predictions) -> None:
    columns = predictions.measurable(100)
    each = [sk.f1_score(predictions.targets[:, i], predictions.probabilities[:, i] >= 0.5) for i in columns]
    assert 0 < len(columns) < LABELS
    assert metrics.overall(predictions, ALL_AT_HALF, 100)["macro_f1"] == pytest.approx(np.mean(each))


def test_a_probability_equal_to_its_threshold_is_flagged() -> None:
    scores = np.full((1, LABELS), np.float32(0.3))
    assert Predictions(np.zeros((1, LABELS)), scores, np.zeros(1, int), THIRDS[:1]).flagged(scores[0]).all()


def test_the_curve_is_the_precision_recall_curve_of_scikit_learn(predictions: Predictions) -> None:
    truth, scores = predictions.targets[:, 5], predictions.probabilities[:, 5]
    precision, recall, own = sk.precision_recall_curve(truth, scores.astype(float))
    for point in metrics.curve(truth, scores, np.array([0.37], np.float32)):
        place = np.searchsorted(own, point.threshold)
        if place < len(own):
            flagged = (scores.astype(float) >= own[place]).mean()
            found = (point.precision, point.recall, point.flagged)
            assert found == pytest.approx((precision[place], recall[place], flagged))
        else:
            assert (point.precision, point.flagged) == (None, 0)


def test_the_curve_has_few_rising_thresholds_and_the_marked_ones_among_them(predictions: Predictions) -> None:
    truth, scores = predictions.targets[:, 5], predictions.probabilities[:, 5]
    thresholds = [point.threshold for point in metrics.curve(truth, scores, np.array([0.37], np.float32))]
    assert len(thresholds) <= metrics.CURVE_POINTS
    assert thresholds == sorted(set(thresholds))
    assert {0.0, 0.37, 0.5, 1.0} <= set(thresholds)


def test_the_curve_reaches_the_positives_that_its_thresholds_are_taken_from() -> None:
    truth, scores = np.array([1, 0, 1, 0]), np.array([0.1234569, 0.1, 0.0000019, 0.0])
    curve = metrics.curve(truth, scores, np.array([]))
    assert {0.123456, 0.000001} <= {point.threshold for point in curve}


def test_reliability_bins_hold_equal_shares_and_every_message() -> None:
    scores = np.arange(150) / 150
    bins = metrics.reliability((scores > 0.5).astype(float), scores)
    assert [one.count for one in bins] == [10] * 15
    assert bins[0] == ReliabilityBin(pytest.approx(np.mean(scores[:10])), 0.0, 10)


def test_equal_scores_share_a_bin() -> None:
    bins = metrics.reliability(np.array([0, 1, 0, 1]), np.full(4, 0.25))
    assert bins == (ReliabilityBin(0.25, 0.5, 4),)


def test_calibration_error_is_the_distance_of_what_is_predicted_and_what_happens() -> None:
    scores = np.repeat([0.2, 0.8], 50)
    truth = np.concatenate([np.repeat([1, 0], [20, 30]), np.repeat([1, 0], [40, 10])])
    assert metrics.calibration_error(truth, scores) == pytest.approx(0.5 * 0.2)


def test_pooled_reliability_holds_every_decision_on_labels_with_positives() -> None:
    truth, scores = np.zeros((40, LABELS)), np.tile(np.linspace(0, 1, 40)[:, None], LABELS)
    truth[:20, 1] = truth[:10, 2] = 1
    found = Predictions(truth, scores, np.zeros(40, int), np.eye(3)[np.zeros(40, int)])
    assert sum(one.count for one in metrics.pooled_reliability(found)) == 2 * 40


def test_the_pooled_calibration_error_is_that_of_the_pooled_bins() -> None:
    scores = np.zeros((100, LABELS))
    scores[:, 0] = np.repeat([0.2, 0.8], 50)
    truth = np.zeros((100, LABELS))
    truth[:, 0] = np.concatenate([np.repeat([1, 0], [20, 30]), np.repeat([1, 0], [40, 10])])
    found = Predictions(truth, scores, np.zeros(100, int), np.eye(3)[np.zeros(100, int)])
    assert metrics.pooled_calibration_error(found) == pytest.approx(0.5 * 0.2)


def test_the_confusion_of_related_has_the_truth_in_its_rows(small_dataset) -> None:  # type: ignore[no-untyped-def]
    found = Predictions(np.zeros((3, LABELS)), np.zeros((3, LABELS)), np.array([0, 1, 1]), np.eye(3)[[1, 1, 2]])
    related = output_figures.related(LabelledMessages.load(small_dataset, 42), found, bootstrap.draw(3, 5))
    assert related.confusion == ((0, 1, 0), (0, 1, 1), (0, 0, 0))


def test_what_is_raised_instead_counts_wrong_flags_on_missed_messages_alone() -> None:
    water, food, fire = (BINARY_LABELS.index(name) for name in ("water", "food", "fire"))
    targets, scores = np.zeros((3, LABELS)), np.zeros((3, LABELS))
    targets[:, water] = 1
    targets[0, food] = 1
    scores[2, water] = 1
    scores[:, food] = scores[2, fire] = 1
    raised = output_figures.raised_instead(Predictions(targets, scores, np.zeros(3, int), THIRDS), ALL_AT_HALF)
    assert raised["water"] == RaisedInstead(2, (RaisedLabel("food", 1),))


@pytest.mark.parametrize("metric", METRICS)
def test_drawing_every_message_once_gives_the_overall_figures(predictions: Predictions, metric: str) -> None:
    once = np.ones((len(predictions), 1), np.float32)
    expected = metrics.overall(predictions, ALL_AT_HALF)[metric]
    assert bootstrap.overall(predictions, ALL_AT_HALF, once)[metric] == pytest.approx([expected])


def test_drawing_every_message_once_gives_the_ranking_of_scikit_learn(predictions: Predictions) -> None:
    ranked = bootstrap.ranking(predictions, np.ones((len(predictions), 1), np.float32))
    expected = metrics.average_precisions(predictions), metrics.roc_aucs(predictions)
    assert ranked["average_precision"][0] == pytest.approx(expected[0], nan_ok=True)
    assert ranked["roc_auc"][0] == pytest.approx(expected[1], nan_ok=True)


def test_a_resample_is_the_same_as_evaluating_the_drawn_messages(predictions: Predictions) -> None:
    weights = bootstrap.draw(len(predictions), resamples=3, seed=5)
    found = bootstrap.overall(predictions, ALL_AT_HALF, weights)
    for resample in range(3):
        drawn = predictions[np.repeat(np.arange(len(weights)), weights[:, resample].astype(int))]
        expected = metrics.overall(drawn, ALL_AT_HALF)
        assert {metric: values[resample] for metric, values in found.items()} == pytest.approx(expected, abs=1e-6)


def test_the_same_seed_draws_the_same_resamples() -> None:
    assert (bootstrap.draw(50, 20) == bootstrap.draw(50, 20)).all()
    assert (bootstrap.draw(50, 20) != bootstrap.draw(50, 20, seed=1)).any()


def test_an_interval_is_the_middle_95_percent_of_the_defined_resamples() -> None:
    assert bootstrap.interval(np.append(np.arange(1_001), np.nan)) == pytest.approx((25, 975))
    assert bootstrap.interval(np.full(5, np.nan)) is None


def test_a_system_is_no_better_than_itself(predictions: Predictions) -> None:
    system = System.sampled(predictions, ALL_AT_HALF, bootstrap.draw(len(predictions), 50))
    assert set(system_figures.differences(system, system).values()) == {Estimate(0, (0, 0))}


def test_a_lead_that_is_real_has_an_interval_above_zero(predictions: Predictions) -> None:
    weights = bootstrap.draw(len(predictions), 100)
    chance = np.random.default_rng(0).random(predictions.probabilities.shape)
    worse = Predictions(predictions.targets, chance, predictions.related_targets, np.tile(THIRDS, (134, 1))[:400])
    systems = (System.sampled(one, ALL_AT_HALF, weights) for one in (predictions, worse))
    leads = system_figures.differences(*systems)
    assert [metric for metric, lead in leads.items() if lead.interval is None or lead.interval[0] <= 0] == []


@pytest.fixture(scope="module")
def labels(predictions: Predictions, small_dataset) -> dict[str, LabelFigures]:  # type: ignore[no-untyped-def]
    """The figures of each label at two operating points."""
    points = {BALANCED: ALL_AT_HALF, HALF: ALL_AT_HALF}
    data = LabelledMessages.load(small_dataset, 42)
    return output_figures.labels(data, predictions, points, bootstrap.draw(len(predictions), 100))


def test_labels_come_in_their_order(labels: dict[str, LabelFigures]) -> None:
    assert tuple(labels) == BINARY_LABELS


def test_a_rate_lies_in_its_interval(labels: dict[str, LabelFigures]) -> None:
    low, high = labels["water"].points[BALANCED].intervals["f1"] or (1, 0)
    assert low <= (labels["water"].points[BALANCED].f1 or -1) <= high


def test_a_label_that_never_occurs_has_no_scores_and_no_intervals(labels: dict[str, LabelFigures]) -> None:
    never = labels["child_alone"]
    assert (never.average_precision, never.roc_auc) == (None, None)
    assert set(never.intervals.values()) | set(never.points[HALF].intervals.values()) == {None}


def test_the_brier_score_is_scikit_learns(predictions: Predictions, labels: dict[str, LabelFigures]) -> None:
    expected = sk.brier_score_loss(predictions.targets[:, 3], predictions.probabilities[:, 3])
    assert labels[BINARY_LABELS[3]].brier == pytest.approx(expected)


def test_a_part_without_enough_positives_has_no_means(predictions: Predictions) -> None:
    few = part_figures.part(predictions[np.arange(10)], ALL_AT_HALF)
    assert (few.labels, few.mean_average_precision, few.macro_f1) == (0, None, None)


def test_too_few_positives_have_no_mean_average_precision(predictions: Predictions) -> None:
    assert part_figures.mean_average_precision(predictions[np.arange(10)]) == Estimate(None)
