"""The public data set is as every figure of this project assumes."""

import subprocess
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from classifier.dataset.public_files import MINIMUM_LENGTH, targets
from classifier.labels import BINARY_LABELS, PARENTS, UNLEARNABLE
from classifier.training.data.splits import split

ROOT = Path(__file__).resolve().parents[2]


def test_rows_and_parts_have_the_known_sizes(frame: pd.DataFrame) -> None:
    splits = split(len(frame))
    assert len(frame) == 26_162
    assert (len(splits.train) + len(splits.validation), len(splits.test)) == (22_237, 3_925)


def test_the_test_part_has_the_supports_that_the_article_prints(frame: pd.DataFrame) -> None:
    test = frame.iloc[split(len(frame)).test]
    names = ["request", "offer", "aid_related", "medical_help", "medical_products"]
    assert test[names].sum().tolist() == [688, 22, 1_615, 290, 186]
    assert np.bincount(test["related"]).tolist() == [947, 2_949, 29]


@pytest.mark.parametrize("part", ["train", "validation", "test"])
def test_every_label_but_the_unlearnable_one_has_positives_in_every_part(frame: pd.DataFrame, part: str) -> None:
    binary, _ = targets(frame)
    support = binary[split(len(frame)).parts[part]].sum(axis=0)
    assert {name for name, count in zip(BINARY_LABELS, support, strict=True) if not count} == UNLEARNABLE


def test_every_label_implies_that_a_message_is_related(frame: pd.DataFrame) -> None:
    assert (frame.loc[frame[list(BINARY_LABELS)].any(axis=1), "related"] == 1).all()


@pytest.mark.parametrize("parent", sorted(set(PARENTS.values())))
def test_the_hierarchy_has_no_exception(frame: pd.DataFrame, parent: str) -> None:
    kinds = [name for name in BINARY_LABELS if PARENTS.get(name) == parent]
    assert (frame[parent] == frame[kinds].max(axis=1)).all()


def test_untranslated_originals_are_the_known_ones(frame: pd.DataFrame) -> None:
    has_original = frame["original"] != ""
    assert has_original.sum() == 10_068
    assert frame.loc[has_original, "genre"].unique().tolist() == ["direct"]
    assert has_original.iloc[split(len(frame)).test].sum() == 1_527


def test_no_message_of_the_data_set_is_committed(frame: pd.DataFrame) -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this folder is not a git checkout")
    names = [name for name in listed.stdout.split("\0") if name.endswith((".py", ".md", ".json", ".toml", ".txt"))]
    texts = [(ROOT / name).read_text(encoding="utf-8").lower() for name in names if (ROOT / name).is_file()]
    starts = {text[i : i + MINIMUM_LENGTH] for text in texts if len(text) < 500_000 for i in range(len(text))}
    messages = [*frame["message"], *frame["original"]]
    suspects = [message.strip().lower() for message in messages if message.strip().lower()[:MINIMUM_LENGTH] in starts]
    assert [message for message in suspects if any(message in text for text in texts)] == []
