"""Numbers as people read them."""

import pytest

from classifier.formatting import (
    counted,
    listed,
    percent,
    percent_range,
    percents_told_apart,
    score,
    score_range,
    signed_points,
    with_interval,
)

SPACE = "\u00a0"


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.714, "71 %"),
        (0.0, "0 %"),
        (0.004, "0.4 %"),
        (0.00004, "< 0.1 %"),
        (1.0, "100 %"),
        (0.996, "99.6 %"),
        (0.9999, "> 99.9 %"),
        (None, "–"),
    ],
)
def test_shares_are_percentages_with_a_decimal_only_where_it_tells_something(share, text):
    assert percent(share).replace(SPACE, " ") == text


def test_a_share_can_have_a_fixed_number_of_decimals():
    assert percent(0.0638, 1).replace(SPACE, " ") == "6.4 %"


@pytest.mark.parametrize(("points", "text"), [(31.4, "+31"), (-5.2, "−5"), (0.4, "0"), (-0.4, "0")])
def test_points_carry_their_sign_and_no_effect_carries_none(points, text):
    assert signed_points(points) == text


def test_a_score_has_a_fixed_number_of_decimals_and_an_undefined_one_is_a_dash():
    assert (score(0.12345), score(None)) == ("0.123", "–")


def test_ranges_are_written_in_words():
    assert (percent_range((0.65, 0.77)).replace(SPACE, " "), score_range((0.4, 0.6), 2)) == (
        "65 % to 77 %",
        "0.40 to 0.60",
    )


def test_an_interval_stands_in_brackets_where_it_is_known():
    assert (with_interval(0.5, (0.4, 0.6), 2), with_interval(0.5, None, 2)) == ("0.50 (0.40–0.60)", "0.50")


@pytest.mark.parametrize(
    ("names", "text"), [(["Water"], "Water"), (["Water", "Food"], "Water and Food"), (["A", "B", "C"], "A, B and C")]
)
def test_names_are_listed_as_in_a_sentence(names, text):
    assert listed(names) == text


def test_a_share_and_its_limit_are_told_apart_where_rounding_would_hide_it():
    shown = [percents_told_apart(*pair) for pair in ((0.9289, 0.93), (0.91, 0.34), (0.931, 0.93), (0.5, 0.5))]
    assert [" ".join(pair).replace("\u00a0", " ") for pair in shown] == [
        "92.9 % 93.0 %",
        "91 % 34 %",
        "93.1 % 93.0 %",
        "50 % 50 %",
    ]


@pytest.mark.parametrize(("number", "text"), [(0, "0 rows"), (1, "1 row"), (2_000, "2,000 rows")])
def test_what_is_counted_is_in_the_plural_unless_it_is_one(number, text):
    assert counted(number, "row") == text
