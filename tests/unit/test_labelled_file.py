"""One labelled CSV file -> messages and labels, and one sentence for each fault in it."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.dataset import public_files
from classifier.dataset.csv_table import MAX_COLUMNS, MAX_ROWS
from classifier.dataset.labelled_file import read
from classifier.dataset.public_files import CATEGORIES, MESSAGES
from classifier.errors import DataError
from classifier.labels import BINARY_LABELS
from tests.small_data import categories

NAME = "mine.csv"
CONTENT = 'note,message,food,water\na,"no water, no food",1,1\nb,hello,0,0\nc,all is dry,0,1\n'


def column(label: str, content: str = CONTENT) -> list[float]:
    """A label's column."""
    return read(NAME, content.encode()).targets[:, BINARY_LABELS.index(label)].tolist()


def test_messages_come_in_the_order_of_the_file() -> None:
    assert read(NAME, CONTENT.encode()).messages == ("no water, no food", "hello", "all is dry")


def test_only_labels_that_have_a_column_are_offered() -> None:
    assert read(NAME, CONTENT.encode()).labels == ("water", "food")


def test_a_label_that_nothing_can_be_learned_about_is_not_offered() -> None:
    assert read(NAME, b"message,child_alone,fire\nflames,0,1\n").labels == ("fire",)


def test_columns_go_by_their_names() -> None:
    assert (column("water"), column("food")) == ([1, 0, 1], [1, 0, 0])


def test_whole_numbers_may_have_a_decimal_and_spaces() -> None:
    assert column("water", "message,water\nsome, 1.0\nother,0.0 \n") == [1, 0]


def test_the_columns_of_other_labels_are_empty() -> None:
    assert np.count_nonzero(read(NAME, CONTENT.encode()).targets) == 3


FAULTS = {
    "empty": (b"", "is empty"),
    "blank": (b" \n \n", "is empty"),
    "UTF-16": (CONTENT.encode("utf-16"), "UTF-8"),
    "Latin-1": ("message,water\nd\u00e9j\u00e0 vu,1\n".encode("latin-1"), "UTF-8"),
    "binary": (bytes(range(256)), "UTF-8"),
    "zeros": (b"\0" * 100, "not text"),
    "header alone": (b"message,water\n", "no rows"),
    "no message": (b"text,water\nhello,1\n", "no column 'message'; it has text, water"),
    "semicolons": (b"message;water\nhello;1\n", "separated by commas"),
    "no label": (b"message,score\nhello,1\n", "no column of a label"),
    "repeated column": (b"message,water,water\nhello,1,0\n", "'water' more than once"),
    "no number": (b"message,water\nhello,1\nhi,yes\n", "column 'water', row 3: the value 'yes'"),
    "another number": (b"message,water\nhello,2\n", "column 'water', row 2: the value '2'"),
    "not given": (b"message,water\nhello,\n", "column 'water', row 2: the cell is empty"),
    "no text": (b"message,water\n,1\n", "column 'message', row 2: the cell is empty"),
    "blank text": (b"message,water\nhello,1\n   ,1\n", "column 'message', row 3: the cell is empty"),
    "unquoted comma": (b"message,water\nno water, no food,1\n", "not a readable"),
    "open quote": (b'message,water\n"hello,1\n', "not a readable"),
    "long field in the header": (b"message," + b"x" * 200_000 + b"\nhello,1\n", "not a readable"),
    "many columns": (b"message" + b",a" * MAX_COLUMNS + b"\nhello\n", f"more than {MAX_COLUMNS} columns"),
    "many rows": (b"message,water\n" + b"a,1\n" * (MAX_ROWS + 1), f"more than {MAX_ROWS:,} rows"),
}


@pytest.mark.parametrize(("content", "told"), FAULTS.values(), ids=FAULTS)
def test_a_file_that_cannot_be_used_gets_a_sentence_with_its_name(content: bytes, told: str) -> None:
    with pytest.raises(DataError) as error:
        read(NAME, content)
    assert NAME in str(error.value)
    assert told in str(error.value)


def test_a_sentence_stays_short_whatever_is_in_the_file() -> None:
    with pytest.raises(DataError) as error:
        read(NAME, b"message,water\nhello," + b"x" * 5_000 + b"\n")
    assert len(str(error.value)) < 200


@given(st.one_of(st.binary(), st.text(st.sampled_from('01,;"\n\r\t a\u00e9\ufeff\x1c\u2028')).map(str.encode)))
def test_whatever_follows_a_header_is_read_or_gets_a_sentence(content: bytes) -> None:
    for start in (b"", b"message,water\n"):
        with suppress(DataError):
            read(NAME, start + content)


@given(st.text(st.sampled_from('01,"\n\r a\u00e9\x1c'), max_size=30), st.sampled_from((MESSAGES, CATEGORIES)))
def test_whatever_the_public_files_hold_is_read_or_gets_a_sentence(content: str, file: str) -> None:
    files = {
        MESSAGES: b"id,message,original,genre\n1,the wells hold no clean water at all,,direct\n",
        CATEGORIES: f"id,categories\n1,{categories(['water'], 1)}\n".encode(),
    }
    with suppress(DataError):
        public_files.read(files | {file: files[file] + content.encode()})
