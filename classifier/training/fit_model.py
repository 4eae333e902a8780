"""Fit a network: one loss and one set of class weights an output, early stopping on validation mAP."""

from collections.abc import Mapping
from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf
from sklearn.metrics import average_precision_score

from classifier.labels import BINARY_LABELS, RELATED, RELATED_CLASSES
from classifier.model import Network
from classifier.training.progress import Progress

Inputs = Mapping[str, np.ndarray]
_BINARY_LOSS, _CLASS_LOSS = "binary_crossentropy", "sparse_categorical_crossentropy"
_LENGTHS = (8, 11, 14, 18, 25)
"""Batches hold messages of similar length, so that little is computed for padding."""


@dataclass(frozen=True)
class FitConfig:
    """How to fit.

    Class weights are either fixed (`label_weights`: of 0 and 1, `related_weights`: of its classes)
    or, where these are None, grow with rarity: a class weighs its share to the power -`rarity`.
    `cosine` lets the learning rate fall to zero over the epochs; without `weight_decay` the
    optimizer's own holds.
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
class Part:
    """Some rows of the data: network inputs, 0/1 labels float32 (n, 35), `related` int64 (n,)."""

    inputs: Inputs
    labels: np.ndarray
    related: np.ndarray


def fit(network: Network, train: Part, validation: Part, config: FitConfig) -> dict[str, list[float]]:
    """Fit in place and leave the weights of the best epoch; returns the history of loss and mAP."""
    losses = dict.fromkeys(BINARY_LABELS, _BINARY_LOSS) | {RELATED: _CLASS_LOSS}
    network.training.compile(optimizer=_optimizer(config, len(train.labels)), loss=losses)
    stop = keras.callbacks.EarlyStopping(
        "validation_map", mode="max", patience=config.patience, restore_best_weights=True
    )
    history = network.training.fit(
        batches(network, train, config),
        epochs=config.epochs,
        verbose=0,
        shuffle=False,
        callbacks=[ValidationMap(network.serving, validation), stop, Progress()],
    )
    return {key: [float(x) for x in history.history[key]] for key in ("loss", "validation_map")}


def batches(network: Network, train: Part, config: FitConfig) -> tf.data.Dataset:
    """Shuffled batches of inputs, targets and sample weights; trimmed where the network takes any length."""
    width = network.training.input["tokens"].shape[1]
    rows = {tensor.name: train.inputs[tensor.name] for tensor in network.training.inputs}
    wanted = targets(train, network.towers), weights(train, network.towers, config)
    data = tf.data.Dataset.from_tensor_slices((rows, *wanted)).shuffle(len(train.labels))
    if width is not None:
        return data.batch(config.batch).prefetch(2)
    data = data.bucket_by_sequence_length(
        lambda inputs, *_: tf.math.count_nonzero(inputs["tokens"], dtype=tf.int32),
        _LENGTHS,
        [config.batch] * (len(_LENGTHS) + 1),
    )
    buckets = np.bincount(np.digitize(np.count_nonzero(rows["tokens"], axis=1), _LENGTHS))
    data = data.apply(tf.data.experimental.assert_cardinality(int((-(-buckets // config.batch)).sum())))
    return data.map(lambda inputs, *rest: (_trim(inputs), *rest)).prefetch(2)


def targets(part: Part, towers: int) -> dict[str, np.ndarray]:
    """One target an output, repeated for each tower: (n, towers)."""
    columns = {name: part.labels[:, i] for i, name in enumerate(BINARY_LABELS)} | {RELATED: part.related}
    return {name: np.repeat(column[:, None], towers, axis=1) for name, column in columns.items()}


def weights(part: Part, towers: int, config: FitConfig) -> dict[str, np.ndarray]:
    """Class weights as one sample weight an output, float32, since Keras refuses `class_weight` for several."""
    found = {}
    for i, name in enumerate(BINARY_LABELS):
        positive = part.labels[:, i].astype(int)
        share = max(float(positive.mean()), 1e-3)
        found[name] = np.array(config.label_weights or (1.0, share**-config.rarity), np.float32)[positive]
    shares = np.bincount(part.related, minlength=len(RELATED_CLASSES)).clip(1) / len(part.related)
    related = np.array(config.related_weights or shares**-config.rarity, np.float32)[part.related]
    return found | {RELATED: np.repeat(related[:, None], towers, axis=1) if towers > 1 else related}


def predict(model: keras.Model, inputs: Inputs) -> tuple[np.ndarray, np.ndarray]:
    """Raw outputs of a serving model: labels float32 (n, 35) and `related` float32 (n, 3)."""
    outputs = model.predict({tensor.name: inputs[tensor.name] for tensor in model.inputs}, batch_size=256, verbose=0)
    return np.concatenate([outputs[name] for name in BINARY_LABELS], axis=1), outputs[RELATED]


def mean_average_precision(labels: np.ndarray, probabilities: np.ndarray) -> float:
    """Mean average precision over the labels that have positives."""
    columns = np.flatnonzero(labels.any(axis=0))
    return float(np.mean([average_precision_score(labels[:, i], probabilities[:, i]) for i in columns]))


class ValidationMap(keras.callbacks.Callback):
    """Adds `validation_map`, the serving model's mAP on the validation part, to each epoch's logs."""

    def __init__(self, serving: keras.Model, validation: Part) -> None:
        """Keep what is scored."""
        super().__init__()
        self._serving, self._validation = serving, validation

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Score the validation part."""
        if logs is not None:
            labels, _ = predict(self._serving, self._validation.inputs)
            logs["validation_map"] = mean_average_precision(self._validation.labels, labels)


def _trim(inputs: dict[str, tf.Tensor]) -> dict[str, tf.Tensor]:
    tokens = inputs["tokens"]
    return {**inputs, "tokens": tokens[:, : tf.reduce_max(tf.math.count_nonzero(tokens, axis=1))]}


def _optimizer(config: FitConfig, rows: int) -> keras.optimizers.Optimizer:
    steps = config.epochs * -(-rows // config.batch)
    fixed = config.learning_rate
    rate = keras.optimizers.schedules.CosineDecay(fixed, steps) if config.cosine else fixed
    decay = {} if config.weight_decay is None else {"weight_decay": config.weight_decay}
    return keras.optimizers.get({"class_name": config.optimizer, "config": {"learning_rate": rate} | decay})
