"""The compiled tokenizer gives, message by message, what NLTK with its corpora gives, and knows only what it may."""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import nltk.corpus
import pandas as pd
import pytest

from classifier import artifacts
from classifier.network.article import VOCABULARY
from classifier.text.identification import Identified
from classifier.text.languages import ENGLISH, LANGUAGES
from classifier.text.normalisation import normalise
from classifier.text.reading import TokenStatus
from classifier.text.tokenizer import FIRST_WORD, UNKNOWN, Tokenizer
from classifier.text.unknown_words import SHORT_FORMS
from classifier.text.words import forms
from classifier.training.data.labelled_messages import LabelledMessages
from classifier.training.evaluation.language_figures import identify
from classifier.training.fitting import recipes
from classifier.training.text import tokenizer_fitting, word_vectors

SPLITS = (42, 1, 2, 3)


@pytest.fixture(scope="module")
def nltk_corpora() -> None:
    """NLTK's own corpora, wherever NLTK finds them."""
    try:
        nltk.corpus.stopwords.ensure_loaded()
        nltk.corpus.wordnet.ensure_loaded()
    except (LookupError, OSError):
        pytest.skip("set NLTK_DATA to NLTK's stopwords and wordnet: python -m nltk.downloader stopwords wordnet")


@pytest.fixture(scope="module")
def shipped(assets: Path) -> Tokenizer:
    """The shipped tokenizer."""
    return Tokenizer.from_json((assets / artifacts.TOKENIZER).read_bytes())


@pytest.fixture(scope="module", params=["fitted here", "shipped"])
def tokenizer(request: pytest.FixtureRequest, nltk_corpora: None, frame: pd.DataFrame, shipped: Tokenizer) -> Tokenizer:
    """A tokenizer as the article recipe fits it, and the shipped one."""
    if request.param == "shipped":
        return shipped
    words = tokenizer_fitting.frequent_lemmas(frame["message"], VOCABULARY - FIRST_WORD)
    return tokenizer_fitting.fit(words, tokenizer_fitting.stop_words([ENGLISH]))


@pytest.fixture(scope="module")
def languages(frame: pd.DataFrame) -> list[Identified]:
    """The language of every message."""
    return identify(frame["message"])


@pytest.fixture
def lemmas(tokenizer: Tokenizer) -> Callable[[str], str | None]:
    """The known lemma of a form, by NLTK and its corpora."""
    lemmatize, known = tokenizer_fitting.lemmatizer(), set(tokenizer.vocabulary)
    others = tokenizer_fitting.verb_forms(tokenizer.vocabulary)
    return cache(lambda form: tokenizer_fitting.known_lemma(lemmatize(form), known) or others.get(form))


def test_stop_words_are_nltks_without_those_that_deny_in_the_shipped_one(tokenizer: Tokenizer) -> None:
    usual = tokenizer_fitting.stop_words(tuple(tokenizer.stop_words))
    without = tokenizer_fitting.stop_words_without_negations(tuple(tokenizer.stop_words))
    assert tokenizer.stop_words == (without if len(usual) == len(LANGUAGES) else usual)


def test_the_known_words_of_all_english_messages_agree(
    tokenizer: Tokenizer, frame: pd.DataFrame, languages: list[Identified], lemmas: Callable[[str], str | None]
) -> None:
    ids = {word: i for i, word in enumerate(tokenizer.vocabulary, FIRST_WORD)}
    stops, differ = tokenizer.stop_words[ENGLISH], []
    for message, identified in zip(frame["message"], languages, strict=True):
        kept = [form for form in forms(normalise(message)) if form not in stops]
        expected = [lemmas(form) for form in kept]
        if identified.read_as == ENGLISH and None not in expected and not set(kept) & set(SHORT_FORMS):
            found = tokenizer.segment(message, kept, identified).ids
            differ += [message] if found != [ids[lemma] for lemma in expected] else []
    assert differ == []


def test_every_form_of_the_data_set_that_nltk_leads_to_a_known_word_is_known(
    tokenizer: Tokenizer, frame: pd.DataFrame, lemmas: Callable[[str], str | None]
) -> None:
    found = {form for message in frame["message"] for form in forms(normalise(message))}
    short = set(SHORT_FORMS) if tokenizer.counts else set()
    assert {form for form in found - short if lemmas(form)} == (found - short) & tokenizer.known_forms


def test_nearly_all_messages_are_read_as_english(languages: list[Identified]) -> None:
    assert sum(one.language == ENGLISH for one in languages) > 0.985 * len(languages)


@pytest.mark.parametrize("status", [TokenStatus.KEPT, TokenStatus.UNKNOWN])
def test_reading_agrees_with_encoding_on_real_messages(
    tokenizer: Tokenizer, frame: pd.DataFrame, status: TokenStatus
) -> None:
    sample = [*frame["message"][::40], *frame.loc[frame["original"] != "", "original"][::20]]
    for message in sample:
        reading = tokenizer.read(message)
        unknown = sum(len(word.read_as) for word in reading.beginning.words if word.status == TokenStatus.UNKNOWN)
        (row,) = tokenizer.encode([message])
        if status == TokenStatus.UNKNOWN:
            spelled = sum(len(word.read_as) for word in reading.beginning.words if word.status == TokenStatus.RESPELLED)
            assert unknown <= (row == UNKNOWN).sum() <= unknown + spelled
        else:
            assert sum(len(word.read_as) for word in reading.beginning.words) == (row > 0).sum()


@pytest.mark.parametrize("seed", SPLITS)
def test_no_split_lets_the_model_know_a_word_that_only_validation_or_test_messages_contain(
    seed: int, real_data: Path, nltk_corpora: None
) -> None:
    file = real_data / recipes.DEFAULT_VECTORS
    if not file.is_file():
        pytest.skip(f"put {recipes.DEFAULT_VECTORS} into the folder of the data set")
    data = LabelledMessages.load(real_data, seed)
    known, _ = recipes.known_words(vectors(file), data.texts(data.splits.train))
    assert unseen(data, known.words) == set()


def test_the_shipped_model_knows_no_word_that_only_validation_or_test_messages_contain(
    shipped: Tokenizer, data: LabelledMessages, nltk_corpora: None
) -> None:
    assert unseen(data, shipped.vocabulary) == set()
    assert unseen(data, shipped.counts) == set()


def test_every_foreign_word_of_the_shipped_model_is_in_a_training_original(
    shipped: Tokenizer, data: LabelledMessages
) -> None:
    seen = {form for original in data.originals[data.splits.train] for form in forms(normalise(original))}
    assert set(shipped.foreign_vocabulary) - seen == set()


@cache
def vectors(file: Path) -> word_vectors.WordVectors:
    """The default vectors, read once."""
    return word_vectors.load(file)


def unseen(data: LabelledMessages, words: Iterable[str]) -> set[str]:
    """The words that validation or test messages contain, but neither training messages nor WordNet."""
    train, *others = (
        {form for message in data.texts(rows) for form in forms(normalise(message))}
        for rows in data.splits.parts.values()
    )
    lemmatize = tokenizer_fitting.lemmatizer()
    seen = {lemma for form in train for lemma in lemmatize(form)} | tokenizer_fitting.wordnet_lemmas()
    held_out = {lemma for form in set.union(*others) for lemma in lemmatize(form)}
    return (set(words) & held_out) - seen
