"""NLTK and its corpora -> the compiled tokenizer (in training only)."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache

import nltk.corpus
from nltk.stem import WordNetLemmatizer
from nltk.tokenize import RegexpTokenizer

from classifier.errors import DataError
from classifier.text.languages import CREOLE, CREOLE_STOP_WORDS, ENGLISH
from classifier.text.tokenizer import Tokenizer
from classifier.text.words import PATTERN, folded, forms

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


def fit(vocabulary: tuple[str, ...], languages: Sequence[str]) -> Tokenizer:
    """Compile the tokenizer for a vocabulary of English lemmas."""
    return Tokenizer(vocabulary, stop_words(languages), compile_lemmas(vocabulary, irregular_nouns()))


def stop_words(languages: Sequence[str]) -> dict[str, frozenset[str]]:
    """NLTK's stop words, split into words as messages are, and the project's Creole ones."""
    found = {}
    for language in languages:
        words = CREOLE_STOP_WORDS if language == CREOLE else _stop_words(language)
        found[language] = frozenset(form for word in words for form in forms(word))
    return found


def article_lemmas(messages: Iterable[str]) -> list[list[str]]:
    """Each message's lemmas without English stop words, by NLTK and its corpora, as the article computes them."""
    stops, lemmatize = stop_words([ENGLISH])[ENGLISH], cache(_lemmatizer())
    return [
        [lemmatize(form) for form in folded(_TOKENIZER.tokenize(message)) if form not in stops] for message in messages
    ]


def frequent_lemmas(messages: Iterable[str], limit: int) -> tuple[str, ...]:
    """The `limit` most frequent lemmas of the messages, most frequent first."""
    counts = Counter(lemma for lemmas in article_lemmas(messages) for lemma in lemmas)
    return tuple(word for word, _ in counts.most_common(limit))


def compile_lemmas(vocabulary: Iterable[str], exceptions: Iterable[str]) -> dict[str, str]:
    """Inflected form -> lemma, for every form that is a vocabulary word or that WordNet's noun rules lead to one.

    `exceptions` are the forms in WordNet's own list of irregular nouns.
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


def irregular_nouns() -> list[str]:
    """Every form in WordNet's list of irregular nouns."""
    _load_wordnet()
    with nltk.corpus.wordnet.open("noun.exc") as lines:
        return [line.split()[0] for line in lines]


def wordnet_lemmas() -> frozenset[str]:
    """Every lemma in WordNet."""
    _load_wordnet()
    return frozenset(nltk.corpus.wordnet.all_lemma_names())


def _lemmatizer() -> Callable[[str], str]:
    _load_wordnet()
    return WordNetLemmatizer().lemmatize


def _load_wordnet() -> None:
    try:
        nltk.corpus.wordnet.ensure_loaded()
    except (LookupError, OSError, ValueError) as error:
        raise _unreadable("wordnet") from error


def _stop_words(language: str) -> list[str]:
    try:
        return list(nltk.corpus.stopwords.words(language))
    except (LookupError, OSError, ValueError) as error:
        raise _unreadable(f"stopwords ({language})") from error


def _unreadable(name: str) -> DataError:
    return DataError(
        f"NLTK's corpus {name} cannot be read. Install NLTK's data with `python -m nltk.downloader stopwords "
        "wordnet`, or set NLTK_DATA to a folder that holds it and that no other account can write to."
    )
