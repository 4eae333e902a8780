"""NLTK and its corpora -> the compiled tokenizer (in training only)."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from functools import cache

import nltk.corpus
from nltk.stem import WordNetLemmatizer
from nltk.tokenize import RegexpTokenizer

from classifier.errors import DataError
from classifier.text.languages import BY_CODE, CREOLE, CREOLE_STOP_WORDS, ENGLISH, NEGATIONS, StopWords
from classifier.text.normalisation import normalise
from classifier.text.tokenizer import Tokenizer
from classifier.text.unknown_words import UnknownWords
from classifier.text.words import PATTERN, folded, forms

_TOKENIZER = RegexpTokenizer(PATTERN)

_NOUN_ENDINGS = (
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
_VERB_ENDINGS = (("s", ""), ("ies", "y"), ("es", ""), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", ""))
"""WordNet's endings of nouns and of verbs, inflected and plain."""

MINIMUM_COUNT = 3
"""What a misspelled word is read as must be in at least this many training messages."""

Lemmatize = Callable[[str], tuple[str, ...]]
"""A form -> its lemmas, the likeliest first."""


def fit(vocabulary: tuple[str, ...], stops: StopWords) -> Tokenizer:
    """Compile the tokenizer for a vocabulary of English lemmas and these stop words."""
    return Tokenizer(vocabulary, stops, verb_forms(vocabulary) | compile_lemmas(vocabulary, irregular_forms()))


def stop_words(languages: Sequence[str]) -> dict[str, frozenset[str]]:
    """NLTK's stop words, split into words as messages are, and the project's Creole ones, by language code."""
    found = {}
    for code in languages:
        words = CREOLE_STOP_WORDS if code == CREOLE else _stop_words(BY_CODE[code].corpus)
        found[code] = frozenset(form for word in words for form in forms(word))
    return found


def stop_words_without_negations(languages: Sequence[str]) -> dict[str, frozenset[str]]:
    """The same without the words that deny what follows: a model that does not read "no" cannot heed it."""
    return {code: words - NEGATIONS[code] for code, words in stop_words(languages).items()}


def count_forms(messages: Iterable[str], tokenizer: Tokenizer) -> dict[str, int]:
    """How many messages contain each form that is known, a stop word included; rarer ones than MINIMUM_COUNT left out.

    Most frequent first.
    """
    counts = Counter(form for message in messages for form in set(forms(normalise(message))))
    known = tokenizer.known_forms | tokenizer.stop_words[ENGLISH]
    return {form: count for form, count in counts.most_common() if count >= MINIMUM_COUNT and form in known}


def real_words(tokenizer: Tokenizer) -> frozenset[str]:
    """Words of WordNet and their inflected forms that the tokenizer would otherwise take for misspelled ones."""
    wordnet, unknown = nltk.corpus.wordnet, UnknownWords(tokenizer.known_forms, tokenizer.counts)
    nouns, verbs = (set(wordnet.all_lemma_names(kind)) for kind in (wordnet.NOUN, wordnet.VERB))
    found = wordnet_lemmas().union(
        *(_inflected(word, _NOUN_ENDINGS) for word in nouns), *(_inflected(word, _VERB_ENDINGS) for word in verbs)
    )
    return frozenset(form for form in found - tokenizer.known_forms if form.isalpha() and unknown.read(form))


def article_lemmas(messages: Iterable[str]) -> list[list[str]]:
    """Each message's lemmas without English stop words, by NLTK and its corpora, as the article computes them."""
    _load_wordnet()
    stops, lemmatize = stop_words([ENGLISH])[ENGLISH], cache(WordNetLemmatizer().lemmatize)
    return [
        [lemmatize(form) for form in folded(_TOKENIZER.tokenize(message)) if form not in stops] for message in messages
    ]


def frequent_lemmas(messages: Iterable[str], limit: int) -> tuple[str, ...]:
    """The `limit` most frequent lemmas of the messages without stop words, most frequent first."""
    stops, lemmatize = stop_words([ENGLISH])[ENGLISH], cache(lemmatizer())
    found = (form for message in messages for form in forms(normalise(message)) if form not in stops)
    counts = Counter(lemmatize(form)[0] for form in found)
    return tuple(word for word, _ in counts.most_common(limit))


def compile_lemmas(vocabulary: Iterable[str], exceptions: Iterable[str]) -> dict[str, str]:
    """Inflected form -> lemma, for every form that WordNet's rules lead to a vocabulary word.

    `exceptions` are the forms in WordNet's own lists of irregular ones.
    """
    lemmatize, known = lemmatizer(), set(vocabulary)
    candidates = {form for word in known for form in _inflected(word, _NOUN_ENDINGS + _VERB_ENDINGS)}
    found = {form: known_lemma(lemmatize(form), known) for form in candidates.union(exceptions, known)}
    return {form: lemma for form, lemma in sorted(found.items()) if lemma and lemma != form}


def verb_forms(vocabulary: Sequence[str]) -> dict[str, str]:
    """Form -> another form of the same verb, where the vocabulary knows that one but neither the form nor the verb.

    'derails' -> 'derailed'. The form that comes first in the vocabulary is taken.
    """
    _load_wordnet()
    order = {word: place for place, word in enumerate(vocabulary)}
    found: dict[str, str] = {}
    for verb in nltk.corpus.wordnet.all_lemma_names(nltk.corpus.wordnet.VERB):
        forms = _inflected(verb, _VERB_ENDINGS)
        known = sorted(forms & order.keys(), key=order.__getitem__)
        if known and verb not in order:
            found |= dict.fromkeys(forms - order.keys(), known[0])
    return found


def _inflected(word: str, endings: Iterable[tuple[str, str]]) -> set[str]:
    """The word, and it with every ending that WordNet's rules take off."""
    return {word} | {word[: len(word) - len(plain)] + ending for ending, plain in endings if word.endswith(plain)}


def known_lemma(lemmas: Iterable[str], known: Container[str]) -> str | None:
    """The first of a form's lemmas that the vocabulary knows."""
    return next((lemma for lemma in lemmas if lemma in known), None)


def lemmatizer() -> Lemmatize:
    """WordNet's lemmas of a form: as a noun, the form itself, as a verb.

    NLTK takes the shortest noun ('us' -> 'u', 'uses' -> 'us', 'pass' -> 'pas'); where that has fewer than three letters
    or the form ends in -ss, WordNet's own first choice is taken instead.
    """
    _load_wordnet()
    shortest, wordnet = WordNetLemmatizer().lemmatize, nltk.corpus.wordnet

    def lemmatize(form: str) -> tuple[str, ...]:
        noun = shortest(form)
        if noun != form and (len(noun) < 3 or form.endswith("ss")):
            noun = wordnet.morphy(form, wordnet.NOUN) or form
        verb = wordnet.morphy(form, wordnet.VERB)
        return (noun, form, verb) if verb else (noun, form)

    return lemmatize


def irregular_forms() -> list[str]:
    """Every form in WordNet's lists of irregular nouns and verbs."""
    _load_wordnet()
    found = []
    for file in ("noun.exc", "verb.exc"):
        with nltk.corpus.wordnet.open(file) as lines:
            found += [line.split()[0] for line in lines]
    return found


def wordnet_lemmas() -> frozenset[str]:
    """Every lemma in WordNet."""
    _load_wordnet()
    return frozenset(nltk.corpus.wordnet.all_lemma_names())


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
