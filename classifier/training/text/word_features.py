"""Word features: numbers that tell the network, in addition to the vector, what kind of word an id stands for."""

from collections.abc import Iterable

import numpy as np

from classifier.text.tokenizer import FIRST_WORD, UNKNOWN, Tokenizer
from classifier.training.text.tokenizer_fitting import wordnet_lemmas

RARE = 2
"""A word in at most this many training messages counts as rare."""


def word_features(tokenizer: Tokenizer, messages: Iterable[str]) -> np.ndarray:
    """Five features of each word id, float32 (size, 5), each 0 or 1 except the third; row 0, the padding, is zeros.

    Is it in WordNet; is it rare, in at most two of the messages; the logarithm of one plus the number of these
    messages, over ten; is it a foreign word that was learned; is it unknown.
    """
    counts = np.zeros(tokenizer.size)
    for row in tokenizer.encode(list(messages)):
        counts[np.unique(row)] += 1
    lemmas, foreign = wordnet_lemmas(), FIRST_WORD + len(tokenizer.vocabulary)
    features = np.zeros((tokenizer.size, 5), np.float32)
    features[FIRST_WORD:foreign, 0] = [word in lemmas for word in tokenizer.vocabulary]
    features[FIRST_WORD:, 1] = counts[FIRST_WORD:] <= RARE
    features[FIRST_WORD:, 2] = np.log1p(counts[FIRST_WORD:]) / 10
    features[foreign:, 3] = 1
    features[UNKNOWN, 4] = 1
    return features
