"""Word vectors in GloVe's text format: plain, gzipped, and malformed in each way a download can be."""

import gzip
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from classifier.artifacts import VectorSource
from classifier.errors import VectorsError
from classifier.training.text.word_vectors import load

GOOD = "water 0.1 -0.2 3e-1\nfire 1 0 0\nwater 9 9 9\n"


def stored(tmp_path: Path, content: bytes | str, name: str = "vectors.txt") -> Path:
    """A vector file of this content."""
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_words_and_numbers_come_in_order_and_the_first_of_two_counts(tmp_path: Path) -> None:
    vectors = load(stored(tmp_path, GOOD))
    assert vectors.words == ("water", "fire")
    assert (vectors.matrix == np.float32([[0.1, -0.2, 0.3], [1, 0, 0]])).all()


@pytest.mark.parametrize("name", ["vectors.txt.gz", "vectors.dat"])
def test_a_gzipped_file_reads_the_same_whatever_its_name(tmp_path: Path, name: str) -> None:
    plain, zipped = load(stored(tmp_path, GOOD)), load(stored(tmp_path, gzip.compress(GOOD.encode()), name))
    assert zipped.words == plain.words
    assert (zipped.matrix == plain.matrix).all()


def test_only_wanted_words_are_held(tmp_path: Path) -> None:
    assert load(stored(tmp_path, GOOD), keep=frozenset({"fire", "absent"})).words == ("fire",)


def test_the_source_names_the_file_and_its_hash(tmp_path: Path) -> None:
    path = stored(tmp_path, GOOD)
    assert load(path).source == VectorSource(path.name, sha256(path.read_bytes()).hexdigest(), 2, 3)


@pytest.mark.parametrize(
    "content", ["3 2\nwater 1 2\nfire 3 4\n", "water 1 2\r\nfire 3 4\r\n", "water 1 2 \nfire 3 4 "]
)
def test_a_word2vec_header_and_other_line_ends_do_no_harm(tmp_path: Path, content: str) -> None:
    vectors = load(stored(tmp_path, content))
    assert vectors.words == ("water", "fire")
    assert vectors.matrix.tolist() == [[1, 2], [3, 4]]


def test_words_may_hold_any_character_but_a_space(tmp_path: Path) -> None:
    assert load(stored(tmp_path, "\x85 1 2\nna\u2028me 3 4\n\u00a0x 5 6\n")).words == ("\x85", "na\u2028me", "\u00a0x")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("water 1 2\nfire 1\n", "line 2"),
        ("water 1 2\nfire 1 2 3\n", "line 2"),
        ("water 1 2\nfire 1 x\n", "line 2"),
        ("water 1 2\nfire 1 nan\n", "line 2"),
        ("water 1 2\nfire 1 inf\n", "line 2"),
        ("water 1 2\nfire\n", "line 2"),
        ("water 1 2\n\nfire 1 2\n", "line 2"),
        ("water\t1\t2\n", "line 1"),
        (b"water 1 2\n\xff\xfe 1 2\n", "line 2"),
        ('{"water": [1, 2]}\n', "line 1"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, content: bytes | str, line: str) -> None:
    with pytest.raises(VectorsError, match=rf"vectors\.txt, {line}:"):
        load(stored(tmp_path, content))


def test_a_cut_off_or_damaged_download_is_named(tmp_path: Path) -> None:
    whole = gzip.compress("".join(f"word{i} {i} {i * 7 % 13}\n" for i in range(5000)).encode())
    for broken in (whole[: len(whole) // 2], whole[:60] + b"\x00" * 40 + whole[100:]):
        with pytest.raises(VectorsError, match=r"vectors\.txt"):
            load(stored(tmp_path, broken))


@pytest.mark.parametrize("name", ["nothing.txt", "."])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(VectorsError, match="missing"):
        load(tmp_path / name)


@pytest.mark.parametrize(("content", "keep"), [("", None), (GOOD, frozenset({"absent"}))])
def test_a_file_without_a_needed_word_is_named(tmp_path: Path, content: str, keep: frozenset[str] | None) -> None:
    with pytest.raises(VectorsError, match=r"vectors\.txt has no vector"):
        load(stored(tmp_path, content), keep)
