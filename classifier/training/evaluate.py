"""Measure the artefacts on the test messages and write metrics.json.

python -m classifier.training.evaluate --data DIR --assets assets

With --summary FILE only the overall metrics are measured, and written to that file: use it with artefacts that were
trained on another split, then pass the file to --other-split when you measure the shipped artefacts.
"""

import argparse
import json
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from classifier import artifacts
from classifier.artifacts import Manifest
from classifier.inference import Classifier
from classifier.operating_points import BALANCED, HALF
from classifier.report.figures import Estimate, Languages, SplitFigures, SystemFigures
from classifier.report.report import SCHEMA, Report
from classifier.training.command_line import exit_status
from classifier.training.console_table import print_systems
from classifier.training.data import description
from classifier.training.data.labelled_messages import LabelledMessages
from classifier.training.evaluation import (
    baselines,
    bootstrap,
    language_figures,
    long_messages,
    metrics,
    other_splits,
    output_figures,
    part_figures,
    robustness,
    system_figures,
)
from classifier.training.evaluation.predictions import Model, predict
from classifier.training.evaluation.system_figures import ALL_AT_HALF, System

_DIGITS = 6


@dataclass(frozen=True)
class Kept:
    """Figures that are not measured again: of baselines, of the linear models by language, and of other splits."""

    baselines: tuple[SystemFigures, ...] = ()
    linear: tuple[Estimate, Estimate] | None = None
    other_splits: tuple[SplitFigures, ...] = ()


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, write metrics.json to the assets (or a summary), print the figures; status 1 if an input is at fault."""
    options = _parser().parse_args(arguments)
    return exit_status(lambda: run(options))


def run(options: argparse.Namespace) -> None:
    """Carry out one evaluation as the command line asks."""
    classifier = Classifier.load(options.assets)
    manifest = classifier.manifest
    data = LabelledMessages.load(options.data, manifest.split_seed)
    if options.summary:
        predictions = predict(classifier, data, data.splits.test)
        summary = other_splits.summarise(manifest, predictions, classifier.thresholds[BALANCED])
        options.summary.write_bytes(to_json(summary))
        return
    kept = keep(_earlier(options.assets), data, manifest, options)
    content = to_json(measure(data, classifier, classifier.thresholds, manifest, kept))
    artifacts.write(options.assets, {artifacts.METRICS: content})
    report = msgspec.json.decode(content, type=Report)
    print_systems((system.title, system.overall) for system in report.systems)


def measure(
    data: LabelledMessages, model: Model, thresholds: Mapping[str, np.ndarray], manifest: Manifest, kept: Kept
) -> Report:
    """Every figure of metrics.json; `thresholds` are the model's own: `Classifier.thresholds`."""
    weights, balanced = bootstrap.draw(len(data.splits.test)), thresholds[BALANCED]
    predictions, originals = (predict(model, some, some.splits.test) for some in (data, data.untranslated()))
    english = predictions[data.originals[data.splits.test] != ""]
    shipped = System.sampled(predictions, balanced, weights)
    linear = kept.linear or baselines.linear_by_language(data)
    return Report(
        schema=SCHEMA,
        version=manifest.version,
        model_sha256=manifest.model_sha256,
        split_seed=manifest.split_seed,
        data=data.fingerprint,
        rows=description.sizes(data),
        labels=output_figures.labels(data, predictions, {**thresholds, HALF: ALL_AT_HALF}, weights),
        related=output_figures.related(data, predictions, weights),
        overall=system_figures.overall(shipped) | {"ece": Estimate(metrics.pooled_calibration_error(predictions))},
        pooled_reliability=metrics.pooled_reliability(predictions),
        baselines=baselines.compare(data, shipped, kept.baselines),
        languages=Languages(
            part_figures.originals(originals, english, balanced, linear), language_figures.measure(data)
        ),
        genres=part_figures.genres(data, predictions, balanced),
        biases=part_figures.biases(data, predictions, balanced),
        robustness=robustness.measure(data, model, shipped, weights),
        long_messages=long_messages.measure(data, model, balanced),
        dataset=description.describe(data),
        confusions=output_figures.raised_instead(predictions, balanced),
        other_splits=kept.other_splits,
    )


def keep(old: Report | None, data: LabelledMessages, manifest: Manifest, options: argparse.Namespace) -> Kept:
    """What still holds of an earlier report: its other splits and, if asked for, its baselines.

    Baselines hold for the same data and split; the paired one also depends on the model.
    """
    measured = old.other_splits if old else ()
    recipe = other_splits.recipe_sha256(manifest)
    splits = other_splits.merge(measured, options.other_split, recipe, manifest.split_seed)
    if not (options.keep_baselines and old and (old.data, old.split_seed) == (data.fingerprint, manifest.split_seed)):
        return Kept(other_splits=splits)
    same_model, creole = old.model_sha256 == manifest.model_sha256, old.languages.creole
    systems = tuple(system for system in old.baselines if same_model or system.name != baselines.PAIRED)
    return Kept(systems, (creole.linear_on_originals, creole.linear_on_english), splits)


def to_json(figures: Any) -> bytes:
    """Figures as JSON: floats rounded to six digits, undefined ones null."""
    plain = _rounded(msgspec.to_builtins(figures))
    return (json.dumps(plain, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    if isinstance(value, float):
        return round(value, _DIGITS) if math.isfinite(value) else None
    return value


def _earlier(directory: Path) -> Report | None:
    """The figures of an earlier run; None if there are none, or only those of another version of the app."""
    try:
        return msgspec.json.decode((directory / artifacts.METRICS).read_bytes(), type=Report)
    except (OSError, msgspec.MsgspecError):
        return None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder with the two CSV files")
    parser.add_argument("--assets", type=Path, default=Path("assets"), metavar="DIR", help="folder with the artefacts")
    parser.add_argument(
        "--keep-baselines",
        action="store_true",
        help="reuse the baselines' figures in metrics.json if data and split are the same",
    )
    splits = parser.add_mutually_exclusive_group()
    splits.add_argument("--summary", type=Path, metavar="FILE", help="write the overall metrics there, nothing else")
    splits.add_argument(
        "--other-split", type=Path, nargs="+", default=[], metavar="FILE", help="summaries of other splits to add"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
