"""The compiled tokenizer gives, message by message, what NLTK with its corpora gives."""

from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from nltk.corpus import stopwords, wordnet
from nltk.stem import WordNetLemmatizer

from classifier.text import MAX_TOKENS
from classifier.tokenizer import ENGLISH, FIRST_WORD, PADDING, UNKNOWN, Tokenizer
from classifier.training import fit_text


@pytest.fixture(scope="module")
def nltk_corpora() -> None:
    """NLTK's own corpora, wherever NLTK finds them."""
    try:
        stopwords.ensure_loaded()
        wordnet.ensure_loaded()
    except (LookupError, OSError):
        pytest.skip("set NLTK_DATA to NLTK's stopwords and wordnet: python -m nltk.downloader stopwords wordnet")


@pytest.fixture(scope="module", params=["fitted here", "shipped"])
def tokenizer(request: pytest.FixtureRequest, nltk_corpora: None, frame: pd.DataFrame) -> Tokenizer:
    """One as the article recipe fits it, and the shipped one."""
    if request.param == "shipped":
        folder: Path = request.getfixturevalue("assets")
        return Tokenizer.load(folder / "tokenizer.json")
    stops = fit_text.stop_words([ENGLISH])[ENGLISH]
    return fit_text.fit(fit_text.frequent_lemmas(frame["message"], stops, 20_000 - FIRST_WORD), fit_text.ALL_LANGUAGES)


def test_stop_words_are_nltks(tokenizer: Tokenizer) -> None:
    assert tokenizer.stop_words == fit_text.stop_words(tuple(tokenizer.stop_words))


def test_all_messages_agree(tokenizer: Tokenizer, frame: pd.DataFrame) -> None:
    ids = {word: i for i, word in enumerate(tokenizer.vocabulary, FIRST_WORD)}
    lemmatize, stops = cache(WordNetLemmatizer().lemmatize), tokenizer.stop_words[ENGLISH]
    english = 0
    for message, row in zip(frame["message"], tokenizer.encode(frame["message"].tolist()).tolist(), strict=True):
        if tokenizer.language(fit_text.forms(message)) == ENGLISH:
            english += 1
            lemmas = fit_text.nltk_lemmas(message, stops, lemmatize)[:MAX_TOKENS]
            expected = [ids.get(lemma, UNKNOWN) for lemma in lemmas]
            assert row == expected + [PADDING] * (MAX_TOKENS - len(lemmas)), message
    assert english > 0.99 * len(frame)


def test_reading_agrees_with_encoding_on_real_messages(tokenizer: Tokenizer, frame: pd.DataFrame) -> None:
    sample = [*frame["message"][::40], *frame.loc[frame["original"] != "", "original"][::20]]
    for message, row in zip(sample, tokenizer.encode(sample), strict=True):
        reading = tokenizer.read(message)
        assert reading.count("kept") == (row > UNKNOWN).sum()
        assert reading.count("unknown") == (row == UNKNOWN).sum()
