"""The CSV files -> table and splits, and an error that names file, column and row for each fault in them."""

from pathlib import Path

import numpy as np
import pytest
from sklearn.model_selection import train_test_split

from classifier.dataset.held_out import TEST_SHARE, held_out_rows
from classifier.dataset.public_files import (
    CATEGORIES,
    LABEL_COLUMNS,
    MESSAGES,
    contents,
    fingerprint,
    held_out,
    load,
    targets,
)
from classifier.errors import DataError
from classifier.labels import BINARY_LABELS
from classifier.training.data.labelled_messages import LabelledMessages
from classifier.training.data.splits import split
from tests.small_data import categories, rows, write

LONG = "the wells hold no clean water, please send some"


def row(**changes: str) -> dict[str, str]:
    """A row without a fault, with some cells changed."""
    plain = {"id": "7", "message": LONG, "original": "", "genre": "direct", "categories": categories(["water"], 1)}
    return plain | changes


def test_rows_come_clean_and_typed(tmp_path: Path) -> None:
    frame = load(write(tmp_path, [row(original=" nou bezwen dlo "), row(id="8", original=LONG)]))
    assert list(frame.columns) == ["id", "message", "genre", *LABEL_COLUMNS, "original"]
    assert frame[list(LABEL_COLUMNS)].dtypes.eq(np.int8).all()
    assert frame["id"].tolist() == [7, 8]
    assert frame["original"].tolist() == [" nou bezwen dlo ", ""]
    assert frame.loc[0, ["related", "water", "aid_related", "fire"]].tolist() == [1, 1, 1, 0]


def test_repeated_rows_count_once_and_contradicting_ones_take_the_maximum(tmp_path: Path) -> None:
    fire = row(categories=categories(["fire"], 2))
    frame = load(write(tmp_path, [row(), row(), fire, row(id="9")]))
    assert frame["id"].tolist() == [7, 9]
    assert frame.loc[0, ["related", "water", "fire", "weather_related"]].tolist() == [2, 1, 1, 1]


def test_short_messages_are_dropped(tmp_path: Path) -> None:
    frame = load(write(tmp_path, [row(message="x" * 27), row(id="8", message="x" * 28)]))
    assert frame["id"].tolist() == [8]


def test_words_that_look_like_missing_values_are_messages(tmp_path: Path) -> None:
    frame = load(write(tmp_path, [row(), row(id="8", message="NA"), row(id="9", message="null")]))
    assert frame["id"].tolist() == [7]


def test_commas_quotes_and_line_breaks_in_a_message_survive(tmp_path: Path) -> None:
    message = 'she said "we need water",\nthen, nothing more'
    assert load(write(tmp_path, [row(message=message)]))["message"].tolist() == [message]


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = write(tmp_path, [row()]) / MESSAGES
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(load(tmp_path)) == 1


FAULTLESS = categories([], 1)
WITHOUT_FIRE = FAULTLESS.replace("fire-0;", "")


def fire(cell: str) -> dict[str, str]:
    """The row's `categories` with another cell for fire."""
    return {"categories": FAULTLESS.replace("fire-0", cell)}


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        ({"id": "x7"}, (MESSAGES, "'id'", "'x7'", "not an integer")),
        ({"id": "7.5"}, (MESSAGES, "'id'", "not an integer")),
        ({"id": ""}, (MESSAGES, "'id'", "empty")),
        ({"message": ""}, (MESSAGES, "'message'", "empty")),
        ({"genre": ""}, (MESSAGES, "'genre'", "empty")),
        ({"categories": ""}, (CATEGORIES, "'categories'", "empty")),
        (fire("fire-yes"), (CATEGORIES, "fire", "'yes'", "not an integer")),
        (fire("fire-0.5"), (CATEGORIES, "fire", "not an integer")),
        (fire("fire-"), (CATEGORIES, "fire", "not an integer")),
        (fire("fire-2"), (CATEGORIES, "fire", "'2'", "not one of 0, 1")),
        (fire("fire--1"), (CATEGORIES, "fire", "'-1'", "not one of")),
        ({"categories": categories([], 3)}, (CATEGORIES, "related", "'3'", "not one of 0, 1, 2")),
        (fire("flames-0"), (CATEGORIES, "unknown label 'flames'", "'fire'")),
        ({"categories": WITHOUT_FIRE}, (CATEGORIES, "'earthquake'", "'fire'")),
        ({"categories": FAULTLESS + ";snow-1"}, (CATEGORIES, "unknown label 'snow'")),
        ({"categories": "water"}, (CATEGORIES, "'categories'")),
    ],
)
def test_a_bad_cell_is_named_with_file_column_and_row(
    tmp_path: Path, fault: dict[str, str], named: tuple[str, ...]
) -> None:
    write(tmp_path, [row(), row(id="8") | fault, row(id="9")])
    with pytest.raises(DataError) as error:
        load(tmp_path)
    assert [part for part in (*named, "row 3") if part not in str(error.value)] == []


@pytest.mark.parametrize("file", [MESSAGES, CATEGORIES])
def test_a_missing_file_is_named(tmp_path: Path, file: str) -> None:
    (write(tmp_path, [row()]) / file).unlink()
    with pytest.raises(DataError, match=file):
        load(tmp_path)


@pytest.mark.parametrize(
    ("file", "column"), [(MESSAGES, "id"), (MESSAGES, "original"), (CATEGORIES, "id"), (CATEGORIES, "categories")]
)
def test_a_missing_column_is_named_with_its_file(tmp_path: Path, file: str, column: str) -> None:
    path = write(tmp_path, [row()]) / file
    header, rest = path.read_text(encoding="utf-8").split("\n", 1)
    path.write_text(header.replace(column, "something") + "\n" + rest, encoding="utf-8")
    with pytest.raises(DataError, match=rf"{file} has no column '{column}'"):
        load(tmp_path)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b'id,message,original,genre\n1,"never closed', b"id\n1,2,3,4\n5,6\n"]
)
def test_a_file_that_is_not_csv_is_named(tmp_path: Path, content: bytes) -> None:
    (write(tmp_path, [row()]) / MESSAGES).write_bytes(content)
    with pytest.raises(DataError, match=MESSAGES):
        load(tmp_path)


@pytest.mark.parametrize("file", [MESSAGES, CATEGORIES])
def test_a_file_of_a_header_alone_is_named(tmp_path: Path, file: str) -> None:
    path = write(tmp_path, [row()]) / file
    path.write_text(path.read_text(encoding="utf-8").split("\n", 1)[0] + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=f"{file} has no rows"):
        load(tmp_path)


def test_files_without_a_common_id_are_refused(tmp_path: Path) -> None:
    write(tmp_path, [row()])
    (tmp_path / CATEGORIES).write_text(f"id,categories\n999,{categories([], 1)}\n", encoding="utf-8")
    with pytest.raises(DataError, match="matched by 'id'"):
        load(tmp_path)


@pytest.mark.parametrize("file", [MESSAGES, CATEGORIES])
def test_a_column_that_is_there_twice_is_named(tmp_path: Path, file: str) -> None:
    path = write(tmp_path, [row()]) / file
    path.write_text(path.read_text(encoding="utf-8").replace("id,", "id,note,note,", 1), encoding="utf-8")
    with pytest.raises(DataError, match=rf"{file} has the column 'note' more than once"):
        load(tmp_path)


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no folder .*nowhere"):
        load(tmp_path / "nowhere")


def test_ids_that_repeat_without_end_are_refused_before_they_are_joined(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="repeat the same ids"):
        load(write(tmp_path, [row()] * 400))


def test_a_cell_with_thousands_of_labels_is_named_by_its_first_wrong_one(tmp_path: Path) -> None:
    write(tmp_path, [row(), row(id="8", categories=FAULTLESS + ";snow-1" * 5_000)])
    with pytest.raises(DataError, match="row 3: unknown label 'snow'"):
        load(tmp_path)


@pytest.mark.parametrize("rows", [2, 7, 20, 100, 333, 3_925, 26_162])
@pytest.mark.parametrize("seed", [0, 1, 42])
def test_the_app_holds_out_the_rows_that_training_holds_out(rows: int, seed: int) -> None:
    assert held_out_rows(rows, seed).tolist() == held_out_by_scikit_learn(rows, seed).tolist()


def held_out_by_scikit_learn(rows: int, seed: int) -> np.ndarray:
    """The test part as `split` cuts it first."""
    return train_test_split(np.arange(rows), test_size=TEST_SHARE, random_state=seed)[1]


def test_the_held_out_messages_are_the_test_part_with_its_labels(small_dataset: Path) -> None:
    frame = load(small_dataset)
    test = frame.iloc[split(len(frame), 5).test]
    found = held_out(frame, 5)
    assert found.messages == tuple(test["message"])
    assert (found.targets == targets(test)[0]).all()


def test_the_parts_are_disjoint_and_complete() -> None:
    splits = split(1000)
    assert sorted(np.concatenate(list(splits.parts.values()))) == list(range(1000))
    assert len(splits.test) == 150


def test_a_seed_has_a_test_part_of_its_own() -> None:
    assert (split(1000).test == split(1000).test).all()
    assert set(split(1000, seed=1).test) != set(split(1000).test)


@pytest.fixture(scope="module")
def data(small_dataset: Path) -> LabelledMessages:
    return LabelledMessages.load(small_dataset, 42)


def test_untranslated_messages_are_the_originals(data: LabelledMessages) -> None:
    assert data.untranslated().messages.tolist() == [original for original in data.originals if original]


def test_untranslated_messages_stay_in_the_part_of_their_translation(data: LabelledMessages) -> None:
    originals, english = data.untranslated(), data.with_original()
    for part, positions in data.splits.parts.items():
        translated = positions[data.originals[positions] != ""]
        assert originals.texts(originals.splits.parts[part]) == data.originals[translated].tolist()
        assert english.texts(english.splits.parts[part]) == data.texts(translated)


def test_targets_follow_the_label_order(tmp_path: Path) -> None:
    binary, related = targets(load(write(tmp_path, [row()])))
    assert (binary.dtype, binary.shape, related.dtype) == (np.float32, (1, 35), np.int64)
    assert [BINARY_LABELS[i] for i in np.flatnonzero(binary[0])] == ["aid_related", "water"]
    assert related.tolist() == [1]


def test_the_fingerprint_tells_one_input_from_another(tmp_path: Path) -> None:
    one = fingerprint(contents(write(tmp_path / "one", [row()])), 1)
    assert one == fingerprint(contents(write(tmp_path / "same", [row()])), 1)
    assert one != fingerprint(contents(write(tmp_path / "other", [row(id="8")])), 1)


def test_the_small_data_set_of_these_tests_is_readable(small_dataset: Path) -> None:
    frame = load(small_dataset)
    assert len(frame) == len(rows())
    binary, related = targets(frame)
    assert (binary.sum(axis=0) > 0).sum() == 34
    assert set(related) == {0, 1, 2}
