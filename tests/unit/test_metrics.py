"""The figures of metrics.json: cases to check by hand, and the same figures by scikit-learn."""

import numpy as np
import pytest
from sklearn import metrics as sk

from classifier.labels import BINARY_LABELS
from classifier.training import bootstrap, measure, metrics
from classifier.training.metrics import Answers

LABELS = len(BINARY_LABELS)
HALF = np.full(LABELS, 0.5)


@pytest.fixture(scope="module")
def answers() -> Answers:
    """Random answers that are right more often than not; label 8 has no positives, many scores tie."""
    random = np.random.default_rng(1)
    targets = (random.random((400, LABELS)) < np.linspace(0.05, 0.5, LABELS)).astype(np.float32)
    targets[:, 8] = 0
    probabilities = np.round(np.clip(0.3 * targets + 0.7 * random.random(targets.shape), 0, 1), 2).astype(np.float32)
    probabilities[:, 8] *= 0.5
    truth = random.integers(0, 3, 400)
    related = np.eye(3)[truth] * 0.5 + random.random((400, 3))
    return Answers(targets, probabilities, truth, (related / related.sum(axis=1, keepdims=True)).astype(np.float32))


def test_a_point_counts_what_is_found_missed_and_falsely_raised() -> None:
    found = metrics.point(np.array([1, 1, 1, 0, 0]), np.array([True, True, False, True, False]), 0.4)
    assert found == {
        "threshold": 0.4,
        "precision": 2 / 3,
        "recall": 2 / 3,
        "f1": 2 / 3,
        "true_positives": 2,
        "false_positives": 1,
        "false_negatives": 1,
        "true_negatives": 1,
    }


def test_precision_is_unknown_when_nothing_is_flagged() -> None:
    found = metrics.point(np.array([1, 0]), np.array([False, False]), 0.9)
    assert (found["precision"], found["recall"], found["f1"]) == (None, 0.0, 0.0)


def test_a_label_without_positives_has_no_figures_at_all() -> None:
    found = metrics.point(np.zeros(3), np.array([True, False, False]), 0.5)
    assert (found["precision"], found["recall"], found["f1"]) == (None, None, None)
    assert metrics.label(np.zeros(3), np.array([0.1, 0.2, 0.3]))["average_precision"] is None
    assert metrics.label(np.zeros(3), np.array([0.1, 0.2, 0.3]))["roc_auc"] is None


def test_threshold_free_figures_are_scikit_learns(answers: Answers) -> None:
    truth, scores = answers.targets[:, 3], answers.probabilities[:, 3]
    found = metrics.label(truth, scores)
    assert found["average_precision"] == pytest.approx(sk.average_precision_score(truth, scores))
    assert found["roc_auc"] == pytest.approx(sk.roc_auc_score(truth, scores))
    assert found["brier"] == pytest.approx(sk.brier_score_loss(truth, scores))


def test_the_article_total_counts_one_for_a_label_that_never_occurs() -> None:
    targets = np.zeros((4, LABELS))
    targets[:2] = 1
    targets[:, 8] = 0
    perfect = Answers(targets, targets.copy(), np.array([0, 1, 2, 1]), np.eye(3)[[0, 1, 2, 1]])
    found = metrics.overall(perfect, HALF)
    assert found["article_total"] == pytest.approx(36)
    assert found["mean_average_precision"] == found["macro_f1"] == found["micro_f1"] == pytest.approx(1)


def test_macro_f1_leaves_out_labels_with_too_few_positives(answers: Answers) -> None:
    columns = answers.measurable(100)
    assert 0 < len(columns) < LABELS
    each = [sk.f1_score(answers.targets[:, i], answers.probabilities[:, i] >= 0.5) for i in columns]
    assert metrics.overall(answers, HALF, 100)["macro_f1"] == pytest.approx(np.mean(each))


def test_a_probability_equal_to_its_threshold_is_flagged() -> None:
    scores = np.full((1, LABELS), np.float32(0.3))
    told = Answers(np.zeros((1, LABELS)), scores, np.zeros(1, int), np.ones((1, 3)) / 3)
    assert told.flagged(scores[0]).all()


def test_the_curve_is_the_precision_recall_curve_of_scikit_learn(answers: Answers) -> None:
    truth, scores = answers.targets[:, 5], answers.probabilities[:, 5]
    curve = metrics.curve(truth, scores, np.array([0.37], np.float32))
    thresholds = [point["threshold"] for point in curve]
    assert len(curve) <= metrics.CURVE_POINTS
    assert thresholds == sorted(set(thresholds))
    assert {0.0, 0.37, 0.5, 1.0} <= set(thresholds)
    precision, recall, own = sk.precision_recall_curve(truth, scores.astype(float))
    for point in curve:
        place = np.searchsorted(own, point["threshold"])
        if place < len(own):
            assert point["precision"] == pytest.approx(precision[place])
            assert point["recall"] == pytest.approx(recall[place])
            assert point["flagged"] == pytest.approx((scores.astype(float) >= own[place]).mean())
        else:
            assert (point["precision"], point["flagged"]) == (None, 0)


def test_reliability_bins_hold_equal_shares_and_every_message() -> None:
    scores = np.arange(150) / 150
    bins = metrics.reliability((scores > 0.5).astype(float), scores)
    assert [b["count"] for b in bins] == [10] * 15
    assert bins[0] == {"probability": pytest.approx(np.mean(scores[:10])), "observed": 0.0, "count": 10}


def test_equal_scores_share_a_bin() -> None:
    bins = metrics.reliability(np.array([0, 1, 0, 1]), np.full(4, 0.25))
    assert bins == [{"probability": 0.25, "observed": 0.5, "count": 4}]


def test_calibration_error_is_the_distance_of_what_is_said_and_what_happens() -> None:
    scores = np.repeat([0.2, 0.8], 50)
    truth = np.concatenate([np.repeat([1, 0], [20, 30]), np.repeat([1, 0], [40, 10])])
    assert metrics.calibration_error(truth, scores) == pytest.approx(0.5 * 0.2)


def test_the_confusion_of_related_has_the_truth_in_its_rows() -> None:
    told = Answers(np.zeros((3, LABELS)), np.zeros((3, LABELS)), np.array([0, 1, 1]), np.eye(3)[[1, 1, 2]])
    assert metrics.related(told)["confusion"] == [[0, 1, 0], [0, 1, 1], [0, 0, 0]]


def test_what_is_raised_instead_counts_wrong_flags_on_missed_messages_only() -> None:
    water, food, fire = (BINARY_LABELS.index(name) for name in ("water", "food", "fire"))
    targets, scores = np.zeros((3, LABELS)), np.zeros((3, LABELS))
    targets[:, water] = 1
    targets[0, food] = 1
    scores[2, water] = 1
    scores[:, food] = scores[2, fire] = 1
    told = Answers(targets, scores, np.zeros(3, int), np.ones((3, 3)) / 3)
    assert metrics.confusions(told, HALF)["water"] == {"missed": 2, "instead": [{"label": "food", "count": 1}]}


def test_drawing_no_resample_but_the_messages_themselves_gives_the_figures(answers: Answers) -> None:
    once = np.ones((len(answers.targets), 1), np.float32)
    for metric, value in metrics.overall(answers, HALF).items():
        assert bootstrap.overall(answers, HALF, once)[metric] == pytest.approx([value]), metric
    columns = answers.measurable()
    ranked = bootstrap.ranking(answers, columns, once)
    for place, i in enumerate(columns):
        found = metrics.label(answers.targets[:, i], answers.probabilities[:, i])
        assert ranked["average_precision"][0, place] == pytest.approx(found["average_precision"])
        assert ranked["roc_auc"][0, place] == pytest.approx(found["roc_auc"])


def test_a_resample_is_the_same_as_evaluating_the_drawn_messages(answers: Answers) -> None:
    weights = bootstrap.draw(len(answers.targets), resamples=3, seed=5)
    assert weights.sum(axis=0).tolist() == [len(answers.targets)] * 3
    found = bootstrap.overall(answers, HALF, weights)
    for resample in range(3):
        drawn = answers[np.repeat(np.arange(len(weights)), weights[:, resample].astype(int))]
        for metric, value in metrics.overall(drawn, HALF).items():
            assert found[metric][resample] == pytest.approx(value, abs=1e-6), metric


def test_the_same_seed_draws_the_same_resamples() -> None:
    assert (bootstrap.draw(50, 20) == bootstrap.draw(50, 20)).all()
    assert (bootstrap.draw(50, 20) != bootstrap.draw(50, 20, seed=1)).any()


def test_an_interval_is_the_middle_95_percent_and_ignores_undefined_resamples() -> None:
    assert bootstrap.interval(np.append(np.arange(1_001), np.nan)) == pytest.approx((25, 975))
    assert bootstrap.interval(np.full(5, np.nan)) is None


def test_a_system_is_no_better_than_itself(answers: Answers) -> None:
    system = measure.System.sampled(answers, HALF, bootstrap.draw(len(answers.targets), 50))
    for difference in measure.differences(system, system).values():
        assert difference == {"value": 0, "interval": (0, 0)}


def test_a_lead_that_is_real_has_an_interval_above_zero(answers: Answers) -> None:
    weights = bootstrap.draw(len(answers.targets), 100)
    noise = np.random.default_rng(3).random(answers.probabilities.shape).astype(np.float32)
    worse = Answers(answers.targets, noise, answers.related_targets, np.ones_like(answers.related) / 3)
    ours, theirs = (measure.System.sampled(told, HALF, weights) for told in (answers, worse))
    for metric, difference in measure.differences(ours, theirs).items():
        assert difference["interval"][0] > 0, metric


def test_every_interval_holds_its_figure_and_every_label_its_points(answers: Answers) -> None:
    found = measure.labels(answers, {"balanced": HALF, "half": HALF}, bootstrap.draw(len(answers.targets), 100))
    assert tuple(found) == BINARY_LABELS
    low, high = found["water"]["points"]["balanced"]["intervals"]["f1"]
    assert low <= found["water"]["points"]["balanced"]["f1"] <= high
    assert found["child_alone"]["intervals"] == {"average_precision": None, "roc_auc": None}
    assert found["child_alone"]["points"]["half"]["intervals"] == {"precision": None, "recall": None, "f1": None}


def test_a_part_without_enough_positives_has_no_mean(answers: Answers) -> None:
    few = answers[np.arange(10)]
    assert np.isnan(measure.part(few, HALF)["mean_average_precision"])
    assert measure.mean_precision(few)["interval"] is None
