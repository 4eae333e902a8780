"""The answers to windows -> the answer to the message."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from classifier.network.hierarchy import cap_at_parents
from classifier.network.windows import combine_labels, combine_related

PROBABILITIES = arrays(np.float32, (6, 35), elements=st.floats(0, 1, width=32))
STARTS = np.array([0, 1, 4])


def test_a_label_gets_its_highest_probability_in_any_window() -> None:
    windows = np.zeros((3, 35), np.float32)
    windows[1, 4], windows[2, 7] = 0.9, 0.4
    whole = combine_labels(windows, np.array([0]))
    assert (whole[0, 4], whole[0, 7], whole.sum()) == pytest.approx((0.9, 0.4, 1.3))


@given(PROBABILITIES)
def test_no_label_exceeds_its_parent(windows: np.ndarray) -> None:
    whole = combine_labels(cap_at_parents(windows), STARTS)
    assert (cap_at_parents(whole) == whole).all()


@given(arrays(np.float32, (6, 3), elements=st.floats(0.0009765625, 1, width=32)))
def test_related_is_as_related_as_the_most_related_window_and_sums_to_one(scores: np.ndarray) -> None:
    windows = scores / scores.sum(axis=1, keepdims=True)
    whole = combine_related(windows, STARTS)
    assert whole.shape == (3, 3)
    assert whole.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert whole[1, 1] == pytest.approx(windows[1:4, 1].max())


def test_no_windows_give_no_rows() -> None:
    nothing = np.zeros(0, np.int64)
    assert combine_labels(np.zeros((0, 35), np.float32), nothing).shape == (0, 35)
    assert combine_related(np.zeros((0, 3), np.float32), nothing).shape == (0, 3)
