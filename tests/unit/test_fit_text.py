"""NLTK's corpora -> the compiled tokenizer, on miniature corpora that the tests write."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from nltk.stem import WordNetLemmatizer

from classifier.errors import DataError
from classifier.text import CREOLE_STOP_WORDS
from classifier.tokenizer import ENGLISH, FIRST_WORD, PADDING, UNKNOWN, Tokenizer
from classifier.training import fit_text
from tests import small_corpora, small_data


@pytest.fixture
def fitted(small_nltk: Path) -> Tokenizer:
    """A tokenizer of the small data set's words."""
    stops = fit_text.stop_words([ENGLISH])[ENGLISH]
    vocabulary = fit_text.frequent_lemmas([row["message"] for row in small_data.rows()], stops, 500)
    return fit_text.fit(vocabulary, fit_text.ALL_LANGUAGES)


@pytest.mark.usefixtures("small_nltk")
def test_stop_words_are_cut_as_messages_are() -> None:
    stops = fit_text.stop_words(fit_text.ALL_LANGUAGES)
    assert list(stops) == [ENGLISH, "creole", "french", "spanish"]
    assert {"don", "t", "the"} <= stops[ENGLISH]
    assert "don't" not in stops[ENGLISH]
    assert stops["creole"] == CREOLE_STOP_WORDS


@pytest.mark.usefixtures("small_nltk")
def test_the_vocabulary_is_the_most_frequent_lemmas_first() -> None:
    found = fit_text.frequent_lemmas(
        ["tents and a tent", "tents", "the foxes", "dig"], frozenset({"and", "a", "the"}), 2
    )
    assert found == ("tent", "fox")


@pytest.mark.usefixtures("small_nltk")
def test_every_form_that_leads_to_the_vocabulary_is_compiled() -> None:
    table = fit_text.compile_lemmas(
        ["child", "dish", "fox", "wolf", "quiz", "woman", "family", "bus"], ["children", "geese"]
    )
    assert table["children"] == "child"
    assert {form: table[form] for form in ("dishes", "foxes", "wolves", "women", "families")} == {
        "dishes": "dish",
        "foxes": "fox",
        "wolves": "wolf",
        "women": "woman",
        "families": "family",
    }
    assert "geese" not in table
    assert "fox" not in table


def test_the_compiled_tokenizer_agrees_with_nltk_message_by_message(fitted: Tokenizer) -> None:
    ids = {word: i for i, word in enumerate(fitted.vocabulary, FIRST_WORD)}
    lemmatize, stops = WordNetLemmatizer().lemmatize, fitted.stop_words[ENGLISH]
    for row in small_data.rows(copies=3, seed=9):
        message = row["message"]
        if fitted.read(message).language == ENGLISH:
            lemmas = fit_text.nltk_lemmas(message, stops, lemmatize)
            expected = [ids.get(lemma, UNKNOWN) for lemma in lemmas]
            assert fitted.encode([message])[0][: len(lemmas)].tolist() == expected


def test_the_fitted_tokenizer_needs_no_corpus_afterwards(fitted: Tokenizer, tmp_path: Path) -> None:
    fitted.save(tmp_path / "tokenizer.json")
    with small_corpora.installed(tmp_path / "nothing"):
        loaded = Tokenizer.load(tmp_path / "tokenizer.json")
        assert loaded.encode(["children need tents"]).tolist() == fitted.encode(["children need tents"]).tolist()


def test_missing_corpora_are_named_with_the_command_that_gets_them(tmp_path: Path) -> None:
    with small_corpora.installed(tmp_path):
        with pytest.raises(DataError, match=r"stopwords.*nltk\.downloader stopwords wordnet"):
            fit_text.stop_words([ENGLISH])
        with pytest.raises(DataError, match=r"wordnet.*NLTK_DATA"):
            fit_text.irregular_nouns()
        with pytest.raises(DataError, match="wordnet"):
            fit_text.compile_lemmas(["child"], [])


@pytest.mark.filterwarnings("ignore:NLTK will not read")
def test_corpora_that_others_can_write_are_refused_in_a_sentence(tmp_path: Path) -> None:
    folder = small_corpora.write(tmp_path / "nltk_data")
    (folder / "corpora" / "stopwords").chmod(0o777)
    with small_corpora.installed(folder), pytest.raises(DataError, match="no other account can write"):
        fit_text.stop_words([ENGLISH])


def test_creole_needs_no_corpus(tmp_path: Path) -> None:
    with small_corpora.installed(tmp_path):
        assert fit_text.stop_words([fit_text.CREOLE])[fit_text.CREOLE] == CREOLE_STOP_WORDS


@pytest.mark.usefixtures("small_nltk")
def test_a_vocabulary_word_that_nltk_would_lemmatise_away_is_unknown_as_there() -> None:
    fitted = fit_text.fit(("tents", "water"), [ENGLISH])
    assert fitted.encode(["tents water"])[0][:2].tolist() == [UNKNOWN, FIRST_WORD + 1]
    assert [word.fate for word in fitted.read("tents water").words] == ["unknown", "kept"]


def test_the_facts_of_a_word_say_what_kind_of_word_it_is(fitted: Tokenizer) -> None:
    tokenizer = replace(fitted, foreign_vocabulary=("dlo",))
    facts = fit_text.traits(tokenizer, ["water water", "water", "water dlo"])
    ids = {word: i for i, word in enumerate((*tokenizer.vocabulary, "dlo"), FIRST_WORD)}
    in_wordnet, rare, frequency, foreign, unknown = facts[ids["water"]]
    assert (in_wordnet, rare, foreign, unknown) == (1, 0, 0, 0)
    assert frequency == pytest.approx(np.log(4) / 10)
    assert facts[ids["dlo"], [0, 1, 3, 4]].tolist() == [0, 1, 1, 0]
    assert facts[UNKNOWN].tolist() == [0, 0, 0, 0, 1]
    assert not facts[PADDING].any()
