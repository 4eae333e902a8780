"""The shipped metrics.json: measured again on the real data it says the same, and it holds what is promised."""

import json
import shutil
from pathlib import Path

import pytest

from classifier.report import METRICS, Report
from classifier.training import evaluate
from classifier.training.baselines import RIVAL


@pytest.fixture(scope="module")
def report(assets: Path) -> Report:
    """The shipped figures."""
    if not (assets / "metrics.json").is_file():
        pytest.skip("assets/metrics.json is not there yet: python -m classifier.training.evaluate --data DIR")
    return Report.load(assets)


def test_evaluating_again_gives_the_shipped_figures(
    report: Report, real_data: Path, assets: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "assets"
    shutil.copytree(assets, folder)
    assert evaluate.main(["--data", str(real_data), "--assets", str(folder), "--keep-baselines"]) == 0
    again = json.loads((folder / "metrics.json").read_bytes())
    for section in ("rows", "data", "dataset", "baselines", "other_splits"):
        assert again[section] == report.raw[section], section
    for metric in METRICS:
        # Another processor adds floats in another order, which moves a probability across a threshold now and then.
        assert again["overall"][metric]["value"] == pytest.approx(report.raw["overall"][metric]["value"], abs=2e-3)
    for name, entry in again["labels"].items():
        assert entry["support"] == report.raw["labels"][name]["support"]
        assert entry["brier"] == pytest.approx(report.raw["labels"][name]["brier"], abs=1e-3)


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
