"""Which messages are drawn for a review, and whether their chances are what they are said to be."""

import numpy as np
import pytest

from classifier.reviews.sampling import Drawn, at_random, by_size, stratified

ROUNDS = 4_000


def generator(seed: int = 3) -> np.random.Generator:
    return np.random.default_rng(seed)


def frequencies(draws: list[Drawn], population: int) -> np.ndarray:
    """How often each row was drawn."""
    return np.bincount(np.concatenate([drawn.rows for drawn in draws]), minlength=population) / len(draws)


def test_a_random_sample_has_the_size_asked_for_and_one_chance() -> None:
    drawn = at_random(50, 20, generator())
    assert len(set(drawn.rows)) == 20
    assert set(drawn.chances) == {0.4}


def test_a_random_sample_of_more_than_there_are_is_all_of_them() -> None:
    drawn = at_random(3, 20, generator())
    assert (sorted(drawn.rows), set(drawn.chances)) == ([0, 1, 2], {1.0})


def test_rows_are_drawn_as_often_as_their_chances_say_by_size() -> None:
    sizes, random = np.array([5.0, 1, 1, 2, 0.5, 0.5]), generator()
    draws = [by_size(sizes, 3, random) for _ in range(ROUNDS)]
    said = {row: chance for drawn in draws for row, chance in zip(drawn.rows, drawn.chances, strict=True)}
    assert frequencies(draws, 6) == pytest.approx([said[row] for row in range(6)], abs=0.03)


@pytest.mark.parametrize("size", [1, 3, 6, 9])
def test_by_size_draws_as_many_as_asked_for_each_once(size: int) -> None:
    sizes, random = np.array([5.0, 1, 1, 2, 0.5, 0.5]), generator()
    counts = {(len(found.rows), len(set(found.rows))) for found in (by_size(sizes, size, random) for _ in range(200))}
    assert counts == {(min(size, 6), min(size, 6))}


def test_larger_rows_have_the_larger_chances() -> None:
    drawn = by_size(np.array([1.0, 2, 3, 4]), 4, generator())
    assert set(drawn.chances) == {1.0}
    drawn = by_size(np.arange(1.0, 101), 10, generator())
    assert np.all(np.diff(drawn.chances[np.argsort(drawn.rows)]) > 0)


def test_a_rare_label_gets_its_share_of_a_stratified_sample() -> None:
    shares = np.concatenate([np.full(10, 0.9), np.full(20, 0.3), np.full(970, 0.01)])
    drawn = stratified(shares, 0.5, 24, generator())
    assert [int((drawn.rows < 10).sum()), int(((drawn.rows >= 10) & (drawn.rows < 30)).sum())] == [8, 8]
    chance = dict(zip(drawn.rows.tolist(), drawn.chances.tolist(), strict=True))
    assert {round(one, 6) for one in chance.values()} == {0.8, 0.4, round(8 / 970, 6)}


def test_strata_that_are_too_small_leave_their_places_to_the_others() -> None:
    drawn = stratified(np.array([0.9, 0.3] + [0.01] * 50), 0.5, 12, generator())
    assert len(drawn.rows) == 12
    assert {0, 1} <= set(drawn.rows.tolist())
