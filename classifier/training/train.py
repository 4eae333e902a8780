"""Command line: data -> assets. The test part is scored once, after the artefacts are written."""

import argparse
import json
import platform
import shlex
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pandas as pd
import tensorflow as tf

from classifier import __version__, artifacts
from classifier.inference import Classifier
from classifier.labels import BINARY_LABELS, RELATED_CLASSES
from classifier.training import calibrate, dataset, measure, metrics, recipes
from classifier.training.command import exit_status
from classifier.training.fit_model import predict
from classifier.training.metrics import Answers
from classifier.training.recipes import RECIPES, Request, Trained
from classifier.training.table import print_systems
from classifier.training.task import Task
from classifier.training.threshold_study import study


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, calibrate, write the artefacts and print what was reached; 1 if an input is at fault."""
    options = _parser().parse_args(arguments)
    return exit_status(lambda: run(options))


def run(options: argparse.Namespace) -> None:
    """Carry out one training run as the command line asks for it."""
    keras.utils.set_random_seed(options.seed)
    frame = dataset.load(options.data)
    splits = dataset.split(len(frame), options.split_seed)
    print(
        f"{len(frame):,} messages: {len(splits.train):,} to train, {len(splits.validation):,} to validate, "
        f"{len(splits.test):,} to test."
    )
    request = Request(options.recipe, options.data, options.embeddings, options.epochs)
    trained = recipes.train(request, frame, splits)
    validation = _validation(trained, frame.iloc[splits.validation])
    calibration = calibrate.fit(*validation)
    fields = _fields(options, frame, trained) | {"threshold_study": study(validation[0], validation[2])}
    files = {**_files(trained), artifacts.CALIBRATION: _json(calibration.to_json())}
    artifacts.write(options.output, files, fields)
    print(f"Wrote {', '.join(files)} and {artifacts.MANIFEST} to {options.output}.")
    _report(options, Task(frame, splits, *dataset.targets(frame)))


def _validation(trained: Trained, frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The validation part's labels and `related`, and what the network says of both."""
    features = trained.tokenizer.features(frame["message"].tolist())
    return (*dataset.targets(frame), *predict(trained.model, features))


def _files(trained: Trained) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        trained.model.save(Path(folder) / artifacts.MODEL)
        trained.tokenizer.save(Path(folder) / artifacts.TOKENIZER)
        return {name: (Path(folder) / name).read_bytes() for name in (artifacts.MODEL, artifacts.TOKENIZER)}


def _fields(options: argparse.Namespace, frame: pd.DataFrame, trained: Trained) -> dict[str, Any]:
    """The manifest without its file hashes."""
    return {
        "version": __version__,
        "recipe": options.recipe,
        "labels": list(BINARY_LABELS),
        "related_classes": list(RELATED_CLASSES),
        "command": f"python -m classifier.training.train {shlex.join(_anonymous(options))}",
        "seed": options.seed,
        "split_seed": options.split_seed,
        "config": dict(trained.config),
        "history": dict(trained.history),
        "parameters": trained.model.count_params(),
        "data": dataset.fingerprint(options.data, len(frame)),
        "vectors": dict(trained.provenance),
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in ("keras", "nltk", "numpy", "scikit-learn")}
        | {"tensorflow": tf.__version__},
        "date": datetime.now(UTC).date().isoformat(),
    }


def _anonymous(options: argparse.Namespace) -> list[str]:
    """The arguments that matter, with folders replaced by placeholders."""
    words = ["--data", "DIR", "--recipe", options.recipe, "--seed", str(options.seed)]
    words += ["--split-seed", str(options.split_seed), "--output", "assets"]
    if options.epochs:
        words += ["--epochs", str(options.epochs)]
    return words + (["--embeddings", options.embeddings.name] if options.embeddings else [])


def _report(options: argparse.Namespace, task: Task) -> None:
    """Print what the written artefacts reach on the validation and test parts, and the split's summary."""
    classifier = Classifier.load(options.output)
    thresholds = classifier.thresholds["balanced"]
    tested = {}
    for part, rows in (("validation", task.splits.validation), ("test", task.splits.test)):
        prediction = classifier.predict([task.messages[i] for i in rows])
        tested[part] = task.answers(rows, prediction.probabilities, prediction.related)
    print_systems(
        {"title": f"{options.recipe}, {part} part", "overall": _values(answers, thresholds)}
        for part, answers in tested.items()
    )
    if options.summary:
        options.summary.write_bytes(_json(measure.summary(options.split_seed, tested["test"], thresholds)))


def _values(answers: Answers, thresholds: np.ndarray) -> dict[str, dict[str, float]]:
    return {metric: {"value": value} for metric, value in metrics.overall(answers, thresholds).items()}


def _json(content: Any) -> bytes:
    return (json.dumps(content, indent=1) + "\n").encode()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m classifier.training.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder of the two CSV files")
    parser.add_argument("--recipe", choices=sorted(RECIPES), default="default")
    parser.add_argument("--output", type=Path, default=Path("assets"), metavar="DIR", help="where the artefacts go")
    parser.add_argument("--embeddings", type=Path, metavar="FILE", help="word vectors, GloVe's text format")
    parser.add_argument("--seed", type=int, default=1, help="of initial weights and shuffling")
    parser.add_argument("--split-seed", type=int, default=dataset.DEFAULT_SEED, help="of the test and validation parts")
    parser.add_argument("--summary", type=Path, metavar="FILE", help="write the test figures there, for `evaluate`")
    parser.add_argument("--epochs", type=int, help="at most this many, instead of the recipe's own number")
    return parser


if __name__ == "__main__":
    sys.exit(main())
