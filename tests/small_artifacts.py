"""Artefacts of a small default network that was never trained: quick to write, whole to load."""

import json
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np

from classifier import artifacts, model
from classifier.calibration import OPERATING_POINTS, Calibration
from classifier.labels import BINARY_LABELS, RELATED_CLASSES
from classifier.ngrams import NgramVocabulary
from classifier.tokenizer import Tokenizer

TOKENIZER = Tokenizer(
    vocabulary=("water", "need", "food", "tent", "child", "fire", "sleep"),
    stop_words={"english": frozenset({"we", "the", "and", "a"}), "creole": frozenset({"nou", "ak", "pou"})},
    lemmas={"children": "child", "tents": "tent"},
    foreign_vocabulary=("dlo", "manje"),
    ngrams=NgramVocabulary(tuple(range(0, 1 << 24, 1 << 10))),
)


def write(folder: Path) -> Path:
    """Write model, tokenizer, calibration and manifest; returns the folder."""
    folder.mkdir(parents=True)
    keras.utils.set_random_seed(7)
    _network().serving.save(folder / artifacts.MODEL)
    TOKENIZER.save(folder / artifacts.TOKENIZER)
    files = {name: (folder / name).read_bytes() for name in (artifacts.MODEL, artifacts.TOKENIZER)}
    files[artifacts.CALIBRATION] = json.dumps(_calibration().to_json()).encode()
    artifacts.write(
        folder,
        files,
        {"version": "0", "recipe": "default", "labels": list(BINARY_LABELS), "related_classes": list(RELATED_CLASSES)},
    )
    return folder


def _network() -> model.Network:
    chance, size = np.random.default_rng(7), len(TOKENIZER.ngrams.keys)
    vectors = chance.normal(size=(TOKENIZER.size, 8)).astype(np.float32)
    vectors[:2] = 0
    tower = model.TowerConfig(projection=8, filters=8)
    network = model.default(vectors, vectors[:, :3], size, (tower, replace(tower, recurrent=4)))
    shapes = ((size,), (size, model.OUTPUT_WIDTH))
    network.set_linear(*(chance.normal(size=shape).astype(np.float32) for shape in shapes))
    network.compress()
    return network


def _calibration() -> Calibration:
    thresholds = dict(zip(OPERATING_POINTS, (np.full(35, x, np.float32) for x in (0.5, 0.2, 0.8)), strict=True))
    return Calibration(np.ones(35, np.float32), np.zeros(35, np.float32), 1.0, np.zeros(3, np.float32), thresholds)
