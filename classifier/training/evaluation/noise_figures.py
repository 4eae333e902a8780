"""How much of a system's mAP is left when the test messages are noisy."""

from collections.abc import Mapping

import numpy as np

from classifier.report.figures import MEAN_NOISE, Estimate, NoiseFigures
from classifier.training.data.labelled_messages import LabelledMessages
from classifier.training.evaluation import bootstrap, metrics
from classifier.training.evaluation.bootstrap import interval
from classifier.training.evaluation.perturbations import KINDS
from classifier.training.evaluation.predictions import Predictions
from classifier.training.evaluation.system_figures import System

_MAP = "mean_average_precision"


def with_noise(data: LabelledMessages) -> LabelledMessages:
    """The data with its test messages once more for each kind of noise, so that a system is fitted once for all."""
    messages = data.texts(data.splits.test)
    return data.with_variants([[noise(message) for message in messages] for noise in KINDS.values()])


def by_kind(predictions: Predictions) -> tuple[Predictions, dict[str, Predictions]]:
    """Predictions for the test part of `with_noise`: those for the messages as they are, and by kind of noise."""
    clean, *noisy = (predictions[rows] for rows in np.split(np.arange(len(predictions)), len(KINDS) + 1))
    return clean, dict(zip(KINDS, noisy, strict=True))


def measure(clean: System, noisy: Mapping[str, Predictions], weights: np.ndarray) -> dict[str, NoiseFigures]:
    """The figures of each kind of noise and of their mean; `weights` (n, resamples) are those of `clean`."""
    values = {kind: _mean_average_precision(predictions) for kind, predictions in noisy.items()}
    samples = {kind: _resampled(predictions, weights) for kind, predictions in noisy.items()}
    values[MEAN_NOISE] = float(np.mean(list(values.values())))
    samples[MEAN_NOISE] = np.mean(list(samples.values()), axis=0)
    whole, resampled = clean.metrics[_MAP], clean.samples[_MAP]
    return {
        kind: NoiseFigures(
            Estimate(value, interval(samples[kind])), Estimate(value / whole, interval(samples[kind] / resampled))
        )
        for kind, value in values.items()
    }


def _mean_average_precision(predictions: Predictions) -> float:
    return metrics.mean(metrics.average_precisions(predictions)[predictions.measurable()])


def _resampled(predictions: Predictions, weights: np.ndarray) -> np.ndarray:
    return bootstrap.mean(bootstrap.ranking(predictions, weights)["average_precision"])
