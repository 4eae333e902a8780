"""Samples of messages: each message is chosen as often as its inclusion probability says."""

import numpy as np
import pytest

from classifier.reviews.sampling import by_label, by_uncertainty, draw_rows, expected_marked, simple_random

CHANCE = np.random.default_rng(2)
SHARES = CHANCE.beta(0.3, 3, size=(60, 35))
LIMITS = np.full(35, 0.4)
DESIGNS = {
    "random": simple_random(60, 12),
    "uncertain": by_uncertainty(SHARES, LIMITS, 12),
    "stratified": by_label(SHARES[:, 9], 0.4, 12),
}


@pytest.mark.parametrize("design", DESIGNS)
def test_a_message_is_chosen_as_often_as_its_inclusion_probability_says(design: str) -> None:
    inclusion, times = DESIGNS[design], 3_000
    chosen = np.bincount(np.concatenate([draw_rows(inclusion, seed) for seed in range(times)]), minlength=60)
    assert np.abs(chosen / times - inclusion).max() < 5 * 0.5 / np.sqrt(times)


@pytest.mark.parametrize("design", DESIGNS)
def test_a_sample_has_its_size_and_no_message_twice(design: str) -> None:
    assert DESIGNS[design].sum() == pytest.approx(12)
    for seed in range(50):
        rows = draw_rows(DESIGNS[design], seed)
        assert (len(rows), len(set(rows.tolist()))) == (12, 12)


@pytest.mark.parametrize("design", DESIGNS)
def test_every_message_has_a_chance(design: str) -> None:
    assert (DESIGNS[design] > 0).all()
    assert (DESIGNS[design] <= 1).all()


def test_a_sample_of_more_than_there_are_is_all_of_them() -> None:
    for inclusion in (simple_random(5, 9), by_uncertainty(SHARES[:5], LIMITS, 9), by_label(SHARES[:5, 9], 0.4, 9)):
        assert sorted(draw_rows(inclusion, 1)) == [0, 1, 2, 3, 4]
        assert (inclusion == 1).all()


def test_a_message_at_a_threshold_is_chosen_more_often_than_a_certain_one() -> None:
    shares = np.full((40, 35), 0.001)
    shares[0, 3] = 0.4
    inclusion = by_uncertainty(shares, LIMITS, 4)
    assert inclusion[0] == inclusion.max() > 5 * inclusion[1]


def test_the_strata_of_a_label_give_equally_many_and_a_small_one_all_it_has() -> None:
    shares = np.repeat([0.9, 0.3, 0.01], [2, 100, 1_000])
    inclusion = by_label(shares, 0.5, 42)
    rows = draw_rows(inclusion, 3)
    assert [int((shares[rows] == value).sum()) for value in (0.9, 0.3, 0.01)] == [2, 20, 20]


def test_a_stack_by_a_rare_label_is_expected_to_find_it_sooner() -> None:
    shares = np.repeat([0.8, 0.001], [10, 2_000])
    assert expected_marked(shares, by_label(shares, 0.5, 60)) > 10 * expected_marked(shares, simple_random(2_010, 60))
