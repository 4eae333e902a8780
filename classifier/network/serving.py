"""A saved model -> one function that answers any batch: loaded in safe mode, traced once, run by whoever asks."""

import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from classifier.labels import OUTPUTS
from classifier.network.outputs import side_by_side

Forward = Callable[[Mapping[str, np.ndarray]], np.ndarray]
"""The network's inputs by name -> all outputs side by side, float32 (n, 38)."""

ONE_THREAD = "SINGLE_THREADED_EXECUTOR"
"""One operation after another, in the thread that asks: several that ask at once need no other threads to be busy."""


def load(path: Path) -> keras.Model:
    """Load a model without running code from the file; ValueError if it is not a model with the expected outputs."""
    use_one_thread_per_operation()
    try:
        model = keras.saving.load_model(path, compile=False, safe_mode=True)
    except Exception as error:  # Keras raises many kinds for a damaged archive
        raise ValueError("cannot be read by this version of Keras") from error
    if not isinstance(model.output, dict) or set(model.output) != set(OUTPUTS):
        raise ValueError("does not have the outputs of this version of the app")
    return model


def compile_forward(model: keras.Model) -> Forward:
    """Trace the model once for batches of any size; far faster than `model.predict` for one message."""
    names = [tensor.name for tensor in model.inputs]

    def forward(*inputs: tf.Tensor) -> tf.Tensor:
        return side_by_side(model(dict(zip(names, inputs, strict=True)), training=False))

    signature = [tf.TensorSpec(tensor.shape, tensor.dtype) for tensor in model.inputs]
    with tf.experimental.function_executor_type(ONE_THREAD):
        traced = tf.function(forward, signature, autograph=False).get_concrete_function()

    def answer(inputs: Mapping[str, np.ndarray]) -> np.ndarray:
        with tf.experimental.function_executor_type(ONE_THREAD):
            return np.asarray(traced(*(tf.constant(inputs[name]) for name in names)))

    return answer


def use_one_thread_per_operation() -> None:
    """Messages are small: a second thread would have nothing to do, spin while it waits, and slow Python down."""
    with contextlib.suppress(RuntimeError):  # TensorFlow is already running and keeps its threads
        tf.config.threading.set_intra_op_parallelism_threads(1)
