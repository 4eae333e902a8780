"""How urgent messages are: what their labels weigh, each as far as it is probable, one label for each group.

A group counts once, with the label that adds most. So a message about water, which is also about aid, is not counted
twice, and a long report that touches on everything does not come before somebody who is trapped.
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from classifier.labels import BINARY_LABELS, GROUPS, LABELS, LEARNABLE

Weights = Mapping[str, float]
"""Label -> how much it counts, 0 or more; a label that is missing counts nothing."""

HIGHEST = 10.0
"""The largest weight."""

DEFAULT_WEIGHTS: Weights = MappingProxyType(
    dict.fromkeys(LEARNABLE, 0.0)
    | {
        "search_and_rescue": 10.0,
        "medical_help": 9.0,
        "request": 8.0,
        "missing_people": 7.0,
        "medical_products": 6.0,
        "water": 6.0,
        "food": 5.0,
        "shelter": 5.0,
        "direct_report": 4.0,
        "security": 4.0,
        "fire": 4.0,
        "death": 3.0,
        "refugees": 3.0,
        "clothing": 3.0,
        "hospitals": 3.0,
        "floods": 2.0,
        "earthquake": 2.0,
        "cold": 2.0,
        "buildings": 2.0,
        "aid_related": 1.0,
        "other_aid": 1.0,
        "electricity": 1.0,
        "transport": 1.0,
        "infrastructure_related": 1.0,
        "storm": 1.0,
        "weather_related": 1.0,
    }
)
"""Lives at risk first, then what people need to live, then the rest; those who ask before those who report."""


def points(probabilities: np.ndarray, weights: Weights) -> np.ndarray:
    """Float32 (n, 4): what each of GROUPS adds to the priority of n messages, from their probabilities (n, 35)."""
    found = np.zeros((len(probabilities), len(GROUPS)), np.float32)
    for column, label in enumerate(LABELS):
        weight = weights.get(label.name, 0.0)
        if weight:
            group = found[:, GROUPS.index(label.group)]
            np.maximum(group, probabilities[:, column] * np.float32(weight), out=group)
    return found


def counting(probabilities: np.ndarray, weights: Weights) -> list[str]:
    """The labels that count for a message with these probabilities, float (35,), what adds most first."""
    adds = {name: float(probabilities[i]) * weights.get(name, 0.0) for i, name in enumerate(BINARY_LABELS)}
    best = [max((label.name for label in LABELS if label.group == group), key=adds.__getitem__) for group in GROUPS]
    return sorted((name for name in best if adds[name] > 0), key=lambda name: -adds[name])
