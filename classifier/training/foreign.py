"""Vectors for Creole, French and Spanish words, learned from messages that come with their translation."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

import numpy as np
import pandas as pd
from nltk.translate import AlignedSent, IBMModel1

from classifier.text import forms
from classifier.tokenizer import ENGLISH, KEPT, Tokenizer
from classifier.training.vectors import Vectors

MINIMUM_COUNT = 2
"""Training messages that a foreign word must stand in."""

ITERATIONS = 5


def vocabulary(originals: Iterable[str], tokenizer: Tokenizer) -> tuple[str, ...]:
    """Words of the originals that are not English, without stop words, most frequent first."""
    counts = Counter(word for original in originals for word in set(content_words(original, tokenizer)))
    found = [word for word, count in counts.items() if count >= MINIMUM_COUNT]
    return tuple(sorted(found, key=lambda word: (-counts[word], word)))


def content_words(original: str, tokenizer: Tokenizer) -> list[str]:
    """The original's words without its language's stop words; none if it is in English."""
    found = forms(original)
    language = tokenizer.language(found)
    return [] if language == ENGLISH else [word for word in found if word not in tokenizer.stop_words[language]]


def vectors(words: Sequence[str], pairs: pd.DataFrame, tokenizer: Tokenizer, found: Vectors) -> np.ndarray:
    """Each word as the mean of its translations' vectors, weighted by IBM model 1; float32 (words, dimensions).

    `pairs` has the columns `original` and `message` (its English translation); words that no
    translation with a vector explains are zeros.
    """
    matrix = np.zeros((len(words), found.dimensions), np.float32)
    place = {word: i for i, word in enumerate(words)}
    english = {word: i for i, word in enumerate(found.words)}
    for lemma, sources in _translations(place, pairs, tokenizer).items():
        for word, probability in sources.items():
            if word in place and lemma in english:
                matrix[place[word]] += probability * found.matrix[english[lemma]]
    return matrix


def _translations(words: Collection[str], pairs: pd.DataFrame, tokenizer: Tokenizer) -> dict[str, dict[str, float]]:
    """P(English lemma | foreign word), as table[lemma][word]."""
    bitext = []
    for original, message in zip(pairs["original"], pairs["message"], strict=True):
        source = [word for word in content_words(original, tokenizer) if word in words]
        target = [word.lemma for word in tokenizer.read(message).words if word.fate == KEPT]
        if source and target:
            bitext.append(AlignedSent(target, source))
    return IBMModel1(bitext, ITERATIONS).translation_table if bitext else {}
