"""Train a model on the two CSV files and write its artefacts.

python -m classifier.training.train --data DIR --output assets

The figures that it prints are for the validation part. `classifier.training.evaluate` scores the test part.

With --seen-only nothing is trained: the hashes of the messages that the model in --output was trained or validated on
are written beside it again, from the same data.
"""

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

import keras
import msgspec
import numpy as np
import tensorflow as tf

from classifier import __version__, artifacts
from classifier.artifacts import DataFingerprint, Manifest
from classifier.dataset.held_out import DEFAULT_SEED
from classifier.dataset.seen_messages import SeenMessages
from classifier.errors import DataError
from classifier.inference import Classifier
from classifier.labels import BINARY_LABELS, RELATED_CLASSES
from classifier.operating_points import BALANCED
from classifier.report.figures import Estimate
from classifier.training.command_line import exit_status
from classifier.training.console_table import print_systems
from classifier.training.data.labelled_messages import LabelledMessages
from classifier.training.evaluation import metrics
from classifier.training.evaluation.predictions import predict
from classifier.training.fitting import calibration, fit, recipes
from classifier.training.fitting.recipes import RECIPES, Request, Trained
from classifier.training.fitting.threshold_study import study


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, calibrate, write the artefacts and print their validation figures; status 1 if an input is at fault."""
    options = _parser().parse_args(arguments)
    return exit_status(lambda: write_seen(options) if options.seen_only else run(options))


def run(options: argparse.Namespace) -> None:
    """Carry out one training run as the command line asks."""
    keras.utils.set_random_seed(options.seed)
    data = LabelledMessages.load(options.data, options.split_seed)
    parts = ", ".join(f"{name} {len(rows):,}" for name, rows in data.splits.parts.items())
    print(f"{len(data):,} messages: {parts}.")
    trained = recipes.train(Request(options.recipe, options.data, options.embeddings, options.epochs), data)
    _write(options, data, trained)
    classifier = Classifier.load(options.output)
    reached = metrics.overall(predict(classifier, data, data.splits.validation), classifier.thresholds[BALANCED])
    print_systems([(f"{options.recipe}, validation part", {name: Estimate(value) for name, value in reached.items()})])


def write_seen(options: argparse.Namespace) -> None:
    """Write the hashes of the messages that the model in a folder was trained or validated on."""
    manifest = artifacts.read_manifest(options.output)
    data = LabelledMessages.load(options.data, manifest.split_seed)
    if data.fingerprint != manifest.data:
        raise DataError(f"The model in {options.output} was trained on other data than these two files.")
    artifacts.write(options.output, {artifacts.SEEN: _seen(data)})
    print(f"Wrote {artifacts.SEEN} and {artifacts.MANIFEST} to {options.output}.")


def _write(options: argparse.Namespace, data: LabelledMessages, trained: Trained) -> None:
    """Calibrate on the validation part and write model, tokenizer, calibration and manifest."""
    rows = data.splits.validation
    targets, related = data.targets[rows], data.related[rows]
    raw, raw_related = fit.predict(trained.model, trained.tokenizer.features(data.texts(rows)))
    fitted = calibration.fit(targets, related, raw, raw_related)
    files = {
        artifacts.MODEL: _saved(trained.model),
        artifacts.TOKENIZER: trained.tokenizer.to_json(),
        artifacts.CALIBRATION: (json.dumps(fitted.to_json(), indent=1) + "\n").encode(),
        artifacts.SEEN: _seen(data),
    }
    manifest = _manifest(options, data.fingerprint, trained, study(targets, raw))
    artifacts.write(options.output, files, msgspec.to_builtins(manifest))
    print(f"Wrote {', '.join(files)} and {artifacts.MANIFEST} to {options.output}.")


def _seen(data: LabelledMessages) -> bytes:
    """The hashes of the training and validation messages and of their untranslated originals, which are read too."""
    rows = np.concatenate([data.splits.train, data.splits.validation])
    return SeenMessages.of([*data.texts(rows), *data.originals[rows]]).to_bytes()


def _saved(model: keras.Model) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / artifacts.MODEL
        model.save(path)
        return path.read_bytes()


def _manifest(
    options: argparse.Namespace,
    fingerprint: DataFingerprint,
    trained: Trained,
    threshold_study: dict[str, dict[str, float]],
) -> Manifest:
    """The manifest without its file hashes."""
    versions = {name: version(name) for name in ("keras", "nltk", "numpy", "scikit-learn")}
    return Manifest(
        version=__version__,
        recipe=options.recipe,
        labels=BINARY_LABELS,
        related_classes=RELATED_CLASSES,
        files={},
        command=f"python -m classifier.training.train {shlex.join(_anonymous(options))}",
        seed=options.seed,
        split_seed=options.split_seed,
        config=msgspec.to_builtins(trained.config),
        history=dict(trained.history),
        parameters=trained.model.count_params(),
        data=fingerprint,
        vectors=trained.vectors,
        versions={"python": platform.python_version(), **versions, "tensorflow": tf.__version__},
        date=datetime.now(UTC).date().isoformat(),
        threshold_study=threshold_study,
    )


def _anonymous(options: argparse.Namespace) -> list[str]:
    """The arguments that matter, with folders replaced by placeholders."""
    words = ["--data", "DIR", "--recipe", options.recipe, "--seed", str(options.seed)]
    words += ["--split-seed", str(options.split_seed), "--output", "assets"]
    if options.epochs:
        words += ["--epochs", str(options.epochs)]
    if options.embeddings:
        words += ["--embeddings", "assets" if options.embeddings.is_dir() else options.embeddings.name]
    return words


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m classifier.training.train",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder with the two CSV files")
    parser.add_argument("--recipe", choices=sorted(RECIPES), default="default")
    parser.add_argument("--output", type=Path, default=Path("assets"), metavar="DIR", help="where the artefacts go")
    parser.add_argument(
        "--embeddings",
        type=Path,
        metavar="FILE",
        help="word vectors in GloVe's text format, or a folder of artefacts whose vectors are used again",
    )
    parser.add_argument("--seed", type=int, default=1, help="seed of initial weights and shuffling (default: 1)")
    parser.add_argument("--split-seed", type=int, default=DEFAULT_SEED, help="seed of the test and validation parts")
    parser.add_argument("--seen-only", action="store_true", help="train nothing, write the hashes of seen messages")
    parser.add_argument("--epochs", type=int, help="train for at most this many epochs, not the recipe's own number")
    return parser


if __name__ == "__main__":
    sys.exit(main())
