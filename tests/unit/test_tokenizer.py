"""Words -> ids: languages, token status, the limit of 50, the file, and bad input."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.text.ngrams import NgramVocabulary
from classifier.text.tokenizer import (
    FIRST_WORD,
    MAX_TOKENS,
    NGRAMS,
    PADDING,
    STYLE,
    TOKENS,
    UNKNOWN,
    Tokenizer,
    TokenStatus,
)

TOKENIZER = Tokenizer(
    vocabulary=("water", "need", "child", "pale"),
    stop_words={
        "english": frozenset({"we", "the", "and", "a", "la"}),
        "creole": frozenset({"nou", "ak", "pou", "la", "a"}),
        "spanish": frozenset({"nosotros", "y", "la", "a"}),
    },
    lemmas={"waters": "water", "children": "child", "needs": "need"},
    foreign_vocabulary=("dlo", "bezwen", "pale"),
)
IDS = {word: i for i, word in enumerate((*TOKENIZER.vocabulary, *TOKENIZER.foreign_vocabulary), FIRST_WORD)}
MIXED = ["we need water", "", "nou bezwen dlo", "?!", "zebra " * 80]
TEXT = st.text(st.characters(codec=None), max_size=60)
KNOWN = "we nou and ak y la water waters children dlo bezwen pale other 12 !".split()
MESSAGES = TEXT | st.lists(st.sampled_from(KNOWN), max_size=70).map(" ".join)


def encoded(message: str) -> list[int]:
    """The ids of one message without its padding."""
    ids = TOKENIZER.encode([message])[0]
    return [int(i) for i in ids if i != PADDING]


def test_a_message_becomes_ids_of_lemmas_without_stop_words() -> None:
    assert encoded("We need the waters and a CHILDREN's zebra") == [
        IDS["need"],
        IDS["water"],
        IDS["child"],
        UNKNOWN,
        UNKNOWN,
    ]


def test_ids_are_int32_rows_of_fifty_padded_on_the_right() -> None:
    ids = TOKENIZER.encode(["water", "", "water " * 60])
    assert (ids.dtype, ids.shape) == (np.int32, (3, MAX_TOKENS))
    assert ids[0].tolist() == [IDS["water"]] + [PADDING] * (MAX_TOKENS - 1)
    assert not ids[1].any()
    assert (ids[2] == IDS["water"]).all()


def test_no_message_gives_no_row() -> None:
    assert TOKENIZER.encode([]).shape == (0, MAX_TOKENS)
    assert {len(rows) for rows in TOKENIZER.features([]).values()} == {0}


def test_the_language_is_that_of_most_stop_words_and_english_on_a_tie() -> None:
    assert TOKENIZER.read("nou bezwen dlo ak manje").language == "creole"
    assert TOKENIZER.read("we need water and a child").language == "english"
    assert TOKENIZER.read("la a").language == "english"
    assert TOKENIZER.read("dlo").language == "english"
    assert TOKENIZER.read("").language == "english"


def test_another_language_reads_its_own_words_before_the_english_ones() -> None:
    assert encoded("nou bezwen dlo ak water pale") == [
        IDS["bezwen"],
        IDS["dlo"],
        IDS["water"],
        FIRST_WORD + len(TOKENIZER.vocabulary) + 2,
    ]
    assert encoded("we need water pale") == [IDS["need"], IDS["water"], FIRST_WORD + 3]


def test_a_reading_gives_each_word_its_lemma_and_its_status() -> None:
    reading = TOKENIZER.read("We need the Waters, zebra!")
    assert [(read.text, read.lemma, read.status) for read in reading.words] == [
        ("We", "we", TokenStatus.STOP_WORD),
        ("need", "need", TokenStatus.KEPT),
        ("the", "the", TokenStatus.STOP_WORD),
        ("Waters", "water", TokenStatus.KEPT),
        ("zebra", "zebra", TokenStatus.UNKNOWN),
    ]


@pytest.mark.parametrize(("status", "count"), zip(TokenStatus, (2, 2, 1, 0), strict=True))
def test_a_reading_counts_words_by_status(status: TokenStatus, count: int) -> None:
    assert TOKENIZER.read("We need the Waters, zebra!").count(status) == count


def test_stop_words_do_not_count_toward_the_limit() -> None:
    reading = TOKENIZER.read("we water " * 50 + "need")
    assert [read.status for read in reading.words[-2:]] == [TokenStatus.KEPT, TokenStatus.BEYOND]
    assert reading.count(TokenStatus.KEPT) == MAX_TOKENS


@given(MESSAGES)
def test_read_and_encode_agree_on_any_text(message: str) -> None:
    reading = TOKENIZER.read(message)
    seen = [read for read in reading.words if read.reaches_the_model]
    table = {word: i for i, word in enumerate(TOKENIZER.vocabulary, FIRST_WORD)}
    if reading.language != "english":
        start = FIRST_WORD + len(TOKENIZER.vocabulary)
        table |= {word: i for i, word in enumerate(TOKENIZER.foreign_vocabulary, start)}
    kept = TokenStatus.KEPT
    assert encoded(message) == [table[read.lemma] if read.status == kept else UNKNOWN for read in seen]
    assert all(message[read.word.start : read.word.end] == read.text for read in reading.words)


def test_features_are_the_inputs_of_the_networks() -> None:
    tokenizer = replace(TOKENIZER, ngrams=NgramVocabulary((5, 7)))
    features = tokenizer.features(MIXED)
    assert (features[TOKENS] == tokenizer.encode(MIXED)).all()
    assert {name: rows.dtype for name, rows in features.items()} == {TOKENS: "i4", NGRAMS: "i4", STYLE: "f4"}


@pytest.mark.parametrize("message", MIXED)
def test_a_message_that_was_read_already_has_the_same_features(message: str) -> None:
    tokenizer = replace(TOKENIZER, ngrams=NgramVocabulary((5, 7)))
    expected, found = tokenizer.features([message]), tokenizer.features_of(message, tokenizer.read(message))
    assert [name for name in expected if not np.array_equal(expected[name], found[name])] == []


def test_a_message_reads_the_same_alone_and_among_others() -> None:
    assert (TOKENIZER.encode(MIXED) == np.vstack([TOKENIZER.encode([one]) for one in MIXED])).all()


def test_stored_and_read_it_is_the_same() -> None:
    stored = replace(TOKENIZER, ngrams=NgramVocabulary((5, 7, 16_000_000)))
    loaded = Tokenizer.from_json(stored.to_json())
    assert loaded == stored
    assert list(loaded.stop_words) == list(TOKENIZER.stop_words)


def test_the_size_counts_padding_and_unknown() -> None:
    assert TOKENIZER.size == FIRST_WORD + 4 + 3


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"null", b'{"vocabulary": ["water"]}', b"\xff"])
def test_something_else_is_refused(content: bytes) -> None:
    with pytest.raises((AttributeError, KeyError, TypeError, ValueError)):
        Tokenizer.from_json(content)


def test_it_is_stored_as_plain_json_with_sorted_stop_words() -> None:
    assert json.loads(TOKENIZER.to_json())["stop_words"]["creole"] == sorted(TOKENIZER.stop_words["creole"])
