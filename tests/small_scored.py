"""Made-up scored messages."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from classifier.labels import BINARY_LABELS
from classifier.scoring.scored import Scored

HALF: Mapping[str, float] = dict.fromkeys(BINARY_LABELS, 0.5)
"""Thresholds."""


def scored(
    messages: Sequence[str], languages: Sequence[str | None] | None = None, **probabilities: Sequence[float]
) -> Scored:
    """Messages with the probabilities named, all others 0; in English unless told; blank where there is no text."""
    count = len(messages)
    blank = np.array([not message.strip() for message in messages], bool)
    found, related = np.zeros((count, len(BINARY_LABELS)), np.float32), np.zeros((count, 3), np.float32)
    for name, column in probabilities.items():
        found[:, BINARY_LABELS.index(name)] = column
    found[blank], related[blank] = np.nan, np.nan
    known = [None if empty else code for empty, code in zip(blank, languages or ["en"] * count, strict=True)]
    texts = pa.array(messages, pa.string())
    return Scored(pa.table({"message": texts}), texts, pa.array(known, pa.string()), blank, found, related)
