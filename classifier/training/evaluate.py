"""Measure the shipped artefacts on the test messages and write metrics.json.

python -m classifier.training.evaluate --data DIR --assets assets
"""

import argparse
import json
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from classifier import artifacts
from classifier.errors import DataError
from classifier.labels import BINARY_LABELS
from classifier.metrics_file import FILE, SCHEMA
from classifier.metrics_rows import METRICS
from classifier.training import baselines, bootstrap, dataset, describe, measure
from classifier.training.command import exit_status
from classifier.training.measure import HALF, System
from classifier.training.metrics import Answers, confusions
from classifier.training.table import print_systems
from classifier.training.task import Task

Answer = Callable[[Task], Answers]
"""What a system says of a task's test messages."""

_DIGITS = 6


def sections(task: Task, answer: Answer, points: Mapping[str, np.ndarray], kept: Mapping[str, Any]) -> dict[str, Any]:
    """Every measured section of metrics.json; `points` are the classifier's thresholds.

    `kept` may hold `baselines` (name -> entry) and `linear` (mAP by language) of an earlier run.
    """
    weights = bootstrap.draw(len(task.splits.test))
    linear = kept.get("linear") or baselines.linear_by_language(task)
    shipped = System.sampled(answer(task), points["balanced"], weights)
    return {
        "rows": {name: len(rows) for name, rows in describe.parts(task.splits).items()},
        "labels": _labels(task, shipped.answers, points, weights),
        "related": {"support": describe.related_supports(task), **measure.related(shipped.answers, weights)},
        "overall": measure.overall(shipped) | {"ece": measure.pooled_error(shipped.answers)},
        "baselines": baselines.compare(task, shipped, kept.get("baselines")),
        "languages": {"creole": _creole(task, answer, shipped) | linear},
        "genres": _genres(task, shipped),
        "biases": {"haiti_2010": describe.haiti(task.frame) | {"direct_test": _direct(task, shipped)}},
        "dataset": describe.dataset(task),
        "confusions": confusions(shipped.answers, shipped.thresholds),
    }


def plain(value: Any) -> Any:
    """Numbers as JSON knows them, rounded to six digits; undefined ones become null."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float | np.floating):
        return round(float(value), _DIGITS) if math.isfinite(value) else None
    return value


def merge_splits(old: Sequence[Mapping[str, Any]], files: Sequence[Path]) -> list[dict[str, Any]]:
    """Summaries {"seed": n, metric: value} by rising seed; those in the files replace older ones.

    DataError naming the file that is no such summary.
    """
    summaries = {entry["seed"]: dict(entry) for entry in old}
    for file in files:
        try:
            entry = json.loads(file.read_text(encoding="utf-8"))
            summaries[int(entry["seed"])] = {"seed": int(entry["seed"]), **{key: float(entry[key]) for key in METRICS}}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DataError(f'{file.name} is no summary {{"seed": n, metric: value}} of a split: {error}.') from error
    return [summaries[seed] for seed in sorted(summaries)]


def _labels(task: Task, answers: Answers, points: Mapping[str, np.ndarray], weights: np.ndarray) -> dict[str, Any]:
    supports, prevalences = describe.supports(task), task.targets.mean(axis=0)
    measured = measure.labels(answers, {**points, "half": HALF}, weights)
    return {
        name: {"support": supports[name], "prevalence": prevalences[i], **measured[name]}
        for i, name in enumerate(BINARY_LABELS)
    }


def _creole(task: Task, answer: Answer, shipped: System) -> dict[str, Any]:
    translated = task.frame["original"].to_numpy()[task.splits.test] != ""
    return measure.originals(answer(task.originals()), shipped.answers[translated], shipped.thresholds)


def _genres(task: Task, shipped: System) -> dict[str, Any]:
    genres, test = task.frame["genre"].to_numpy(), task.splits.test
    return {
        genre: {
            "rows": int((genres == genre).sum()),
            "test_rows": int((genres[test] == genre).sum()),
            **measure.part(shipped.answers[genres[test] == genre], shipped.thresholds),
        }
        for genre in describe.GENRES
    }


def _direct(task: Task, shipped: System) -> dict[str, Any]:
    """Test messages of genre `direct` that speak of the Haiti earthquake, and the others."""
    test = task.frame.iloc[task.splits.test]
    direct, matched = (test["genre"] == "direct").to_numpy(), describe.about_haiti(test)
    return {
        name: {"rows": int(rows.sum()), **measure.part(shipped.answers[rows], shipped.thresholds)}
        for name, rows in (("matched", direct & matched), ("others", direct & ~matched))
    }


def _earlier(directory: Path, identity: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The metrics.json that is there, and what of it still holds: nothing if the data or the split changed."""
    try:
        old = json.loads((directory / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}, {}
    if any(old.get(key) != identity[key] for key in ("schema", "data", "split_seed")):
        return old, {}
    same_model = old["model_sha256"] == identity["model_sha256"]
    entries = {entry["name"]: entry for entry in old["baselines"] if same_model or entry["name"] != baselines.RIVAL}
    linear = {key: value for key, value in old["languages"]["creole"].items() if key.startswith("linear_")}
    return old, {"baselines": entries, "linear": linear}


def _predictor(directory: Path) -> tuple[Answer, Any]:
    from classifier.inference import Classifier

    classifier = Classifier.load(directory)

    def answer(task: Task) -> Answers:
        messages = task.messages
        prediction = classifier.predict([messages[i] for i in task.splits.test])
        return task.answers(task.splits.test, prediction.probabilities, prediction.related)

    return answer, classifier


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, write metrics.json into the assets, print the table; 1 if an input is at fault."""
    options = _options(arguments)
    return exit_status(lambda: run(options))


def run(options: argparse.Namespace) -> None:
    """Carry out one evaluation as the command line asks for it."""
    answer, classifier = _predictor(options.assets)
    manifest = classifier.manifest
    task = Task.load(options.data, manifest.raw["split_seed"])
    identity = {
        "schema": SCHEMA,
        "version": manifest.version,
        "model_sha256": manifest.model_sha256,
        "split_seed": manifest.raw["split_seed"],
        "data": dataset.fingerprint(options.data, len(task.frame)),
    }
    old, kept = _earlier(options.assets, identity)
    measured = sections(task, answer, classifier.thresholds, kept if options.keep_baselines else {})
    other = merge_splits(old.get("other_splits", []), options.other_split)
    content = plain({**identity, **measured, "other_splits": other})
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"
    artifacts.write(options.assets, {FILE: data.encode()})
    print_systems([{"title": "This model", "overall": content["overall"]}, *content["baselines"]])


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, help="folder with the two CSV files")
    parser.add_argument("--assets", type=Path, default=Path("assets"), help="folder with the artefacts")
    parser.add_argument(
        "--keep-baselines",
        action="store_true",
        help="reuse the peers' figures in metrics.json if data and split are the same",
    )
    parser.add_argument(
        "--other-split",
        type=Path,
        nargs="+",
        default=[],
        metavar="FILE",
        help='JSON summaries of other splits, {"seed": n, metric: value}',
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
