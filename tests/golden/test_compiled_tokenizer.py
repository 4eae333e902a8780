"""The compiled tokenizer gives, message by message, what NLTK with its corpora gives."""

from pathlib import Path

import nltk.corpus
import pandas as pd
import pytest

from classifier import artifacts
from classifier.network.article import VOCABULARY
from classifier.text.languages import ENGLISH, LANGUAGES
from classifier.text.tokenizer import FIRST_WORD, MAX_TOKENS, PADDING, UNKNOWN, Tokenizer, TokenStatus
from classifier.text.words import forms
from classifier.training.text import tokenizer_fitting


@pytest.fixture(scope="module")
def nltk_corpora() -> None:
    """NLTK's own corpora, wherever NLTK finds them."""
    try:
        nltk.corpus.stopwords.ensure_loaded()
        nltk.corpus.wordnet.ensure_loaded()
    except (LookupError, OSError):
        pytest.skip("set NLTK_DATA to NLTK's stopwords and wordnet: python -m nltk.downloader stopwords wordnet")


@pytest.fixture(scope="module", params=["fitted here", "shipped"])
def tokenizer(request: pytest.FixtureRequest, nltk_corpora: None, frame: pd.DataFrame, assets: Path) -> Tokenizer:
    """A tokenizer as the article recipe fits it, and the shipped one."""
    if request.param == "shipped":
        return Tokenizer.from_json((assets / artifacts.TOKENIZER).read_bytes())
    words = tokenizer_fitting.frequent_lemmas(frame["message"], VOCABULARY - FIRST_WORD)
    return tokenizer_fitting.fit(words, tuple(LANGUAGES))


def test_stop_words_are_nltks(tokenizer: Tokenizer) -> None:
    assert tokenizer.stop_words == tokenizer_fitting.stop_words(tuple(tokenizer.stop_words))


def test_all_english_messages_agree(tokenizer: Tokenizer, frame: pd.DataFrame) -> None:
    ids = {word: i for i, word in enumerate(tokenizer.vocabulary, FIRST_WORD)}
    english = [message for message in frame["message"] if tokenizer.language(forms(message)) == ENGLISH]
    rows, lemmas = tokenizer.encode(english).tolist(), tokenizer_fitting.article_lemmas(english)
    expected = [[ids.get(lemma, UNKNOWN) for lemma in found[:MAX_TOKENS]] for found in lemmas]
    padded = [row + [PADDING] * (MAX_TOKENS - len(row)) for row in expected]
    assert [message for message, row, other in zip(english, rows, padded, strict=True) if row != other] == []


def test_nearly_all_messages_are_read_as_english(tokenizer: Tokenizer, frame: pd.DataFrame) -> None:
    assert sum(tokenizer.language(forms(message)) == ENGLISH for message in frame["message"]) > 0.99 * len(frame)


@pytest.mark.parametrize(
    ("status", "counted"),
    [(TokenStatus.KEPT, lambda row: (row > UNKNOWN).sum()), (TokenStatus.UNKNOWN, lambda row: (row == UNKNOWN).sum())],
)
def test_reading_agrees_with_encoding_on_real_messages(tokenizer: Tokenizer, frame: pd.DataFrame, status, counted):  # type: ignore[no-untyped-def]
    sample = [*frame["message"][::40], *frame.loc[frame["original"] != "", "original"][::20]]
    found = [tokenizer.read(message).count(status) for message in sample]
    assert found == [counted(row) for row in tokenizer.encode(sample)]
