"""Validation predictions -> calibration; nothing here ever sees the test part."""

from dataclasses import replace

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, log_softmax, logit

from classifier.network.calibration import Calibration, log_odds
from classifier.training.fitting import thresholds

SLOPE_PENALTY, BIAS_PENALTY = 5.0, 0.1
"""How strongly a slope is pulled toward one and a class bias toward zero, in nats of validation likelihood."""

CLASS_RARITY = 0.2
"""The weight of a class of `related` is its share to the power -CLASS_RARITY, which favours macro-F1."""


def fit(targets: np.ndarray, related: np.ndarray, raw: np.ndarray, raw_related: np.ndarray) -> Calibration:
    """Fit calibration and thresholds on the validation part.

    `targets` are 0/1 (n, 35), `related` the classes (n,); `raw` (n, 35) and `raw_related` (n, 3) are the network's
    own probabilities.
    """
    slopes, offsets = _fit_columns(targets, raw)
    slope, bias = fit_classes(related, np.log(np.clip(raw_related, 1e-6, 1)))
    calibration = Calibration(slopes, offsets, slope, bias, {})
    return replace(calibration, thresholds=thresholds.choose(targets, calibration.probabilities(raw)))


def calibrated(targets: np.ndarray, raw: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Platt scaling fitted on raw probabilities (n, labels) and applied to others (m, labels)."""
    slopes, offsets = _fit_columns(targets, raw)
    return expit(slopes * log_odds(others) + offsets)


def raw_thresholds(targets: np.ndarray, raw: np.ndarray) -> dict[str, np.ndarray]:
    """Thresholds for probabilities (n, labels) that are not calibrated: chosen on calibrated ones and mapped back."""
    slopes, offsets = _fit_columns(targets, raw)
    points = thresholds.choose(targets, expit(slopes * log_odds(raw) + offsets))
    return {name: expit((logit(point) - offsets) / slopes).astype(np.float32) for name, point in points.items()}


def fit_platt(targets: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Slope and intercept of Platt scaling, with Platt's smoothed targets, so that no label is ever certain."""
    positives = targets.sum()
    smooth = np.where(targets > 0, (positives + 1) / (positives + 2), 1 / (len(targets) - positives + 2))

    def cost(parameters: np.ndarray) -> float:
        logits = parameters[0] * scores + parameters[1]
        return float(np.logaddexp(0, logits).sum() - smooth @ logits + SLOPE_PENALTY * (parameters[0] - 1) ** 2)

    return np.asarray(minimize(cost, np.array([1.0, 0.0]), method="BFGS").x)


def fit_classes(related: np.ndarray, scores: np.ndarray) -> tuple[float, np.ndarray]:
    """The slope and the biases float32 (3,) of the classes' scores (n, 3), pulled toward one and zero."""
    shares = np.bincount(related, minlength=scores.shape[1]).clip(1) / len(related)
    weights = (shares**-CLASS_RARITY / (shares * shares**-CLASS_RARITY).sum())[related]

    def cost(parameters: np.ndarray) -> float:
        logits = log_softmax(parameters[0] * scores + parameters[1:], axis=1)
        penalty = SLOPE_PENALTY * (parameters[0] - 1) ** 2 + BIAS_PENALTY * parameters[1:] @ parameters[1:]
        return float(penalty - weights @ logits[np.arange(len(related)), related])

    best = minimize(cost, np.array([1.0, 0.0, 0.0, 0.0]), method="BFGS").x
    return float(best[0]), best[1:].astype(np.float32)


def _fit_columns(targets: np.ndarray, raw: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Slopes and intercepts (labels,) of all columns, on the log-odds of raw probabilities."""
    columns = [fit_platt(targets[:, i], log_odds(raw[:, i])) for i in range(targets.shape[1])]
    slopes, offsets = np.array(columns, np.float32).T
    return slopes, offsets
