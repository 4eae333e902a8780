"""The public data set as every figure of this project presumes it."""

import numpy as np
import pandas as pd

from classifier.labels import BINARY_LABELS, PARENTS, UNLEARNABLE
from classifier.training.dataset import split, targets


def test_rows_and_parts_have_the_known_sizes(frame: pd.DataFrame) -> None:
    parts = split(len(frame))
    assert len(frame) == 26_162
    assert (len(parts.development), len(parts.test)) == (22_237, 3_925)
    assert not set(parts.train) & set(parts.validation)


def test_the_test_part_has_the_supports_that_the_article_prints(frame: pd.DataFrame) -> None:
    test = frame.iloc[split(len(frame)).test]
    names = ["request", "offer", "aid_related", "medical_help", "medical_products"]
    assert test[names].sum().tolist() == [688, 22, 1_615, 290, 186]
    assert np.bincount(test["related"]).tolist() == [947, 2_949, 29]


def test_every_label_but_the_unlearnable_one_has_positives_in_every_part(frame: pd.DataFrame) -> None:
    binary, _ = targets(frame)
    parts = split(len(frame))
    for rows in (parts.train, parts.validation, parts.test):
        assert {
            name for name, count in zip(BINARY_LABELS, binary[rows].sum(axis=0), strict=True) if not count
        } == UNLEARNABLE


def test_the_hierarchy_has_no_exception(frame: pd.DataFrame) -> None:
    assert (frame.loc[frame[list(BINARY_LABELS)].any(axis=1), "related"] == 1).all()
    for parent in set(PARENTS.values()):
        kinds = [name for name in BINARY_LABELS if PARENTS.get(name) == parent]
        assert (frame[parent] == frame[kinds].max(axis=1)).all()


def test_untranslated_originals_are_the_known_ones(frame: pd.DataFrame) -> None:
    has_original = frame["original"] != ""
    assert has_original.sum() == 10_068
    assert frame.loc[has_original, "genre"].unique().tolist() == ["direct"]
    assert has_original.iloc[split(len(frame)).test].sum() == 1_527
