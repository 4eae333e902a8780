"""metrics.json is what the shipped model reaches on the real test messages, recomputed here."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from classifier.inference import Classifier
from classifier.labels import BINARY_LABELS
from classifier.training import dataset, evaluate
from classifier.training.metrics import Answers
from classifier.training.task import Task

TOLERANCE = 2e-3
"""Of a share, and of a count relative to its size: another processor adds numbers in another order."""


@pytest.fixture(scope="module")
def committed(assets: Path) -> dict[str, Any]:
    """The committed figures."""
    if not (assets / "metrics.json").is_file():
        pytest.skip("assets/metrics.json is not there yet: python -m classifier.training.evaluate --data DIR")
    return dict(json.loads((assets / "metrics.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def recomputed(committed: dict[str, Any], classifier: Classifier, real_data: Path) -> dict[str, Any]:
    """The same figures from the model and the data; the peers' own figures are taken over, not trained again."""

    def answer(task: Task) -> Answers:
        messages = task.messages
        prediction = classifier.predict([messages[i] for i in task.splits.test])
        return task.answers(task.splits.test, prediction.probabilities, prediction.related)

    creole = committed["languages"]["creole"]
    kept = {
        "baselines": {entry["name"]: entry for entry in committed["baselines"]},
        "linear": {key: value for key, value in creole.items() if key.startswith("linear_")},
    }
    task = Task.load(real_data, committed["split_seed"])
    return dict(evaluate.plain(evaluate.sections(task, answer, classifier.thresholds, kept)))


def differences(found: Any, expected: Any, path: str = "") -> Iterator[str]:
    """The places where two JSON values differ by more than the tolerance."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in found.keys() | expected.keys():
            yield from differences(found.get(key, "absent"), expected.get(key, "absent"), f"{path}/{key}")
    elif isinstance(expected, list) and isinstance(found, list) and len(found) == len(expected):
        for i, pair in enumerate(zip(found, expected, strict=True)):
            yield from differences(*pair, f"{path}/{i}")
    elif isinstance(expected, int | float) and isinstance(found, int | float):
        if not math.isclose(
            found, expected, rel_tol=TOLERANCE, abs_tol=TOLERANCE if isinstance(expected, float) else 2
        ):
            yield f"{path}: {found} is not {expected}"
    elif found != expected:
        yield f"{path}: {found!r} is not {expected!r}"


def test_the_figures_are_of_this_model_and_this_data(
    committed: dict[str, Any], classifier: Classifier, real_data: Path
) -> None:
    assert committed["model_sha256"] == classifier.manifest.model_sha256
    assert committed["data"] == dataset.fingerprint(real_data, 26_162)
    assert committed["rows"]["test"] == 3_925


def test_the_thresholds_are_those_in_use(committed: dict[str, Any], classifier: Classifier) -> None:
    for point, column in classifier.thresholds.items():
        shown = [committed["labels"][name]["points"][point]["threshold"] for name in BINARY_LABELS]
        assert np.allclose(shown, column, atol=1e-5)


@pytest.mark.parametrize("section", ["rows", "overall", "related", "labels", "languages", "genres", "dataset"])
def test_every_figure_is_reached_again(committed: dict[str, Any], recomputed: dict[str, Any], section: str) -> None:
    assert list(differences(recomputed[section], committed[section]))[:10] == []


def test_the_lead_over_the_peers_is_reached_again(committed: dict[str, Any], recomputed: dict[str, Any]) -> None:
    assert list(differences(recomputed["baselines"], committed["baselines"]))[:10] == []


def test_the_model_beats_the_linear_one_on_every_overall_metric(committed: dict[str, Any]) -> None:
    goals = {
        "article_total": 26.05,
        "mean_average_precision": 0.446,
        "macro_f1": 0.470,
        "micro_f1": 0.598,
        "related_macro_f1": 0.67,
    }
    reached = {name: committed["overall"][name]["value"] for name in goals}
    assert {name: value for name, value in reached.items() if value <= goals[name]} == {}


def test_probabilities_are_calibrated(committed: dict[str, Any]) -> None:
    assert committed["overall"]["ece"]["value"] <= 0.02
    far = {
        name: label["ece"]
        for name, label in committed["labels"].items()
        if label["support"]["test"] >= 100 and label["ece"] > 0.05
    }
    assert far == {}
