"""Gold labels: which columns of a file hold them, in which forms, and what is said of cells that are no labels."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from classifier.errors import DataError
from classifier.labels import BINARY_LABELS
from classifier.scoring.gold import UNLABELLED, Gold, gold_of
from classifier.scoring.scored import Scored
from tests.small_data import categories

WATER, FOOD = (BINARY_LABELS.index(name) for name in ("water", "food"))


def scored(message: list[str] | None = None, **columns: Any) -> Scored:
    """Messages with these other columns; the model says nothing about them."""
    arrays = {name: column if isinstance(column, pa.Array) else pa.array(column) for name, column in columns.items()}
    count = len(next(iter(arrays.values())))
    texts = pa.array(message or [f"message {i}" for i in range(count)], pa.string())
    blank, shape = np.zeros(count, bool), (count, len(BINARY_LABELS))
    rows = pa.table({"message": texts, **arrays})
    return Scored(rows, texts, pa.array(["en"] * count), blank, np.zeros(shape, np.float32), np.zeros((count, 3)))


def found(**columns: Any) -> Gold:
    """The gold labels in these columns."""
    gold = gold_of(scored(**columns))
    assert gold is not None
    return gold


@pytest.mark.parametrize(
    "column",
    [
        ["0", "1", ""],
        [" 0", "1 ", " "],
        ["0.0", "1.0", None],
        ["FALSE", "true", ""],
        [0, 1, None],
        [0.0, 1.0, float("nan")],
        [False, True, None],
        pa.array([0, 1, None], pa.int8()),
        pa.array(["0", "1", None], pa.large_string()),
        pa.array(["0", "1", None]).dictionary_encode(),
    ],
)
def test_a_label_is_0_or_1_in_any_form_and_an_empty_cell_is_none(column: Any) -> None:
    assert found(water=column).targets[:, WATER].tolist() == [0, 1, UNLABELLED]


@pytest.mark.parametrize("name", ["water", "Water", " water ", "gold_water", "Gold Water"])
def test_a_column_is_named_as_its_label(name: str) -> None:
    assert found(**{name: ["1"]}).targets[:, WATER].tolist() == [1]


@pytest.mark.parametrize("name", ["Medical help", "medical-help", "medical_help"])
def test_a_column_may_have_the_readable_name(name: str) -> None:
    assert found(**{name: ["1"]}).targets[:, BINARY_LABELS.index("medical_help")].tolist() == [1]


def test_only_what_was_asked_for_is_labelled() -> None:
    gold = found(water=["1", "", ""], gold_related=["", "2", None])
    assert gold.labelled.tolist() == [True, True, False]
    assert gold.related.tolist() == [UNLABELLED, 2, UNLABELLED]
    assert (gold.targets != UNLABELLED).sum() == 1


def test_a_file_without_gold_labels_has_none() -> None:
    assert gold_of(scored(id=["1"], waters=["1"], categories=["news"])) is None
    assert gold_of(scored(water=["", None])) is None


def test_the_messages_are_no_labels_even_in_a_column_named_as_one() -> None:
    texts = pa.array(["we need water"])
    rows = pa.table({"request": texts})
    one = scored(message=["we need water"], id=["1"])
    assert gold_of(Scored(rows, texts, one.languages, one.blank, one.probabilities, one.related)) is None


def test_the_public_data_sets_own_column_works() -> None:
    cells = [categories(["water"], 1), None, categories([], 2), f" {categories(['food'], 1)} ", categories([], 2), " "]
    gold = found(categories=cells)
    assert gold.related.tolist() == [1, UNLABELLED, 2, 1, 2, UNLABELLED]
    assert gold.targets[:, WATER].tolist() == [1, UNLABELLED, 0, 0, 0, UNLABELLED]
    assert gold.targets[:, BINARY_LABELS.index("aid_related")].tolist() == [1, UNLABELLED, 0, 1, 0, UNLABELLED]


def test_a_column_of_a_label_goes_before_categories_and_the_prefix_before_both() -> None:
    cells = [categories(["water", "food"], 1)]
    gold = found(categories=cells, water=["0"], gold_food=["0"], food=["1"])
    assert gold.targets[0, [WATER, FOOD]].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"water": ["0", "2", "x"]}, r'"water", row 3 .*"2" is not 0 or 1'),
        ({"water": ["0", "", "yes"]}, r'"water", row 4 .*"yes" is not 0 or 1'),
        ({"water": [0.0, 0.5]}, r'"water", row 3 .*"0.5" is not 0 or 1'),
        ({"water": ["-1"]}, r'"water", row 2 .*"-1"'),
        ({"water": ["nan"]}, r'"water", row 2 .*"nan"'),
        ({"gold_related": ["0", "3"]}, r'"gold_related", row 3 .*"3" is not 0, 1 or 2'),
        ({"water": [[1]]}, r'"water" holds list'),
        ({"water": ["1"], "Water": ["1"]}, 'columns "water" and "Water" both stand for'),
        ({"categories": [categories([], 1), "related-1;request-0"]}, r'"categories" .*, row 3: no label where'),
        ({"categories": [categories([], 1), "news"]}, r'"categories" .*, row 3: unknown label'),
        ({"categories": [categories([], 1).replace("water-0", "water-2")]}, r'"categories" .*, row 2: water .*2'),
    ],
)
def test_a_cell_that_is_no_label_is_named_with_its_column_and_row(columns: dict[str, Any], said: str) -> None:
    with pytest.raises(DataError, match=said) as error:
        gold_of(scored(**columns))
    assert "\n" not in str(error.value)


def test_a_long_cell_is_not_repeated_whole() -> None:
    with pytest.raises(DataError) as error:
        gold_of(scored(water=["x" * 10_000]))
    assert len(str(error.value)) < 250
