"""Artefacts of a small default network that was never trained: quick to write, complete enough to load."""

import json
from dataclasses import replace
from pathlib import Path

import keras
import msgspec
import numpy as np

from classifier import artifacts
from classifier.artifacts import Manifest
from classifier.dataset.seen_messages import SeenMessages
from classifier.labels import BINARY_LABELS, RELATED_CLASSES
from classifier.network import distinct_words, ensemble
from classifier.network.calibration import Calibration
from classifier.network.ensemble import Ensemble, TowerConfig
from classifier.network.outputs import OUTPUT_WIDTH
from classifier.operating_points import FITTED_POINTS
from classifier.text.composition import Composer
from classifier.text.ngrams import NgramVocabulary
from classifier.text.style_features import STYLE_FEATURES
from classifier.text.tokenizer import Tokenizer
from classifier.training.fitting import members
from classifier.training.fitting.linear_path import LinearPath

SEEN = ("We need water in the camp by the river", "The bridge is gone")
"""Messages that the network counts as trained on."""

MANIFEST = Manifest("0", "default", BINARY_LABELS, RELATED_CLASSES, files={}, seed=1, split_seed=42)
TOKENIZER = Tokenizer(
    vocabulary=("water", "need", "food", "tent", "child", "fire", "sleep"),
    stop_words={"en": frozenset({"we", "the", "and", "a"}), "ht": frozenset({"nou", "ak", "pou"})},
    lemmas={"children": "child", "tents": "tent"},
    foreign_vocabulary=("dlo", "manje"),
    ngrams=NgramVocabulary(tuple(range(0, 1 << 24, 1 << 10))),
    counts={"water": 40, "need": 30, "food": 20, "the": 90},
    composer=Composer.compressed(("<z", "ra>"), np.random.default_rng(3).normal(size=(2, 8)), np.zeros(8)),
)


def write(folder: Path) -> Path:
    """Write model, tokenizer, calibration and manifest; returns the folder."""
    folder.mkdir(parents=True)
    built = network()
    members.compress(built)
    distinct_words.serving(built).save(folder / artifacts.MODEL)
    files = {
        artifacts.MODEL: (folder / artifacts.MODEL).read_bytes(),
        artifacts.TOKENIZER: TOKENIZER.to_json(),
        artifacts.CALIBRATION: json.dumps(_calibration().to_json()).encode(),
        artifacts.SEEN: SeenMessages.of(SEEN).to_bytes(),
    }
    artifacts.write(folder, files, msgspec.to_builtins(MANIFEST))
    return folder


def network(tokenizer: Tokenizer = TOKENIZER) -> Ensemble:
    """A default network of two small towers and a linear path for the ids of a tokenizer."""
    keras.utils.set_random_seed(7)
    chance, ngrams = np.random.default_rng(7), len(tokenizer.ngrams.keys)
    vectors = chance.normal(size=(tokenizer.size, 8)).astype(np.float32)
    vectors[:2] = 0
    tower = TowerConfig(projection=8, filters=8)
    towers = (tower, replace(tower, recurrent=4))
    built = ensemble.build(vectors, vectors[:, :3], ngrams, STYLE_FEATURES, towers)
    shapes = ((ngrams,), (ngrams, OUTPUT_WIDTH))
    members.set_linear_path(built, LinearPath(*(chance.normal(size=shape).astype(np.float32) for shape in shapes)))
    return built


def _calibration() -> Calibration:
    thresholds = dict(zip(FITTED_POINTS, (np.full(35, x, np.float32) for x in (0.5, 0.2, 0.8)), strict=True))
    return Calibration(np.ones(35, np.float32), np.zeros(35, np.float32), 1.0, np.zeros(3, np.float32), thresholds)
