"""Validation predictions -> operating points; nothing here ever sees the test part."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, log_softmax, logit

from classifier.calibration import Calibration, log_odds
from classifier.model import Network
from classifier.training.fit_model import Part

RECALL_GOAL, PRECISION_GOAL = 0.90, 0.80
POOLED_SHARE = 0.2
"""How far a balanced threshold is drawn toward the pooled one, in log-odds."""

MINIMUM_FLAGGED = 10
"""A precision is only believed from this many flagged validation messages up."""

SLOPE_PENALTY, BIAS_PENALTY = 5.0, 0.1
"""How strongly a slope is held to one and a class bias to zero, in nats of validation likelihood."""

CLASS_RARITY = 0.2
"""Classes of `related` count with their share to this negative power: better for macro-F1, little worse calibrated."""

_GRID = np.concatenate([np.arange(0.004, 0.1, 0.002), np.arange(0.1, 0.9, 0.005), np.arange(0.9, 0.996, 0.002)])


def fit(labels: np.ndarray, related: np.ndarray, raw_labels: np.ndarray, raw_related: np.ndarray) -> Calibration:
    """Fit calibration and thresholds on the validation part.

    `labels` are 0/1 (n, 35), `related` the classes (n,); `raw_labels` (n, 35) and `raw_related`
    (n, 3) are the network's own probabilities.
    """
    slopes, offsets = _platt_columns(labels, raw_labels)
    slope, bias = _class_scaling(related, np.log(np.clip(raw_related, 1e-6, 1)))
    calibration = Calibration(slopes, offsets, slope, bias, {})
    return replace(calibration, thresholds=choose_thresholds(labels, calibration.probabilities(raw_labels)))


def scale_voices(network: Network, validation: Part) -> dict[str, float]:
    """Scale each voice of a network by itself, then weigh the linear path against the towers.

    Both on the validation part; returns the linear path's share in the labels and in `related`.
    """
    voices = network.voices(validation.inputs)
    slopes, offsets = np.ones(voices.shape[1:]), np.zeros(voices.shape[1:])
    count = validation.labels.shape[1]
    for voice in range(len(slopes)):
        for i in range(count):
            slopes[voice, i], offsets[voice, i] = _platt(validation.labels[:, i], voices[:, voice, i])
        slope, offsets[voice, count:] = _class_scaling(validation.related, voices[:, voice, count:])
        slopes[voice, count:] = slope
    scaled = voices * slopes + offsets
    labels = _best_share(scaled[:, :, :count], lambda logits: _binary_loss(validation.labels, logits))
    related = _best_share(scaled[:, :, count:], lambda logits: _class_loss(validation.related, logits))
    weights = np.concatenate(
        [
            np.repeat(_weights(labels, len(slopes)), count, axis=1),
            np.repeat(_weights(related, len(slopes)), voices.shape[2] - count, axis=1),
        ],
        axis=1,
    )
    network.scale(slopes * weights, offsets * weights)
    return {"labels": labels, "related": related}


def _best_share(voices: np.ndarray, loss: Callable[[np.ndarray], float]) -> float:
    """The linear path's share, of 0, 0.05 ... 0.5, with the lowest loss of the weighted mean."""
    shares = np.linspace(0, 0.5, 11)
    losses = [loss((voices * _weights(share, voices.shape[1])).mean(axis=1)) for share in shares]
    return round(float(shares[np.argmin(losses)]), 2)


def _weights(share: float, voices: int) -> np.ndarray:
    """Weights of the voices, (voices, 1), for their mean: the first has `share`, the others the rest."""
    weights = np.full((voices, 1), (1 - share) * voices / (voices - 1))
    weights[0] = share * voices
    return weights


def _binary_loss(targets: np.ndarray, logits: np.ndarray) -> float:
    return float((np.logaddexp(0, logits) - targets * logits).mean())


def _class_loss(related: np.ndarray, logits: np.ndarray) -> float:
    return float(-log_softmax(logits, axis=1)[np.arange(len(related)), related].mean())


def raw_thresholds(targets: np.ndarray, raw: np.ndarray) -> dict[str, np.ndarray]:
    """Thresholds for probabilities (n, labels) that are not calibrated: chosen on calibrated ones and mapped back."""
    slopes, offsets = _platt_columns(targets, raw)
    points = choose_thresholds(targets, expit(slopes * log_odds(raw) + offsets))
    return {name: expit((logit(point) - offsets) / slopes).astype(np.float32) for name, point in points.items()}


def calibrated(targets: np.ndarray, raw: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Platt scaling fitted on raw probabilities (n, labels) and applied to other ones (m, labels)."""
    slopes, offsets = _platt_columns(targets, raw)
    return expit(slopes * log_odds(others) + offsets)


def _platt_columns(targets: np.ndarray, raw: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Slopes and intercepts (labels,) of all columns, on the log-odds of raw probabilities."""
    columns = [_platt(targets[:, i], log_odds(raw[:, i])) for i in range(targets.shape[1])]
    slopes, offsets = np.array(columns, np.float32).T
    return slopes, offsets


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

    shares = np.bincount(related, minlength=scores.shape[1]).clip(1) / len(related)
    weights = (shares**-CLASS_RARITY / (shares * shares**-CLASS_RARITY).sum())[related]

    def cost(parameters: np.ndarray) -> float:
        logits = log_softmax(parameters[0] * scores + parameters[1:], axis=1)
        penalty = SLOPE_PENALTY * (parameters[0] - 1) ** 2 + BIAS_PENALTY * parameters[1:] @ parameters[1:]
        return float(penalty - weights @ logits[np.arange(len(related)), related])

    best = minimize(cost, np.array([1.0, 0.0, 0.0, 0.0]), method="BFGS").x
    return float(best[0]), best[1:].astype(np.float32)


def choose_thresholds(targets: np.ndarray, probabilities: np.ndarray) -> dict[str, np.ndarray]:
    """Return "balanced", "recall" and "precision" thresholds, each float32 (labels,), in (0, 1).

    `targets` (n, labels) of 0/1 and calibrated `probabilities` float (n, labels) are the validation
    part. Hits are not counted but expected, as sums of probabilities, since a dozen positives say
    little about a threshold; and "balanced" is drawn toward the one threshold that suits all labels
    best. `threshold_study` measures what both are worth. A label without positives gets 0.5.
    """
    flagged, hits = _expected(probabilities)
    positives = probabilities.sum(axis=0)
    own, known = expected_thresholds(probabilities), targets.any(axis=0)
    pooled = _GRID[_f1(flagged, hits, positives)[:, known].mean(axis=1).argmax()] if known.any() else 0.5
    balanced = np.where(known, expit((1 - POOLED_SHARE) * logit(own) + POOLED_SHARE * logit(pooled)), 0.5)
    return {
        "balanced": balanced.astype(np.float32),
        "recall": _reach_recall(hits, positives, balanced).astype(np.float32),
        "precision": _reach_precision(flagged, hits, balanced).astype(np.float32),
    }


def expected_thresholds(probabilities: np.ndarray) -> np.ndarray:
    """Each label's threshold with the most expected F1, float (labels,), from probabilities (n, labels)."""
    flagged, hits = _expected(probabilities)
    return _GRID[_f1(flagged, hits, probabilities.sum(axis=0)).argmax(axis=0)]


def _f1(flagged: np.ndarray, hits: np.ndarray, positives: np.ndarray) -> np.ndarray:
    return 2 * hits / np.maximum(flagged + positives, 1e-9)


def _expected(probabilities: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Messages at or above each grid threshold, and the positives expected among them: (grid, labels) each."""
    above = probabilities[None] >= _GRID[:, None, None]
    return above.sum(axis=1), (above * probabilities[None]).sum(axis=1)


def _reach_recall(hits: np.ndarray, positives: np.ndarray, balanced: np.ndarray) -> np.ndarray:
    """The highest threshold with the recall goal; never above the balanced one."""
    reached = hits >= RECALL_GOAL * positives
    highest = _GRID[np.where(reached.any(axis=0), len(_GRID) - 1 - reached[::-1].argmax(axis=0), 0)]
    return np.minimum(highest, balanced)


def _reach_precision(flagged: np.ndarray, hits: np.ndarray, balanced: np.ndarray) -> np.ndarray:
    """The lowest threshold with the precision goal, or the one with the highest precision; never below balanced."""
    precision = np.where(flagged >= MINIMUM_FLAGGED, hits / np.maximum(flagged, 1), -1.0)
    reached = precision >= PRECISION_GOAL
    best = np.where(reached.any(axis=0), reached.argmax(axis=0), precision.argmax(axis=0))
    return np.where(precision.max(axis=0) > 0, np.maximum(_GRID[best], balanced), balanced)
