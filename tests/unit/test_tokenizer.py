"""Words -> ids: languages, fates, the limit of 50, the file, and bad input."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.ngrams import NgramVocabulary
from classifier.text import MAX_TOKENS
from classifier.tokenizer import BEYOND, FIRST_WORD, KEPT, PADDING, STOP_WORD, UNKNOWN, UNKNOWN_WORD, Tokenizer

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


def test_fates_are_told_with_place_and_lemma() -> None:
    reading = TOKENIZER.read("We need the Waters, zebra!")
    assert [(read.text, read.lemma, read.fate) for read in reading.words] == [
        ("We", "we", STOP_WORD),
        ("need", "need", KEPT),
        ("the", "the", STOP_WORD),
        ("Waters", "water", KEPT),
        ("zebra", "zebra", UNKNOWN_WORD),
    ]
    assert (reading.count(STOP_WORD), reading.count(KEPT), reading.count(BEYOND)) == (2, 2, 0)


def test_stop_words_do_not_count_toward_the_limit() -> None:
    reading = TOKENIZER.read("we water " * 50 + "need")
    assert [read.fate for read in reading.words[-2:]] == [KEPT, BEYOND]
    assert reading.count(KEPT) == MAX_TOKENS


@given(MESSAGES)
def test_read_and_encode_agree_on_any_text(message: str) -> None:
    reading = TOKENIZER.read(message)
    seen = [read for read in reading.words if read.fate in (KEPT, UNKNOWN_WORD)]
    table = {word: i for i, word in enumerate(TOKENIZER.vocabulary, FIRST_WORD)}
    if reading.language != "english":
        start = FIRST_WORD + len(TOKENIZER.vocabulary)
        table |= {word: i for i, word in enumerate(TOKENIZER.foreign_vocabulary, start)}
    assert encoded(message) == [table[read.lemma] if read.fate == KEPT else UNKNOWN for read in seen]
    assert all(message[read.word.start : read.word.end] == read.text for read in reading.words)


def test_features_are_the_inputs_of_the_networks() -> None:
    tokenizer = replace(TOKENIZER, ngrams=NgramVocabulary((5, 7)))
    features = tokenizer.features(["we need water", "", "nou bezwen dlo"])
    assert (features["tokens"] == tokenizer.encode(["we need water", "", "nou bezwen dlo"])).all()
    assert features["ngrams"].dtype == np.int32
    assert all(len(rows) == 3 for rows in features.values())


def test_a_message_reads_the_same_alone_and_among_others() -> None:
    messages = ["we need water", "", "nou bezwen dlo", "?!", "zebra " * 80]
    assert (TOKENIZER.encode(messages) == np.vstack([TOKENIZER.encode([one]) for one in messages])).all()


def test_saved_and_loaded_it_is_the_same(tmp_path: Path) -> None:
    stored = replace(TOKENIZER, ngrams=NgramVocabulary((5, 7, 16_000_000)))
    stored.save(tmp_path / "tokenizer.json")
    loaded = Tokenizer.load(tmp_path / "tokenizer.json")
    assert loaded == stored
    assert loaded.size == FIRST_WORD + 4 + 3
    assert list(loaded.stop_words) == list(TOKENIZER.stop_words)


@pytest.mark.parametrize("content", ["", "[]", "{}", "null", '{"vocabulary": ["water"]}', "\ufffd"])
def test_a_file_of_something_else_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "tokenizer.json").write_text(content, encoding="utf-8")
    with pytest.raises((KeyError, TypeError, ValueError)):
        Tokenizer.load(tmp_path / "tokenizer.json")


def test_the_file_is_plain_json_with_sorted_stop_words(tmp_path: Path) -> None:
    TOKENIZER.save(tmp_path / "tokenizer.json")
    content = json.loads((tmp_path / "tokenizer.json").read_text(encoding="utf-8"))
    assert content["stop_words"]["creole"] == sorted(TOKENIZER.stop_words["creole"])
