"""The ensemble members: setting the linear path, weighting them on validation messages, compressing them."""

from collections.abc import Callable, Mapping

import numpy as np
from scipy.special import log_softmax

from classifier.labels import RELATED
from classifier.network.ensemble import Ensemble
from classifier.training.fitting.calibration import fit_classes, fit_platt
from classifier.training.fitting.fit import Examples
from classifier.training.fitting.linear_path import LinearPath

LABELS = "labels"
"""Key of the linear path's share in the 35 labels, beside RELATED."""


def set_linear_path(ensemble: Ensemble, path: LinearPath) -> None:
    """Put the fitted linear path into its two embeddings; row 0 is padding."""
    idf = np.concatenate([[0.0], path.idf])[:, None]
    weighted = np.concatenate([np.zeros((1, path.weights.shape[1])), path.idf[:, None] * path.weights])
    ensemble.idf.set_weights([idf])
    ensemble.linear.set_weights([weighted])


def log_odds(ensemble: Ensemble, inputs: Mapping[str, np.ndarray]) -> np.ndarray:
    """Log-odds of each member, float32 (n, members, 38); the linear path comes first."""
    wanted = {tensor.name: inputs[tensor.name] for tensor in ensemble.members.inputs}
    return np.asarray(ensemble.members.predict(wanted, batch_size=256, verbose=0))


def weigh(ensemble: Ensemble, validation: Examples) -> dict[str, float]:
    """Scale each member by itself, then weight the linear path against the towers, both on validation messages.

    Returns the linear path's share in the labels and in `related`.
    """
    answers = log_odds(ensemble, validation.inputs)
    slopes, offsets = _scaling(answers, validation)
    scaled, count = answers * slopes + offsets, validation.targets.shape[1]
    labels = _best_share(scaled[:, :, :count], lambda mean: _binary_loss(validation.targets, mean))
    related = _best_share(scaled[:, :, count:], lambda mean: _class_loss(validation.related, mean))
    members, outputs = slopes.shape
    weights = np.repeat(
        np.hstack([_weights(labels, members), _weights(related, members)]), [count, outputs - count], axis=1
    )
    scale(ensemble, slopes * weights, offsets * weights)
    return {LABELS: labels, RELATED: related}


def scale(ensemble: Ensemble, slopes: np.ndarray, offsets: np.ndarray) -> None:
    """Build scales (members, 38) into the members: slopes into the weights, offsets into the biases."""
    ensemble.linear.set_weights([ensemble.linear.get_weights()[0] * slopes[0]])
    for i, tower in enumerate(ensemble.towers):
        kernel, bias = tower.head.get_weights()
        offset = offsets[i + 1] + (offsets[0] if i == 0 else 0)  # the linear path has no bias of its own
        tower.head.set_weights([kernel * slopes[i + 1], bias * slopes[i + 1] + offset])


def compress(ensemble: Ensemble) -> None:
    """Store the two large embeddings as 8-bit integers, with one scale per row."""
    for table in (ensemble.embedding, ensemble.linear):
        table.quantize("int8")


def _scaling(answers: np.ndarray, validation: Examples) -> tuple[np.ndarray, np.ndarray]:
    """Slopes and offsets (members, 38) that calibrate each member's log-odds (n, members, 38) separately."""
    slopes, offsets = np.ones(answers.shape[1:]), np.zeros(answers.shape[1:])
    count = validation.targets.shape[1]
    for member in range(len(slopes)):
        for i in range(count):
            slopes[member, i], offsets[member, i] = fit_platt(validation.targets[:, i], answers[:, member, i])
        slope, offsets[member, count:] = fit_classes(validation.related, answers[:, member, count:])
        slopes[member, count:] = slope
    return slopes, offsets


def _best_share(answers: np.ndarray, loss: Callable[[np.ndarray], float]) -> float:
    """The linear path's share, of 0, 0.05 ... 0.5, with the lowest loss of the weighted mean."""
    shares = np.linspace(0, 0.5, 11)
    losses = [loss((answers * _weights(share, answers.shape[1])).mean(axis=1)) for share in shares]
    return round(float(shares[np.argmin(losses)]), 2)


def _weights(share: float, members: int) -> np.ndarray:
    """Weights of the members in their mean, (members, 1): the first has `share`, the others the rest."""
    weights = np.full((members, 1), (1 - share) * members / (members - 1))
    weights[0] = share * members
    return weights


def _binary_loss(targets: np.ndarray, logits: np.ndarray) -> float:
    return float((np.logaddexp(0, logits) - targets * logits).mean())


def _class_loss(related: np.ndarray, logits: np.ndarray) -> float:
    return float(-log_softmax(logits, axis=1)[np.arange(len(related)), related].mean())
