"""A whole report of the small data set, with made-up predictions and baselines: quick to make, right in form."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import msgspec
import numpy as np

from classifier import artifacts
from classifier.artifacts import DataFingerprint, VectorSource
from classifier.inference import Prediction
from classifier.labels import BINARY_LABELS
from classifier.operating_points import BALANCED, PRECISION, RECALL
from classifier.report.figures import MEAN_NOISE, METRICS, NOISES, Estimate, NoiseFigures, SystemFigures
from classifier.report.report import Report
from classifier.text.reading import Reading
from classifier.training import evaluate
from classifier.training.data.labelled_messages import LabelledMessages
from classifier.training.evaluation.baselines import BASELINES, PAIRED
from tests import small_artifacts, small_data

MODEL = b"model"
MANIFEST = replace(
    small_artifacts.MANIFEST,
    files={artifacts.MODEL: sha256(MODEL).hexdigest()},
    command="python -m classifier.training.train --data DIR",
    parameters=1_234_567,
    data=DataFingerprint(9, {"disaster_messages.csv": "1" * 64}),
    vectors=VectorSource("word_vectors.200d.txt.gz", "2" * 64, 40_173, 200),
    versions={"keras": "3.15"},
    date="2026-01-01",
    threshold_study={
        way: {"macro_f1": macro, "micro_f1": micro}
        for way, macro, micro in (("counted", 0.53, 0.66), ("expected", 0.525, 0.665), ("shipped", 0.52, 0.67))
    },
)
THRESHOLDS = {BALANCED: np.full(35, 0.5), RECALL: np.full(35, 0.25), PRECISION: np.full(35, 0.75)}


class MadeUpModel:
    """A model that looks for the phrases of the small data set: it is right more often than not."""

    def predict(self, messages: Sequence[str]) -> Prediction:
        """Probabilities of any messages, in part random."""
        random, shape = np.random.default_rng(4), (len(messages), len(BINARY_LABELS))
        found = np.array([[small_data.PHRASES.get(name, "\0") in one for name in BINARY_LABELS] for one in messages])
        found = found.reshape(shape)
        related = np.eye(3)[found.any(axis=1).astype(int)] + random.random((len(messages), 3))
        probabilities = (0.3 * found + 0.7 * random.random(shape)).astype(np.float32)
        return Prediction(probabilities, related / related.sum(axis=1, keepdims=True))

    def read(self, message: str) -> Reading:
        """The words of a message, most of them unknown."""
        return small_artifacts.TOKENIZER.read(message)


def baselines() -> evaluate.Kept:
    """Made-up figures of the baselines; the shipped model leads the paired one by 0.1."""
    figures = {metric: Estimate(0.4, (0.3, 0.5), 0.2) for metric in METRICS}
    leads = {metric: Estimate(0.1, (0.05, 0.15)) for metric in METRICS}
    noise = dict.fromkeys((*NOISES, MEAN_NOISE), NoiseFigures(Estimate(0.3, (0.2, 0.4)), Estimate(0.75, (0.7, 0.8))))
    systems = (
        SystemFigures(
            *(one.name, one.title, one.source, one.note, figures),
            difference=leads if one.name == PAIRED else None,
            noise=noise if one.run else None,
        )
        for one in BASELINES
    )
    return evaluate.Kept(tuple(systems), (Estimate(0.4, (0.3, 0.5)), Estimate(0.5, (0.4, 0.6))))


@cache
def report(data: Path) -> Report:
    """The report about the data set in a folder."""
    messages = LabelledMessages.load(data, MANIFEST.split_seed)
    content = evaluate.to_json(evaluate.measure(messages, MadeUpModel(), THRESHOLDS, MANIFEST, baselines()))
    return msgspec.json.decode(content, type=Report)


def write(folder: Path, data: Path) -> Path:
    """Write the report beside a stand-in for the model and their manifest; returns the folder."""
    files = {artifacts.MODEL: MODEL, artifacts.METRICS: msgspec.json.encode(report(data))}
    artifacts.write(folder, files, msgspec.to_builtins(MANIFEST))
    return folder
