"""Fit a network: each output has its own loss and class weights; early stopping on validation mAP."""

from collections.abc import Mapping
from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf

from classifier.labels import BINARY_LABELS, RELATED, RELATED_CLASSES
from classifier.network.outputs import Network
from classifier.report.metrics import average_precision
from classifier.text.tokenizer import TOKENS
from classifier.training.fitting.progress import Progress

_LENGTHS = (8, 11, 14, 18, 25)
"""Batches hold messages of similar length, so that little is computed for padding."""


@dataclass(frozen=True)
class FitConfig:
    """How to fit.

    Class weights are either fixed (`label_weights`: of 0 and 1, `related_weights`: of its classes) or, where these
    are None, grow with rarity: the weight of a class is its share to the power -`rarity`. With `cosine` the learning
    rate falls to zero over the epochs; `weight_decay` None means the optimizer's own.
    """

    epochs: int
    batch: int
    optimizer: str = "adamw"
    learning_rate: float = 1e-3
    weight_decay: float | None = None
    cosine: bool = False
    patience: int = 3
    rarity: float = 0.0
    label_weights: tuple[float, float] | None = None
    related_weights: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class Examples:
    """n messages as a network reads them: its inputs by name, 0/1 targets float32 (n, 35), `related` int64 (n,)."""

    inputs: Mapping[str, np.ndarray]
    targets: np.ndarray
    related: np.ndarray

    def take(self, rows: np.ndarray) -> "Examples":
        """Some of them, by position."""
        inputs = {name: values[rows] for name, values in self.inputs.items()}
        return Examples(inputs, self.targets[rows], self.related[rows])


def fit(network: Network, train: Examples, validation: Examples, config: FitConfig) -> dict[str, list[float]]:
    """Fit in place and keep the weights of the best epoch; returns the history of loss and mAP."""
    losses = dict.fromkeys(BINARY_LABELS, "binary_crossentropy") | {RELATED: "sparse_categorical_crossentropy"}
    network.training.compile(optimizer=_optimizer(config, len(train.targets)), loss=losses)
    stop = keras.callbacks.EarlyStopping(
        "validation_map", mode="max", patience=config.patience, restore_best_weights=True
    )
    history = network.training.fit(
        batches(network.training, train, config),
        epochs=config.epochs,
        verbose=0,
        shuffle=False,
        callbacks=[ValidationMap(network.serving, validation), stop, Progress()],
    )
    return {key: [float(x) for x in history.history[key]] for key in ("loss", "validation_map")}


def batches(model: keras.Model, train: Examples, config: FitConfig) -> tf.data.Dataset:
    """Shuffled batches of inputs, targets and sample weights; trimmed where the model takes any length."""
    rows = {tensor.name: train.inputs[tensor.name] for tensor in model.inputs}
    answers = model.output[BINARY_LABELS[0]].shape[1]
    wanted = targets(train, answers), weights(train, answers, config)
    data = tf.data.Dataset.from_tensor_slices((rows, *wanted)).shuffle(len(train.targets))
    if model.input[TOKENS].shape[1] is not None:
        return data.batch(config.batch).prefetch(2)
    data = data.bucket_by_sequence_length(
        lambda inputs, *_: tf.math.count_nonzero(inputs[TOKENS], dtype=tf.int32),
        _LENGTHS,
        [config.batch] * (len(_LENGTHS) + 1),
    )
    buckets = np.bincount(np.digitize(np.count_nonzero(rows[TOKENS], axis=1), _LENGTHS))
    data = data.apply(tf.data.experimental.assert_cardinality(int((-(-buckets // config.batch)).sum())))
    return data.map(lambda inputs, *rest: (_trim(inputs), *rest)).prefetch(2)


def targets(examples: Examples, answers: int) -> dict[str, np.ndarray]:
    """The targets of each output, repeated for each of its answers: (n, answers)."""
    columns = {name: examples.targets[:, i] for i, name in enumerate(BINARY_LABELS)} | {RELATED: examples.related}
    return {name: np.repeat(column[:, None], answers, axis=1) for name, column in columns.items()}


def weights(examples: Examples, answers: int, config: FitConfig) -> dict[str, np.ndarray]:
    """Class weights as sample weights of each output, float32: Keras refuses `class_weight` for several outputs."""
    found = {}
    for i, name in enumerate(BINARY_LABELS):
        positive = examples.targets[:, i].astype(int)
        share = max(float(positive.mean()), 1e-3)
        found[name] = np.array(config.label_weights or (1.0, share**-config.rarity), np.float32)[positive]
    shares = np.bincount(examples.related, minlength=len(RELATED_CLASSES)).clip(1) / len(examples.related)
    related = np.array(config.related_weights or shares**-config.rarity, np.float32)[examples.related]
    return found | {RELATED: np.repeat(related[:, None], answers, axis=1) if answers > 1 else related}


def predict(model: keras.Model, inputs: Mapping[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Raw outputs of a serving model: labels float32 (n, 35) and `related` float32 (n, 3)."""
    outputs = model.predict({tensor.name: inputs[tensor.name] for tensor in model.inputs}, batch_size=256, verbose=0)
    return np.concatenate([outputs[name] for name in BINARY_LABELS], axis=1), outputs[RELATED]


class ValidationMap(keras.callbacks.Callback):
    """Adds `validation_map`, the serving model's mAP on the validation part, to each epoch's logs."""

    def __init__(self, serving: keras.Model, validation: Examples) -> None:
        """Keep what is scored."""
        super().__init__()
        self._serving, self._validation = serving, validation

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Score the validation part."""
        if logs is not None:
            probabilities, _ = predict(self._serving, self._validation.inputs)
            logs["validation_map"] = mean_average_precision(self._validation.targets, probabilities)


def mean_average_precision(targets: np.ndarray, probabilities: np.ndarray) -> float:
    """Mean average precision over the labels that have positives."""
    columns = np.flatnonzero(targets.any(axis=0))
    return float(np.mean([average_precision(targets[:, i] > 0, probabilities[:, i]) for i in columns]))


def _trim(inputs: dict[str, tf.Tensor]) -> dict[str, tf.Tensor]:
    tokens = inputs[TOKENS]
    return {**inputs, TOKENS: tokens[:, : tf.reduce_max(tf.math.count_nonzero(tokens, axis=1))]}


def _optimizer(config: FitConfig, rows: int) -> keras.optimizers.Optimizer:
    steps = config.epochs * -(-rows // config.batch)
    fixed = config.learning_rate
    rate = keras.optimizers.schedules.CosineDecay(fixed, steps) if config.cosine else fixed
    decay = {} if config.weight_decay is None else {"weight_decay": config.weight_decay}
    return keras.optimizers.get({"class_name": config.optimizer, "config": {"learning_rate": rate} | decay})
