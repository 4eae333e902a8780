"""Labelled rows as a test of the model: what is judged, what is compared, and how far chance goes."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from classifier.dataset.seen_messages import SeenMessages
from classifier.labels import BINARY_LABELS, OUTPUTS
from classifier.operating_points import BALANCED, Thresholds
from classifier.report.figures import LabelFigures
from classifier.report.report import Report
from classifier.report.support import SupportLevel
from classifier.report.wilson import wilson_interval
from classifier.scoring.disagreements import disagreements
from classifier.scoring.evaluation import Judged, OutputEvaluation, differing, evaluate, judged
from classifier.scoring.gold import UNLABELLED, Gold
from classifier.scoring.scored import Scored
from classifier.scoring.significance import (
    average_precision_estimate,
    benjamini_hochberg,
    f1_estimate,
    same_score,
    same_share,
    share_estimate,
)
from classifier.scoring.suggestion import best_threshold, suggest
from tests.shipped import ENOUGH, FEW, NEVER, REPORT

THRESHOLDS = Thresholds(BALANCED, dict.fromkeys(BINARY_LABELS, 0.5))
WATER = BINARY_LABELS.index(ENOUGH)
NOTHING_SEEN = SeenMessages.of([])
small = st.integers(0, 60)


def file(targets: np.ndarray, probabilities: np.ndarray, label: str = ENOUGH) -> tuple[Scored, Gold]:
    """Messages with gold labels int (n,) and probabilities float (n,) of one label; nothing else is labelled."""
    count = len(targets)
    gold = np.full((count, len(BINARY_LABELS)), UNLABELLED, np.int8)
    scores = np.zeros(gold.shape, np.float32)
    gold[:, BINARY_LABELS.index(label)], scores[:, BINARY_LABELS.index(label)] = targets, probabilities
    texts = pa.array([f"message {i}" for i in range(count)])
    related = np.tile(np.array([0, 1, 0], np.float32), (count, 1))
    scored = Scored(pa.table({}), texts, pa.array(["en"] * count), np.zeros(count, bool), scores, related)
    return scored, Gold(gold, np.full(count, UNLABELLED, np.int8))


def rows(targets: np.ndarray, probabilities: np.ndarray, label: str = ENOUGH) -> Judged:
    """The same as rows to judge."""
    return judged(*file(targets, probabilities, label), NOTHING_SEEN)


def like_held_out(label: LabelFigures) -> tuple[np.ndarray, np.ndarray]:
    """Labels and decisions with the counts of the held-out messages."""
    at = label.points[BALANCED]
    counts = (at.true_positives, at.false_positives, at.false_negatives, at.true_negatives)
    return np.repeat([1, 0, 1, 0], counts), np.repeat([0.9, 0.8, 0.2, 0.1], counts)


def only(found: tuple[OutputEvaluation, ...]) -> OutputEvaluation:
    """The single output that was evaluated."""
    (one,) = found
    return one


def test_seen_blank_and_unlabelled_rows_are_counted_and_left_out() -> None:
    scored, gold = file(np.array([1, 0, 1, UNLABELLED, 1]), np.full(5, 0.6))
    scored = replace(scored, blank=np.array([False, False, True, False, False]))
    found = judged(scored, gold, SeenMessages.of(["MESSAGE 1!"]))
    assert (found.rows.tolist(), found.seen, found.blank, found.unlabelled) == ([0, 4], 1, 1, 1)


def test_rows_that_repeat_a_message_are_counted() -> None:
    scored, gold = file(np.array([1, 0, 1]), np.full(3, 0.6))
    scored = replace(scored, messages=pa.array(["we need water", "We need water!", "food"]))
    assert judged(scored, gold, NOTHING_SEEN).repeated == 1


def test_rows_like_the_held_out_ones_have_their_figures_and_do_not_differ() -> None:
    label = REPORT.labels[ENOUGH]
    found = only(evaluate(rows(*like_held_out(label)), REPORT, THRESHOLDS))
    assert (found.support, found.level, found.is_judged) == (label.support.test, SupportLevel.ENOUGH, True)
    for score in ("precision", "recall", "f1"):
        one = found.scores[score]
        assert one.here.value == pytest.approx(one.held_out.value, abs=1e-6)
        assert one.adjusted == pytest.approx(1)


def test_a_label_that_is_missed_far_more_often_differs_in_recall() -> None:
    targets, scores = like_held_out(REPORT.labels[ENOUGH])
    scores = np.where((targets == 1) & (np.arange(len(targets)) % 2 == 0), 0.1, scores)
    found = evaluate(rows(targets, scores), REPORT, THRESHOLDS)
    assert differing(found, "recall") == [only(found)]
    assert (only(found).scores["recall"].difference or 0) < -0.2
    assert only(found).scores["average_precision"].differs


def test_too_few_rows_are_not_judged() -> None:
    targets = np.repeat([1, 0], [29, 500])
    found = only(evaluate(rows(targets, np.full(529, 0.9)), REPORT, THRESHOLDS))
    assert (found.level, found.is_judged) == (SupportLevel.FEW, False)
    assert {one.adjusted for one in found.scores.values()} == {None}
    assert found.scores["precision"].here.interval is not None


def test_too_few_held_out_messages_are_no_measure_either() -> None:
    targets = np.repeat([1, 0], [200, 500])
    found = only(evaluate(rows(targets, targets * 0.9, FEW), REPORT, THRESHOLDS))
    assert (found.level, found.is_judged, found.scores["f1"].adjusted) == (SupportLevel.ENOUGH, False, None)


@pytest.mark.parametrize("label", [ENOUGH, NEVER])
def test_a_label_that_no_row_carries_has_no_scores(label: str) -> None:
    found = only(evaluate(rows(np.zeros(50, int), np.full(50, 0.1), label), REPORT, THRESHOLDS))
    assert found.support == 0
    assert {one.here.value for one in found.scores.values()} == {None}


def test_each_class_of_related_is_judged_as_a_decision() -> None:
    scored, gold = file(np.full(3, UNLABELLED), np.zeros(3))
    gold = replace(gold, related=np.array([1, 0, 1], np.int8))
    found = evaluate(judged(scored, gold, NOTHING_SEEN), REPORT, THRESHOLDS)
    assert [one.title for one in found] == ["Related: 0 not related", "Related: 1 related", "Related: 2 unclear"]
    assert found[1].scores["precision"].here.value == pytest.approx(2 / 3)
    assert found[1].scores["average_precision"].here.value is None


def test_p_values_are_adjusted_over_all_labels_of_a_score() -> None:
    found = []
    for every, name in enumerate(("water", "food", "floods"), 5):
        targets, scores = like_held_out(REPORT.labels[name])
        lost = np.flatnonzero(targets)[::every]  # so many hits become misses
        scores[lost] = 0.1
        found.append(rows(targets, scores, name))
    together = replace(
        found[0],
        rows=np.arange(sum(map(len, found))),
        gold=Gold(*(np.concatenate([getattr(one.gold, part) for one in found]) for part in ("targets", "related"))),
        probabilities=np.concatenate([one.probabilities for one in found]),
        related=np.concatenate([one.related for one in found]),
    )
    outputs = evaluate(together, REPORT, THRESHOLDS)
    raw = [same_share(*_recall(one), *_held_out_recall(REPORT, one.name)) for one in outputs]
    assert max(raw) < 0.5
    adjusted = [one.scores["recall"].adjusted for one in outputs]
    assert adjusted == pytest.approx(list(stats.false_discovery_control(raw)))
    assert adjusted != pytest.approx(raw)


def _recall(one: OutputEvaluation) -> tuple[int, int]:
    hits = round((one.scores["recall"].here.value or 0) * one.support)
    return hits, one.support - hits


def _held_out_recall(report: Report, name: str) -> tuple[int, int]:
    at = report.labels[name].points[BALANCED]
    return at.true_positives, at.false_negatives


@given(st.lists(st.floats(0, 1), max_size=40))
def test_adjusted_p_values_are_those_of_scipy(values: list[float]) -> None:
    expected = stats.false_discovery_control(values) if values else []
    assert benjamini_hochberg(values) == pytest.approx(list(expected))


@given(small, small, small, small)
def test_two_shares_are_compared_as_in_scipy(a: int, b: int, c: int, d: int) -> None:
    assert same_share(a, b, c, d) == pytest.approx(stats.fisher_exact([[a, b], [c, d]]).pvalue)


def test_two_shares_of_many_rows_are_compared_as_in_scipy() -> None:
    found = same_share(61_000, 39_000, 2_350, 1_575)
    assert found == pytest.approx(stats.fisher_exact([[61_000, 39_000], [2_350, 1_575]]).pvalue)


def test_the_interval_of_f1_holds_in_repeated_samples() -> None:
    random, inside = np.random.default_rng(0), 0
    for _ in range(400):
        hits, false_alarms, misses, _rest = random.multinomial(500, [0.08, 0.05, 0.04, 0.83])
        low, high = f1_estimate(int(hits), int(false_alarms + misses)).interval or (1, 0)
        inside += low <= 2 * 0.08 / (2 * 0.08 + 0.09) <= high
    assert 0.92 < inside / 400 < 0.98


def test_an_undefined_share_has_no_interval() -> None:
    assert (share_estimate(0, 0).interval, f1_estimate(0, 0).interval) == (None, None)


def test_a_perfect_ranking_has_the_interval_of_a_share() -> None:
    truth = np.repeat([True, False], 40)
    assert average_precision_estimate(truth, truth.astype(float)).interval == wilson_interval(1.0, 40)


@pytest.mark.parametrize("truth", [[True, True], [False, False]])
def test_a_ranking_of_one_kind_alone_means_nothing(truth: list[bool]) -> None:
    assert average_precision_estimate(np.array(truth), np.array([0.1, 0.2])).value is None


def test_scores_far_apart_in_their_errors_differ() -> None:
    assert same_score((0.5, 0.6), 0.55, (0.5, 0.6), 0.55) == 1
    assert same_score((0.5, 0.6), 0.55, (0.7, 0.8), 0.75) < 1e-6


def test_disagreements_are_sorted_by_how_sure_the_model_is_that_people_are_wrong() -> None:
    found = disagreements(rows(np.array([1, 0, 1, 0, 1]), np.array([0.3, 0.9, 0.02, 0.1, 0.9])), THRESHOLDS)
    assert found.rows.tolist() == [2, 1, 0]
    assert found.confidence == pytest.approx([0.98, 0.9, 0.7])
    assert (found.given.tolist(), found.found.tolist()) == ([1, 0, 1], [0, 1, 0])
    assert {OUTPUTS[output] for output in found.outputs} == {ENOUGH}


def test_a_disagreement_about_related_counts_the_probability_of_what_people_said() -> None:
    scored, gold = file(np.full(2, UNLABELLED), np.zeros(2))
    scored = replace(scored, related=np.array([[0.1, 0.6, 0.3], [0.1, 0.6, 0.3]], np.float32))
    gold = replace(gold, related=np.array([1, 2], np.int8))
    found = disagreements(judged(scored, gold, NOTHING_SEEN), THRESHOLDS)
    assert (found.rows.tolist(), found.given.tolist(), found.found.tolist()) == ([1], [2], [1])
    assert found.confidence == pytest.approx([0.7])


def test_rows_that_were_seen_are_no_disagreements() -> None:
    scored, gold = file(np.array([1, 1]), np.array([0.1, 0.1]))
    found = disagreements(judged(scored, gold, SeenMessages.of(["message 0"])), THRESHOLDS)
    assert found.rows.tolist() == [1]


def test_the_best_threshold_is_halfway_between_two_scores() -> None:
    assert best_threshold(np.array([True, True, False]), np.array([0.9, 0.6, 0.2])) == pytest.approx(0.4)


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(np.linspace(0, 1, 9).tolist())), min_size=1, max_size=30))
def test_no_other_threshold_has_a_higher_f1(cases: list[tuple[bool, float]]) -> None:
    truth, scores = (np.array(column) for column in zip(*cases, strict=True))
    best = _f1(truth, scores >= best_threshold(truth, scores))
    assert best == pytest.approx(max(_f1(truth, scores >= limit) for limit in np.linspace(0, 1.1, 100)))


def _f1(truth: np.ndarray, flagged: np.ndarray) -> float:
    return 2 * (truth & flagged).sum() / max(truth.sum() + flagged.sum(), 1)


def test_a_threshold_that_is_far_off_is_clearly_bettered() -> None:
    random = np.random.default_rng(0)
    targets = (random.random(1_000) < 0.2).astype(int)
    scores = np.clip(0.1 + 0.2 * targets + 0.08 * random.standard_normal(1_000), 0, 1)
    found = suggest(rows(targets, scores), THRESHOLDS)
    (one,) = found.labels
    assert one.is_better
    assert 0.1 < one.suggested < 0.3 < one.threshold
    assert one.cross_fitted > one.f1
    assert one.gain.interval is not None
    assert one.gain.interval[0] > 0
    assert found.gain == one.gain


def test_chance_is_not_taken_for_a_gain() -> None:
    clear = 0
    for seed in range(20):
        random = np.random.default_rng(seed)
        scores = random.random(400) ** 2
        targets = (random.random(400) < scores).astype(int)
        (one,) = suggest(rows(targets, scores), Thresholds(BALANCED, dict.fromkeys(BINARY_LABELS, 0.4))).labels
        clear += one.is_better
    assert clear <= 2


def test_copies_of_a_message_are_never_on_both_sides() -> None:
    random = np.random.default_rng(1)
    targets, scores = (random.random(300) < 0.3).astype(int), random.random(300)
    once = rows(targets, scores)
    copies = np.tile(np.arange(300), 6)
    many = replace(
        once,
        rows=np.arange(1_800),
        gold=once.gold[copies],
        probabilities=once.probabilities[copies],
        related=once.related[copies],
        message_ids=once.message_ids[copies],
    )
    found, expected = (suggest(some, THRESHOLDS).labels[0].cross_fitted for some in (many, once))
    assert found == pytest.approx(expected)


def test_labels_with_too_few_rows_get_no_suggestion() -> None:
    found = suggest(rows(np.repeat([1, 0], [29, 100]), np.full(129, 0.3)), THRESHOLDS)
    assert (found.labels, found.gain.value) == ((), None)
