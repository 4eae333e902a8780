"""The shipped metrics.json: measured again on the real data it says the same, and it holds what is promised."""

import json
import math
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from classifier.inference import Classifier
from classifier.labels import BINARY_LABELS
from classifier.metrics_rows import METRICS
from classifier.report import Report
from classifier.training import dataset, evaluate
from classifier.training.baselines import RIVAL

TOLERANCE = 2e-3
"""Another processor adds floats in another order, which moves a probability across a threshold now and then."""


@pytest.fixture(scope="module")
def report(assets: Path) -> Report:
    """The shipped figures."""
    if not (assets / "metrics.json").is_file():
        pytest.skip("assets/metrics.json is not there yet: python -m classifier.training.evaluate --data DIR")
    return Report.load(assets)


def differences(found: Any, expected: Any, path: str = "") -> Iterator[str]:
    """The places where two JSON values differ by more than the tolerance, or a count by more than two."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in sorted(found.keys() | expected.keys()):
            yield from differences(found.get(key, "absent"), expected.get(key, "absent"), f"{path}/{key}")
    elif isinstance(expected, list) and isinstance(found, list) and len(found) == len(expected):
        for i, pair in enumerate(zip(found, expected, strict=True)):
            yield from differences(*pair, f"{path}/{i}")
    elif isinstance(expected, float) and isinstance(found, int | float):
        if not math.isclose(found, expected, rel_tol=TOLERANCE, abs_tol=TOLERANCE):
            yield f"{path}: {found} is not {expected}"
    elif isinstance(expected, int) and isinstance(found, int):
        if abs(found - expected) > 2:
            yield f"{path}: {found} is not {expected}"
    elif found != expected:
        yield f"{path}: {found!r} is not {expected!r}"


def test_evaluating_again_gives_the_shipped_figures(
    report: Report, real_data: Path, assets: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "assets"
    shutil.copytree(assets, folder)
    assert evaluate.main(["--data", str(real_data), "--assets", str(folder), "--keep-baselines"]) == 0
    again = json.loads((folder / "metrics.json").read_bytes())
    for section in ("rows", "data", "dataset", "other_splits", "split_seed", "model_sha256"):
        assert again[section] == report.raw[section], section
    for section in ("overall", "related", "labels", "languages", "genres", "baselines"):
        assert list(differences(again[section], report.raw[section], section))[:10] == []


def test_the_figures_are_of_this_data_and_of_the_thresholds_in_use(
    report: Report, real_data: Path, classifier: Classifier
) -> None:
    assert report.raw["data"] == dataset.fingerprint(real_data, 26_162)
    for point, column in classifier.thresholds.items():
        shown = [report.raw["labels"][name]["points"][point]["threshold"] for name in BINARY_LABELS]
        assert np.allclose(shown, column, atol=1e-5)


def test_the_test_part_is_the_articles(report: Report) -> None:
    if report.raw["split_seed"] != 42:
        pytest.skip("the artefacts are of another split than the article's")
    support = {name: entry["support"]["test"] for name, entry in report.raw["labels"].items()}
    assert (support["request"], support["offer"], support["aid_related"]) == (688, 22, 1_615)
    assert report.raw["related"]["support"]["test"] == [947, 2_949, 29]


@pytest.mark.parametrize("metric", METRICS)
def test_the_model_leads_the_logistic_regression(report: Report, metric: str) -> None:
    rival = next(entry for entry in report.raw["baselines"] if entry["name"] == RIVAL)
    assert rival["difference"][metric]["value"] > 0


def test_probabilities_mean_what_they_say(report: Report) -> None:
    frequent = report.labels().query("test >= 100")
    assert report.raw["overall"]["ece"]["value"] <= 0.02
    assert frequent.loc[frequent["ece"] > 0.05, "name"].tolist() == []
