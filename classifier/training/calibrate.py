"""Validation predictions -> operating points; nothing here ever sees the test part."""

from dataclasses import replace

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, log_softmax, logit

from classifier.calibration import Calibration, log_odds
from classifier.model import Network
from classifier.training.fit_model import Part

RECALL_GOAL, PRECISION_GOAL = 0.90, 0.80
PRIOR_POSITIVES = 10.0
"""A label's own F1-optimal threshold weighs its validation positives, the pooled one this many."""
MINIMUM_FLAGGED = 10
"""A precision is only believed from this many flagged validation messages up."""

SLOPE_PENALTY = 5.0
"""How strongly a Platt slope is held to one, in nats of validation likelihood."""

_GRID = np.unique(np.concatenate([np.linspace(*part) for part in ((0.004, 0.1, 49), (0.1, 0.9, 161), (0.9, 0.996, 49))]))


def fit(labels: np.ndarray, related: np.ndarray, raw_labels: np.ndarray, raw_related: np.ndarray) -> Calibration:
    """Fit calibration and thresholds on the validation part.

    `labels` are 0/1 (n, 35), `related` the classes (n,); `raw_labels` (n, 35) and `raw_related`
    (n, 3) are the network's own probabilities.
    """
    platt = np.array([_platt(labels[:, i], log_odds(raw_labels[:, i])) for i in range(labels.shape[1])], np.float32)
    slope, bias = _class_scaling(related, np.log(np.clip(raw_related, 1e-6, 1)))
    calibration = Calibration(platt[:, 0], platt[:, 1], slope, bias, {})
    return replace(calibration, thresholds=choose_thresholds(labels, calibration.probabilities(raw_labels)))


def scale_voices(network: Network, validation: Part) -> None:
    """Scale each voice of a network by itself, so that the average is one of like with like."""
    inputs = {tensor.name: validation.inputs[tensor.name] for tensor in network.members.inputs}
    voices = network.members.predict(inputs, batch_size=256, verbose=0)
    slopes, offsets = np.ones(voices.shape[1:]), np.zeros(voices.shape[1:])
    count = validation.labels.shape[1]
    for voice in range(voices.shape[1]):
        for i in range(count):
            slopes[voice, i], offsets[voice, i] = _platt(validation.labels[:, i], voices[:, voice, i])
        slope, offsets[voice, count:] = _class_scaling(validation.related, voices[:, voice, count:])
        slopes[voice, count:] = slope
    network.scale(slopes, offsets)


def _platt(targets: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Slope and intercept of Platt scaling, with Platt's smoothed targets, so that no label is ever certain."""
    positives = targets.sum()
    smooth = np.where(targets > 0, (positives + 1) / (positives + 2), 1 / (len(targets) - positives + 2))

    def cost(parameters: np.ndarray) -> float:
        logits = parameters[0] * scores + parameters[1]
        return float(np.logaddexp(0, logits).sum() - smooth @ logits + SLOPE_PENALTY * (parameters[0] - 1) ** 2)

    return np.asarray(minimize(cost, np.array([1.0, 0.0]), method="BFGS").x)


def _class_scaling(related: np.ndarray, scores: np.ndarray) -> tuple[float, np.ndarray]:
    """One temperature and a bias a class for `related`, the biases held to zero like the slope to one."""

    def cost(parameters: np.ndarray) -> float:
        logits = log_softmax(parameters[0] * scores + parameters[1:], axis=1)
        penalty = SLOPE_PENALTY * (parameters[0] - 1) ** 2 + parameters[1:] @ parameters[1:]
        return float(penalty - logits[np.arange(len(related)), related].sum())

    best = minimize(cost, np.array([1.0, 0.0, 0.0, 0.0]), method="BFGS").x
    return float(best[0]), best[1:].astype(np.float32)


def choose_thresholds(targets: np.ndarray, probabilities: np.ndarray) -> dict[str, np.ndarray]:
    """Return "balanced", "recall" and "precision" thresholds, each float32 (labels,), in (0, 1).

    `targets` (n, labels) of 0/1 and `probabilities` float (n, labels) are the validation part.
    """
    flagged, hits = _counts(targets, probabilities)
    positives = targets.sum(axis=0)
    balanced = _balanced(flagged, hits, positives)
    return {
        "balanced": balanced.astype(np.float32),
        "recall": _reach_recall(hits, positives, balanced).astype(np.float32),
        "precision": _reach_precision(flagged, hits, balanced).astype(np.float32),
    }


def _counts(targets: np.ndarray, probabilities: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Messages at or above each grid threshold, and the true ones among them: (grid, labels) each."""
    above = probabilities[None] >= _GRID[:, None, None]
    return above.sum(axis=1), (above & (targets[None] > 0)).sum(axis=1)


def _balanced(flagged: np.ndarray, hits: np.ndarray, positives: np.ndarray) -> np.ndarray:
    """F1-optimal thresholds, drawn toward the pooled one in log-odds where positives are few."""
    f1 = 2 * hits / np.maximum(flagged + positives, 1)
    own = logit(_GRID[f1.argmax(axis=0)])
    pooled = logit(_GRID[f1[:, positives > 0].mean(axis=1).argmax()])
    weight = positives / (positives + PRIOR_POSITIVES)
    return expit(weight * own + (1 - weight) * pooled)


def _reach_recall(hits: np.ndarray, positives: np.ndarray, balanced: np.ndarray) -> np.ndarray:
    """The highest threshold with the recall goal; never above the balanced one."""
    reached = hits >= RECALL_GOAL * positives
    highest = _GRID[np.where(reached.any(axis=0), len(_GRID) - 1 - reached[::-1].argmax(axis=0), 0)]
    return np.where(positives > 0, np.minimum(highest, balanced), balanced)


def _reach_precision(flagged: np.ndarray, hits: np.ndarray, balanced: np.ndarray) -> np.ndarray:
    """The lowest threshold with the precision goal, or the one with the highest precision."""
    precision = np.where(flagged >= MINIMUM_FLAGGED, hits / np.maximum(flagged, 1), -1.0)
    reached = precision >= PRECISION_GOAL
    best = np.where(reached.any(axis=0), reached.argmax(axis=0), precision.argmax(axis=0))
    return np.where(precision.max(axis=0) > 0, np.maximum(_GRID[best], balanced), balanced)
