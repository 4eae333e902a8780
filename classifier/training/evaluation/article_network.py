"""The article's network as a baseline: trained as published, with the same figures in every run on one machine."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from classifier.network.serving import use_one_thread_per_operation
from classifier.training.data.labelled_messages import LabelledMessages
from classifier.training.evaluation.predictions import Predictions
from classifier.training.fitting import fit, recipes

SEED = 42


def run(data: LabelledMessages) -> tuple[Predictions, Predictions]:
    """Train on the training part and predict the validation and the test part.

    This happens in a process of its own: threads and deterministic operations are settings of a whole process, and
    the figures would depend on what ran in it before.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_run_reproducibly, data).result()


def _run_reproducibly(data: LabelledMessages) -> tuple[Predictions, Predictions]:
    use_one_thread_per_operation()
    tf.config.experimental.enable_op_determinism()
    keras.utils.set_random_seed(SEED)
    return train(data)


def train(data: LabelledMessages, epochs: int | None = None) -> tuple[Predictions, Predictions]:
    """Train the recipe `article`, for its own number of epochs by default, and predict both parts."""
    trained = recipes.train(recipes.Request("article", Path(), epochs=epochs), data)

    def predict(rows: np.ndarray) -> Predictions:
        return Predictions.of(data, rows, *fit.predict(trained.model, trained.tokenizer.features(data.texts(rows))))

    return predict(data.splits.validation), predict(data.splits.test)
