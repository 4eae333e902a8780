"""NLTK and its corpora -> the compiled tokenizer (run in training only)."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from nltk.corpus import stopwords, wordnet
from nltk.stem import WordNetLemmatizer
from nltk.tokenize import RegexpTokenizer

from classifier.errors import DataError
from classifier.text import CREOLE_STOP_WORDS, PATTERN, folded, forms
from classifier.tokenizer import ENGLISH, FIRST_WORD, UNKNOWN, Tokenizer

CREOLE = "creole"
RARE = 2
"""Training messages up to which a word counts as rare."""

_TOKENIZER = RegexpTokenizer(PATTERN)

_PLURALS = (
    ("s", ""),
    ("ses", "s"),
    ("ves", "f"),
    ("xes", "x"),
    ("zes", "z"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("men", "man"),
    ("ies", "y"),
)
"""WordNet's noun endings, inflected and plain."""


def stop_words(languages: Sequence[str]) -> dict[str, frozenset[str]]:
    """NLTK's stop words cut into the pieces that `text.forms` yields, and the project's Creole ones."""
    found = {}
    for language in languages:
        words = [CREOLE_STOP_WORDS] if language == CREOLE else [forms(word) for word in _corpus(language)]
        found[language] = frozenset(form for pieces in words for form in pieces)
    return found


def nltk_lemmas(message: str, stops: frozenset[str], lemmatize: Callable[[str], str]) -> list[str]:
    """The article's own processing of an English message, with NLTK's corpora: the reference."""
    return [lemmatize(form) for form in folded(_TOKENIZER.tokenize(message)) if form not in stops]


def frequent_lemmas(messages: Iterable[str], stops: frozenset[str], limit: int) -> tuple[str, ...]:
    """The `limit` most frequent lemmas of the messages, most frequent first."""
    lemmatize = _lemmatizer()
    counts = Counter(lemma for message in messages for lemma in nltk_lemmas(message, stops, lemmatize))
    return tuple(word for word, _ in counts.most_common(limit))


def compile_lemmas(vocabulary: Iterable[str], exceptions: Iterable[str]) -> dict[str, str]:
    """Inflected form -> lemma, for every form that is a vocabulary word or that WordNet's noun rules lead to one.

    `exceptions` are the forms of WordNet's own list of irregular nouns.
    """
    lemmatize = _lemmatizer()
    known = set(vocabulary)
    candidates = {
        word[: len(word) - len(plain)] + inflected
        for word in known
        for inflected, plain in _PLURALS
        if word.endswith(plain)
    }
    found = {form: lemmatize(form) for form in candidates.union(exceptions, known)}
    return {form: lemma for form, lemma in sorted(found.items()) if lemma != form and known & {form, lemma}}


def fit(vocabulary: tuple[str, ...], languages: Sequence[str], foreign: tuple[str, ...] = ()) -> Tokenizer:
    """Compile the tokenizer of a vocabulary of English lemmas and a list of foreign words."""
    return Tokenizer(vocabulary, stop_words(languages), compile_lemmas(vocabulary, irregular_nouns()), foreign)


def traits(tokenizer: Tokenizer, messages: Iterable[str]) -> np.ndarray:
    """Five facts of each word id, float32 (size, 5), each 0 or 1 but the third; row 0, the padding, is zeros.

    Is it in WordNet; is it rare, in at most two of the messages; the logarithm of one plus the
    number of these messages, over ten; is it a foreign word that was learned; is it unknown.
    """
    wordnet.ensure_loaded()
    counts = np.zeros(tokenizer.size)
    for row in tokenizer.encode(list(messages)):
        counts[np.unique(row)] += 1
    english = np.array([word in wordnet._lemma_pos_offset_map for word in tokenizer.vocabulary])
    found = np.zeros((tokenizer.size, 5), np.float32)
    found[FIRST_WORD : FIRST_WORD + len(english), 0] = english
    found[FIRST_WORD:, 1], found[FIRST_WORD:, 2] = counts[FIRST_WORD:] <= RARE, np.log1p(counts[FIRST_WORD:]) / 10
    found[FIRST_WORD + len(english) :, 3] = 1
    found[UNKNOWN, 4] = 1
    return found


def irregular_nouns() -> list[str]:
    """Every form in WordNet's list of irregular nouns."""
    _lemmatizer()
    return list(wordnet._exception_map["n"])


def _lemmatizer() -> Callable[[str], str]:
    try:
        wordnet.ensure_loaded()
    except (LookupError, OSError, ValueError) as error:
        raise _unreadable("wordnet") from error
    return WordNetLemmatizer().lemmatize


def _corpus(language: str) -> list[str]:
    try:
        return list(stopwords.words(language))
    except (LookupError, OSError, ValueError) as error:
        raise _unreadable(f"stopwords ({language})") from error


def _unreadable(corpus: str) -> DataError:
    return DataError(
        f"NLTK's corpus {corpus} cannot be read. Install NLTK's data with `python -m nltk.downloader stopwords "
        "wordnet`, or set NLTK_DATA to a folder that holds it and that no other account can write to."
    )


ALL_LANGUAGES = (ENGLISH, CREOLE, "french", "spanish")
