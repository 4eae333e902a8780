"""Creole, French and Spanish words: which ones are learned from translated messages, and their vectors."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

import numpy as np
from nltk.translate import AlignedSent, IBMModel1

from classifier.text.identification import identifier
from classifier.text.languages import ENGLISH
from classifier.text.normalisation import normalise
from classifier.text.tokenizer import Tokenizer
from classifier.text.words import forms
from classifier.training.text.word_vectors import WordVectors

MINIMUM_COUNT = 2
"""A foreign word is learned if at least this many training messages contain it."""

ITERATIONS = 5


def vocabulary(originals: Iterable[str], tokenizer: Tokenizer) -> tuple[str, ...]:
    """Words of those originals that are not in English, without stop words, most frequent first."""
    counts = Counter(word for original in originals for word in set(content_words(original, tokenizer)))
    found = [word for word, count in counts.items() if count >= MINIMUM_COUNT]
    return tuple(sorted(found, key=lambda word: (-counts[word], word)))


def content_words(original: str, tokenizer: Tokenizer) -> list[str]:
    """The words of an original without its language's stop words; none if it is in English."""
    text = normalise(original)
    (identified,) = identifier().identify([text])
    if identified.read_as == ENGLISH:
        return []
    return [word for word in forms(text) if word not in tokenizer.stop_words[identified.read_as]]


def vectors(
    words: Sequence[str], pairs: Sequence[tuple[str, str]], tokenizer: Tokenizer, known: WordVectors
) -> np.ndarray:
    """Each word as the mean of its translations' vectors, weighted by IBM model 1; float32 (words, dimensions).

    `pairs` are originals and their English translations. A word that no translation with a vector explains gets zeros.
    """
    matrix = np.zeros((len(words), known.dimensions), np.float32)
    row_of, english = ({word: i for i, word in enumerate(listed)} for listed in (words, known.words))
    for lemma, sources in _translations(row_of, pairs, tokenizer).items():
        for word, probability in sources.items():
            if word in row_of and lemma in english:
                matrix[row_of[word]] += probability * known.matrix[english[lemma]]
    return matrix


def _translations(
    words: Collection[str], pairs: Sequence[tuple[str, str]], tokenizer: Tokenizer
) -> dict[str, dict[str, float]]:
    """P(English lemma | foreign word), as table[lemma][word]."""
    bitext = []
    for original, translation in pairs:
        source = [word for word in content_words(original, tokenizer) if word in words]
        target = [lemma for word in tokenizer.read(translation).words for lemma in word.read_as]
        if source and target:
            bitext.append(AlignedSent(target, source))
    return IBMModel1(bitext, ITERATIONS).translation_table if bitext else {}
