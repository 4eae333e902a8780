"""The same recipe on other splits: what names a recipe, a split's summary, and merging summaries into the report."""

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

import msgspec
import numpy as np

from classifier.artifacts import Manifest
from classifier.errors import DataError
from classifier.report.figures import SplitFigures
from classifier.training.evaluation import metrics
from classifier.training.evaluation.predictions import Predictions
from classifier.training.fitting.recipes import LINEAR_SHARE


def recipe_sha256(manifest: Manifest) -> str:
    """The hash of everything that makes a recipe, whatever the split: its name, seed, configuration and inputs."""
    recipe = {
        "recipe": manifest.recipe,
        "seed": manifest.seed,
        "config": {key: value for key, value in manifest.config.items() if key != LINEAR_SHARE},
        "vectors": manifest.vectors.sha256 if manifest.vectors else None,
        "data": manifest.data.sha256 if manifest.data else None,
    }
    return sha256(json.dumps(recipe, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def summarise(manifest: Manifest, predictions: Predictions, thresholds: np.ndarray) -> SplitFigures:
    """The overall metrics of a model on the test part of its own split."""
    return SplitFigures(manifest.split_seed, recipe_sha256(manifest), **metrics.overall(predictions, thresholds))


def merge(
    measured: Iterable[SplitFigures], files: Sequence[Path], recipe: str, shipped_seed: int
) -> tuple[SplitFigures, ...]:
    """The splits measured earlier and those in summary files, which replace earlier ones, in the order of their seeds.

    `recipe` is the shipped model's hash and `shipped_seed` its split. Earlier splits of another recipe are dropped, and
    a sentence says so; a file that is not a summary, or is of another recipe or of the shipped split itself, raises a
    DataError that names it.
    """
    merged = {}
    for split in measured:
        if split.recipe_sha256 == recipe:
            merged[split.seed] = split
        else:
            print(f"Dropped the figures of split {split.seed}: their recipe is not that of the shipped model.")
    for file in files:
        split = _read(file)
        if split.recipe_sha256 != recipe:
            raise DataError(f"{file.name} is of another recipe, seed or data set than the shipped model.")
        if split.seed == shipped_seed:
            raise DataError(f"{file.name} is of split {split.seed}, which is the shipped model's own.")
        merged[split.seed] = split
    return tuple(merged[seed] for seed in sorted(merged))


def _read(file: Path) -> SplitFigures:
    try:
        return msgspec.json.decode(file.read_bytes(), type=SplitFigures)
    except (OSError, msgspec.MsgspecError) as error:
        raise DataError(f"{file.name} is not a summary that `evaluate --summary` wrote: {error}.") from error
