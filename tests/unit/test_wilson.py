"""The interval of a share, as published tables have it, and of how many languages are identified."""

import pytest

from classifier.report.figures import LanguageShare
from classifier.report.wilson import wilson_interval


@pytest.mark.parametrize(
    ("count", "share", "low", "high"), [(100, 0.5, 0.404, 0.596), (10, 0.0, 0.0, 0.278), (57, 1.0, 0.937, 1.0)]
)
def test_the_interval_is_wilsons(count: int, share: float, low: float, high: float) -> None:
    assert wilson_interval(share, count) == pytest.approx((low, high), abs=0.001)


def test_a_share_of_messages_gives_their_number_back_however_it_was_rounded() -> None:
    assert LanguageShare(3674, round(3641 / 3674, 6)).right == 3641


def test_a_share_of_no_messages_has_no_interval() -> None:
    assert LanguageShare(0, 0.0).interval is None
