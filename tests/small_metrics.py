"""A whole metrics.json of the small data set, with made-up answers and peers: quick to make, right in form."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from classifier.metrics_file import FILE, SCHEMA
from classifier.metrics_rows import METRICS
from classifier.training import baselines, evaluate
from classifier.training.dataset import DEFAULT_SEED
from classifier.training.metrics import Answers
from classifier.training.task import Task

THRESHOLDS = {"balanced": np.full(35, 0.5), "recall": np.full(35, 0.25), "precision": np.full(35, 0.75)}


def answer(task: Task) -> Answers:
    """Answers to a task's test messages that are right more often than not."""
    random, rows = np.random.default_rng(4), task.splits.test
    probabilities = 0.3 * task.targets[rows] + 0.7 * random.random((len(rows), 35))
    related = np.eye(3)[task.related[rows]] + random.random((len(rows), 3))
    return task.answers(rows, probabilities.astype(np.float32), related / related.sum(axis=1, keepdims=True))


def peers() -> dict[str, Any]:
    """What an earlier run would have kept of the peers; the shipped model leads the linear one by 0.1."""
    figures = {metric: {"value": 0.4, "interval": [0.3, 0.5], "at_half": 0.2} for metric in METRICS}
    leads = {metric: {"value": 0.1, "interval": [0.05, 0.15]} for metric in METRICS}
    entries = {
        peer.name: {
            "name": peer.name,
            "title": peer.title,
            "source": peer.source,
            "note": peer.note,
            "overall": figures,
            "difference": leads if peer.name == baselines.RIVAL else None,
        }
        for peer in baselines.PEERS
    }
    linear = {name: {"value": 0.4, "interval": [0.3, 0.5]} for name in ("linear_on_originals", "linear_on_english")}
    return {"baselines": entries, "linear": linear}


def content(data: Path, model_sha256: str = "0" * 64) -> dict[str, Any]:
    """The content of a metrics.json about the data set in a folder."""
    task = Task.load(data, DEFAULT_SEED)
    measured = evaluate.sections(task, answer, THRESHOLDS, peers())
    identity = {"schema": SCHEMA, "version": "0", "model_sha256": model_sha256, "split_seed": DEFAULT_SEED}
    files = {"rows": len(task.frame), "sha256": {"disaster_messages.csv": "1" * 64}}
    return evaluate.plain({**identity, "data": files, **measured, "other_splits": []})


def write(folder: Path, data: Path, model_sha256: str = "0" * 64) -> Path:
    """Write such a metrics.json into a folder without sealing it; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(json.dumps(content(data, model_sha256)), encoding="utf-8")
    return folder
