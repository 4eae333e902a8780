"""The metrics in NumPy are those of scikit-learn, on random cases and on degenerate ones."""

import warnings
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as sk

from classifier.report.metrics import average_precision, average_precision_error, counts, roc_auc

RANKINGS: dict[str, tuple[Callable, Callable]] = {
    "average precision": (average_precision, sk.average_precision_score),
    "ROC AUC": (roc_auc, sk.roc_auc_score),
}

tied = st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.999, 1.0])
scores = st.one_of(tied, st.floats(0, 1), st.floats(0, 1, width=32))
rows = st.lists(st.tuples(st.booleans(), scores), min_size=1, max_size=60)

DEGENERATE = {
    "no positives": ([False, False], [0.1, 0.2]),
    "all positives": ([True, True], [0.1, 0.2]),
    "one positive row": ([True], [0.3]),
    "one negative row": ([False], [0.3]),
    "constant scores": ([True, False, False], [0.5, 0.5, 0.5]),
    "the positive last": ([False, False, True], [0.9, 0.8, 0.1]),
    "all in order": ([True, True, False], [0.9, 0.8, 0.1]),
}


def columns(given: list[tuple[bool, float]]) -> tuple[np.ndarray, np.ndarray]:
    """Truth and scores."""
    return np.array([truth for truth, _ in given]), np.array([score for _, score in given])


def by_scikit_learn(score: Callable, truth: np.ndarray, values: np.ndarray) -> float:
    """What scikit-learn says; NaN where it warns that it is not defined."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = score(truth, values)
    return float("nan") if caught else found


@pytest.mark.parametrize("name", RANKINGS)
@given(rows)
def test_rankings_are_those_of_scikit_learn(name: str, given_rows: list[tuple[bool, float]]) -> None:
    truth, values = columns(given_rows)
    ours, theirs = RANKINGS[name]
    assert ours(truth, values) == pytest.approx(by_scikit_learn(theirs, truth, values), nan_ok=True)


@pytest.mark.parametrize("name", RANKINGS)
@pytest.mark.parametrize("case", DEGENERATE)
def test_rankings_of_degenerate_cases_are_those_of_scikit_learn(name: str, case: str) -> None:
    truth, values = map(np.array, DEGENERATE[case])
    ours, theirs = RANKINGS[name]
    assert ours(truth, values) == pytest.approx(by_scikit_learn(theirs, truth, values), nan_ok=True)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=40))
def test_rates_are_those_of_scikit_learn(decisions: list[tuple[bool, bool]]) -> None:
    truth, predicted = (np.array(column) for column in zip(*decisions, strict=True))
    found = counts(truth, predicted)
    rates = {sk.precision_score: found.precision, sk.recall_score: found.recall, sk.f1_score: found.f1}
    for theirs, ours in rates.items():
        assert float(ours) == pytest.approx(theirs(truth, predicted, zero_division=np.nan), nan_ok=True)
    assert [[found.rest, found.false_alarms], [found.misses, found.hits]] == sk.confusion_matrix(
        truth, predicted, labels=[False, True]
    ).tolist()


def test_averages_over_labels_and_over_both_answers_are_those_of_scikit_learn() -> None:
    random = np.random.default_rng(0)
    truth, predicted = random.random((50, 7)) < 0.3, random.random((50, 7)) < 0.4
    found = counts(truth, predicted)
    assert found.f1.mean() == pytest.approx(sk.f1_score(truth, predicted, average="macro"))
    assert float(found.pooled.f1) == pytest.approx(sk.f1_score(truth, predicted, average="micro"))
    both = [sk.f1_score(truth[:, i], predicted[:, i], average="macro") for i in range(7)]
    assert np.mean([found.f1, found.negated.f1], axis=0) == pytest.approx(both)


@pytest.mark.parametrize("score", [average_precision, roc_auc, average_precision_error])
@pytest.mark.parametrize(
    ("truth", "values", "said"),
    [
        ([True, False], [0.1, float("nan")], "NaN"),
        ([True, False], [0.1, float("inf")], "infinite"),
        ([], [], "one row or more"),
        ([True], [0.1, 0.2], "one per row"),
    ],
)
def test_what_cannot_be_ranked_is_refused(score: Callable, truth: list, values: list, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        score(np.array(truth, bool), np.array(values, float))


def test_the_standard_error_is_what_the_bootstrap_finds() -> None:
    random = np.random.default_rng(3)
    truth = random.random(600) < 0.2
    values = np.round(np.clip(0.3 * truth + 0.7 * random.random(600), 0, 1), 2)
    drawn = [random.integers(0, 600, 600) for _ in range(600)]
    spread = np.std([average_precision(truth[some], values[some]) for some in drawn])
    assert average_precision_error(truth, values) == pytest.approx(spread, rel=0.1)
    assert np.isnan(average_precision_error(np.zeros(3, bool), values[:3]))
