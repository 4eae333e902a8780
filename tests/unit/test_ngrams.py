"""N-grams as ids: what counts as one, against a plain reference; and that any text is read."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.text.ngrams import MAX_BYTES, ORDERS, PADDING, NgramVocabulary, hash_ngrams

TEXT = st.text(st.characters(codec=None), max_size=30) | st.text("ab  ", max_size=12)
NO_WORDS = np.zeros((1, 50), np.int32)


def tokens(*rows: list[int]) -> np.ndarray:
    """Word ids padded to fifty."""
    return np.array([row + [0] * (50 - len(row)) for row in rows], np.int32)


def hashes(message: str, words: np.ndarray = NO_WORDS) -> set[int]:
    """The hashes of one message's n-grams."""
    return set(hash_ngrams([message], words)[1].tolist())


def pieces(message: str) -> set[bytes]:
    """Two to five bytes each; those of three or more may begin and end with a space but have none inside."""
    raw = f" {message} ".encode("utf-8", "replace").replace(b"\0", b" ")[:MAX_BYTES]
    found = {raw[i : i + order] for order in ORDERS for i in range(len(raw) - order + 1)}
    return {piece for piece in found if len(piece) == 2 or b" " not in piece[1:-1]}


@given(TEXT)
def test_there_is_one_hash_for_each_piece_of_a_message(message: str) -> None:
    # Two pieces may share one of the 24-bit hashes, but hardly ever do.
    expected, found = len(pieces(message)), len(hashes(message))
    assert expected - 1 <= found <= expected


def test_the_same_piece_has_the_same_hash_wherever_it_stands() -> None:
    assert hashes("water") <= hashes("clean water here")
    assert hashes("water") != hashes("Water")
    assert not hashes("abc") & hashes("xyz")


def test_known_words_and_pairs_of_neighbours_count_and_unknown_ones_do_not() -> None:
    plain = hashes("x")
    one, other = hashes("x", tokens([2, 3])) - plain, hashes("x", tokens([3, 2])) - plain
    assert len(one) == len(other) == 3
    assert len(one & other) == 2
    assert len(hashes("x", tokens([2, 1, 3])) - plain) == 2


def vocabulary(*messages: str) -> NgramVocabulary:
    """All n-grams of some messages."""
    return NgramVocabulary(tuple(sorted(set().union(*map(hashes, messages)))))


def test_ids_are_distinct_ascending_and_padded_on_the_right() -> None:
    known = vocabulary("water water", "fire")
    ids = known.encode(["water", "zzzz", "fire water"], np.zeros((3, 50), np.int32))
    assert ids.dtype == np.int32
    for row in ids:
        kept = row[row != PADDING]
        assert (np.diff(kept) > 0).all()
        assert (row[len(kept) :] == PADDING).all()
    assert ids.max() <= len(known.keys)
    assert {known.keys[i - 1] for i in ids[0] if i} == hashes("water")


@settings(max_examples=25)  # each fills a table of 16 million entries
@given(st.lists(TEXT, max_size=4))
def test_a_message_gets_the_same_ids_alone_and_among_others(messages: list[str]) -> None:
    known = vocabulary("ab ba", "water", *messages[:1])
    together = known.encode(messages, np.zeros((len(messages), 50), np.int32))
    assert len(together) == len(messages)
    for message, row in zip(messages, together, strict=True):
        alone = known.encode([message], NO_WORDS)[0]
        assert row[row > 0].tolist() == alone[alone > 0].tolist()


def test_no_messages_and_an_empty_vocabulary_give_padding_alone() -> None:
    assert NgramVocabulary(()).encode([], np.zeros((0, 50), np.int32)).shape[0] == 0
    assert not NgramVocabulary(()).encode(["water"], tokens([2])).any()


def test_what_lies_beyond_the_limit_is_not_read() -> None:
    assert hashes("a" * MAX_BYTES + "water") == hashes("a" * MAX_BYTES)
    assert len(hashes("a" * 100_000)) < 20
