"""Words -> ids: languages, token status, misspelled words, windows, the file, and bad input."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.text.composition import Composer
from classifier.text.ngrams import NgramVocabulary
from classifier.text.reading import MAX_TOKENS, WINDOW, TokenStatus
from classifier.text.tokenizer import COMPOSED, FIRST_WORD, NGRAMS, PADDING, STYLE, TOKENS, UNKNOWN, Tokenizer

TOKENIZER = Tokenizer(
    vocabulary=("water", "need", "child", "pale"),
    stop_words={
        "en": frozenset({"we", "the", "and", "a", "la"}),
        "ht": frozenset({"nou", "ak", "pou", "la", "a"}),
        "es": frozenset({"nosotros", "y", "la", "a"}),
    },
    lemmas={"waters": "water", "children": "child", "needs": "need"},
    foreign_vocabulary=("dlo", "bezwen", "pale"),
)
SPELLING = replace(TOKENIZER, counts={"water": 40, "child": 20, "need": 30, "we": 90, "the": 200})
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


def test_another_language_reads_its_own_words_before_the_english_ones() -> None:
    foreign = FIRST_WORD + len(TOKENIZER.vocabulary) + 2
    assert encoded("nou bezwen dlo ak water, fanmi pale") == [IDS["bezwen"], IDS["dlo"], IDS["water"], UNKNOWN, foreign]
    assert encoded("we need the water pale") == [IDS["need"], IDS["water"], FIRST_WORD + 3]


def test_a_reading_gives_each_word_its_lemma_and_its_status() -> None:
    reading = TOKENIZER.read("We need the Waters, zebra!")
    assert [(read.text, read.read_as, read.status) for read in reading.words] == [
        ("We", (), TokenStatus.STOP_WORD),
        ("need", ("need",), TokenStatus.KEPT),
        ("the", (), TokenStatus.STOP_WORD),
        ("Waters", ("water",), TokenStatus.KEPT),
        ("zebra", ("zebra",), TokenStatus.UNKNOWN),
    ]


@pytest.mark.parametrize(("status", "count"), zip(TokenStatus, (2, 2, 0, 1), strict=True))
def test_a_reading_counts_words_by_status(status: TokenStatus, count: int) -> None:
    assert TOKENIZER.read("We need the Waters, zebra!").count(status) == count


def test_a_message_in_a_language_that_the_model_does_not_know_has_none() -> None:
    assert TOKENIZER.read("Wir brauchen Wasser und Essen, die Kinder sind krank").language is None
    assert TOKENIZER.read("we need water and a child").language == "en"


@pytest.mark.parametrize(
    ("message", "language"), [("water", "en"), ("need child", "en"), ("dlo", "ht"), ("nou bezwen", "ht")]
)
def test_a_few_words_that_are_common_in_english_are_english(message: str, language: str) -> None:
    assert SPELLING.read(message).language == language


def test_a_tokenizer_of_english_alone_reads_every_language_as_english() -> None:
    english = replace(TOKENIZER, stop_words={"en": TOKENIZER.stop_words["en"]})
    assert english.read("Tanpri voye dlo ak manje pou nou").count(TokenStatus.UNKNOWN) > 4


def test_misspelled_words_are_read_as_the_words_that_they_stand_for() -> None:
    reading = SPELLING.read("we need the childwater, watre and the zebra u")
    assert [(read.text, read.read_as) for read in reading.words if read.status == TokenStatus.RESPELLED] == [
        ("childwater", ("child", "water")),
        ("watre", ("water",)),
        ("u", ("you",)),
    ]


def test_a_short_form_is_read_as_its_word_even_if_it_is_in_the_vocabulary() -> None:
    spelling = replace(SPELLING, vocabulary=(*SPELLING.vocabulary, "pls", "please"))
    (word,) = spelling.read("pls").words
    assert word.read_as == ("please",)


def test_unknown_words_get_vectors_composed_from_their_letters_in_their_order() -> None:
    composer = Composer.compressed(("<z", "<g"), np.array([[4.0, 0.0], [0.0, 2.0]]), np.array([0.0, 1.0]))
    composed = replace(TOKENIZER, composer=composer).features(["we need the zebra and a gnu", "we need water"])[
        COMPOSED
    ]
    assert composed.shape == (2, 2, 2)
    assert composed[0] == pytest.approx(np.array([[4.0, 1.0], [0.0, 3.0]]), abs=0.05)
    assert not composed[1].any()


@pytest.mark.parametrize(
    "invisible", ["wa\u00adter", "wat\u200ber", "\u202ewater\u202c", "ｗａｔｅｒ", "w\u2060ater", "wate\ufeffr"]
)
def test_characters_that_nobody_sees_do_not_break_a_word(invisible: str) -> None:
    assert encoded(f"we need {invisible}") == encoded("we need water")


def test_the_places_of_words_refer_to_the_normalised_text() -> None:
    reading = TOKENIZER.read("we ne\u00aded \uff57ater")
    assert [reading.text[read.word.start : read.word.end] for read in reading.words] == ["we", "need", "water"]


@given(MESSAGES)
def test_read_and_encode_agree_on_any_text(message: str) -> None:
    reading = TOKENIZER.read(message)
    first = reading.beginning.words
    table = {word: i for i, word in enumerate(TOKENIZER.vocabulary, FIRST_WORD)}
    if reading.identified.read_as in ("ht", "es"):
        start = FIRST_WORD + len(TOKENIZER.vocabulary)
        table |= {word: i for i, word in enumerate(TOKENIZER.foreign_vocabulary, start)}
    expected = [table.get(lemma, UNKNOWN) for read in first for lemma in read.read_as]
    assert encoded(message) == expected
    assert all(reading.text[read.word.start : read.word.end] == read.text for read in reading.words)


def test_a_short_message_is_one_window_with_the_whole_text() -> None:
    message = "?! we need water " + "the " * 80
    (window,) = TOKENIZER.read(message).windows
    assert (window.start, window.end) == (0, len(message))


@pytest.mark.parametrize(("words", "windows"), [(50, 1), (51, 5), (60, 5), (61, 6), (100, 9), (101, 10)])
def test_a_long_message_is_read_in_windows_that_overlap_by_half(words: int, windows: int) -> None:
    reading = TOKENIZER.read("the " + "water the " * words)
    assert len(reading.windows) == windows
    sizes = [sum(len(word.read_as) for word in window.words) for window in reading.windows]
    assert sizes[:-1] == [WINDOW] * (windows - 1)
    assert reading.windows[0].start == 0
    assert reading.text[reading.windows[-1].end :].strip() == ""


def test_a_long_message_is_read_sentence_by_sentence() -> None:
    reading = TOKENIZER.read("Water, need; child pale? " * 12 + "Hi! The child. Need water\nand a child, pale zebra!")
    texts = [reading.text[window.start : window.end] for window in reading.windows]
    assert texts == ["Water, need; child pale?"] * 12 + ["Hi! The child. Need water", "and a child, pale zebra!"]


def test_what_is_left_at_the_end_of_a_long_message_belongs_to_its_last_sentence() -> None:
    reading = TOKENIZER.read("Water, need, child, pale. " * 13 + "The child.")
    last = reading.windows[-1]
    assert reading.text[last.start : last.end] == "Water, need, child, pale. The child."


PIECES = ["water", "the", "zebra", "need,", "waterneedchild", "need."]


@given(st.lists(st.sampled_from(PIECES), min_size=40, max_size=200))
def test_every_word_of_a_long_message_is_in_a_window(tokens: list[str]) -> None:
    reading = SPELLING.read(" ".join(tokens))
    sizes = [sum(len(word.read_as) for word in window.words) for window in reading.windows]
    assert max(sizes) <= MAX_TOKENS
    inside = {word.word.start for window in reading.windows for word in window.words}
    assert {word.word.start for word in reading.words if word.reaches_the_model} <= inside
    for window in reading.windows:
        assert all(window.start <= word.word.start < window.end for word in window.words)


def test_a_message_in_capitals_has_the_features_of_the_same_in_small_letters() -> None:
    tokenizer = replace(TOKENIZER, ngrams=NgramVocabulary(tuple(range(0, 1 << 24, 1 << 8))))
    shouted, said = (
        tokenizer.features([text]) for text in ("WE NEED WATER, PALE ZEBRA!", "we need water, pale zebra!")
    )
    assert [name for name in said if not np.array_equal(said[name], shouted[name])] == []


def test_segments_are_the_windows_of_the_reading() -> None:
    message = "we need water " * 60
    (segments,) = TOKENIZER.segments([message])
    assert segments == TOKENIZER.segments_of(TOKENIZER.read(message))
    assert len(segments) > 2


def test_features_are_the_inputs_of_the_networks() -> None:
    tokenizer = replace(TOKENIZER, ngrams=NgramVocabulary((5, 7)))
    features = tokenizer.features(MIXED)
    assert (features[TOKENS] == tokenizer.encode(MIXED)).all()
    kinds = {TOKENS: "i4", COMPOSED: "f4", NGRAMS: "i4", STYLE: "f4"}
    assert {name: rows.dtype for name, rows in features.items()} == kinds


@pytest.mark.parametrize("message", MIXED[:-1])
def test_a_message_that_was_read_already_has_the_same_features(message: str) -> None:
    tokenizer = replace(TOKENIZER, ngrams=NgramVocabulary((5, 7)))
    expected = tokenizer.features([message])
    found = tokenizer.features_of(tokenizer.segments_of(tokenizer.read(message)))
    assert [name for name in expected if not np.array_equal(expected[name], found[name])] == []


def test_a_message_reads_the_same_alone_and_among_others() -> None:
    assert (TOKENIZER.encode(MIXED) == np.vstack([TOKENIZER.encode([one]) for one in MIXED])).all()


def test_stored_and_read_it_is_the_same() -> None:
    stored = replace(SPELLING, ngrams=NgramVocabulary((5, 7, 16_000_000)), real_words=frozenset({"watery"}))
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
    assert json.loads(TOKENIZER.to_json())["stop_words"]["ht"] == sorted(TOKENIZER.stop_words["ht"])
