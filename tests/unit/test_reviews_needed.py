"""How many reviews a label needs, in a random stack and in one drawn by its probability."""

from pathlib import Path

import numpy as np
import pytest

from classifier.artifacts import read_manifest
from classifier.operating_points import BALANCED
from classifier.report.report import Report
from classifier.reviews.estimates import draw, share
from classifier.reviews.needed import (
    Needed,
    Strata,
    needed_at_random,
    needed_by_label,
    strata_expected,
    strata_held_out,
)
from classifier.reviews.sampling import by_label, draw_rows, simple_random
from classifier.ui.review.advice import in_words

THRESHOLD = 0.4
RANDOM = np.random.default_rng(8)
SHARES = np.concatenate(
    [RANDOM.uniform(0.5, 0.9, 4_000), RANDOM.uniform(0.12, 0.35, 6_000), RANDOM.uniform(0, 0.01, 90_000)]
)
"""Calibrated probabilities of a rare label in as many messages as any stack could want."""

MARKED = RANDOM.random(len(SHARES)) < SHARES
DESIGNS = {"random": needed_at_random, "by label": needed_by_label}


def half_width(chances: np.ndarray, which: str, seed: int) -> float:
    """Half of the interval that a stack with these chances gives."""
    rows = draw_rows(chances, seed)
    marked, flagged = MARKED[rows], SHARES[rows] >= THRESHOLD
    hit, counted = (marked, flagged) if which == "precision" else (flagged, marked)
    alike = len(np.unique(chances)) == 1
    low, high = share(hit, counted, 1 / chances[rows], len(rows), None if alike else draw(len(rows))).interval or (0, 1)
    return (high - low) / 2


@pytest.mark.parametrize("which", ["precision", "recall"])
@pytest.mark.parametrize("design", DESIGNS)
def test_as_many_reviews_as_are_estimated_give_an_interval_of_five_points(design: str, which: str) -> None:
    needed = getattr(DESIGNS[design](strata_expected(SHARES, THRESHOLD)), which)
    inclusion = simple_random(len(SHARES), needed) if design == "random" else by_label(SHARES, THRESHOLD, needed)
    found = [half_width(inclusion, which, seed) for seed in range(3)]
    assert float(np.mean(found)) == pytest.approx(0.05, rel=0.12)


def test_a_rare_label_needs_far_fewer_reviews_in_a_stack_drawn_by_it() -> None:
    strata = strata_expected(SHARES, THRESHOLD)
    assert (needed_by_label(strata).precision or 0) * 5 < (needed_at_random(strata).precision or 0)


def test_the_held_out_figures_have_strata_too(assets: Path) -> None:
    report = Report.load(assets, read_manifest(assets))
    label = report.labels["fire"]
    strata = strata_held_out(label, BALANCED)
    assert strata.sizes.sum() == pytest.approx(1)
    assert strata.carrying[0] == pytest.approx(label.points[BALANCED].precision, abs=1e-5)
    assert (strata.sizes * strata.carrying).sum() == pytest.approx(label.support.test / report.rows.test)
    assert (strata.carrying >= 0).all()


@pytest.mark.parametrize("carrying", [[0.0, 0, 0], [0, 0.5, 0.1], [1.0, 0, 0], [1.0, 1, 1]])
@pytest.mark.parametrize("sizes", [[0.0, 0, 1], [0.1, 0, 0.9], [1.0, 0, 0], [0, 1.0, 0]])
def test_any_strata_have_a_number_or_none(sizes: list[float], carrying: list[float]) -> None:
    for estimate in (needed_at_random, needed_by_label):
        found = estimate(Strata(np.array(sizes), np.array(carrying)))
        assert all(one is None or one > 30 for one in (found.precision, found.recall))


def test_both_stacks_stand_beside_each_other_in_one_sentence() -> None:
    said = in_words("fire", Needed(46_123, 32_900), Needed(948, 41_000), "the held-out figures")
    assert said == (
        "**Fire** takes about **46,000** reviews for precision and **33,000** for recall to ±5 points in a random "
        "stack; one of *Many messages* drawn by its probability gets there sooner for precision, with about **950** "
        "reviews for precision and **41,000** for recall, estimated from the held-out figures."
    )


def test_a_label_that_nothing_carries_gets_no_number() -> None:
    assert in_words("child_alone", Needed(None, None), Needed(None, None), "x").startswith("No stack measures Child")
