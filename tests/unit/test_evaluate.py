"""The evaluation command: the same artefacts and data give the same file, and it fits the reader."""

import json
import shutil
from functools import partial
from pathlib import Path

import pytest

from classifier import artifacts
from classifier.errors import DataError
from classifier.labels import BINARY_LABELS, RELATED_CLASSES
from classifier.metrics_rows import METRICS
from classifier.report import Report
from classifier.training import baselines, bootstrap, evaluate
from classifier.training.measure import System
from classifier.training.task import Task
from tests import small_metrics

FIELDS = {
    "version": "0",
    "recipe": "article",
    "labels": list(BINARY_LABELS),
    "related_classes": list(RELATED_CLASSES),
    "split_seed": 42,
}


@pytest.fixture
def folder(small_assets: Path, tmp_path: Path) -> Path:
    """A copy of the small artefacts to write into."""
    shutil.copytree(small_assets, tmp_path / "assets")
    artifacts.write(tmp_path / "assets", {}, FIELDS)
    return tmp_path / "assets"


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """Peers and linear models are made up; the list collects which peers each evaluation kept."""
    kept_names: list[set[str]] = []

    def compare(task: Task, ours: System, kept: dict[str, object] | None = None) -> list[object]:
        kept_names.append(set(kept or {}))
        return list(small_metrics.peers()["baselines"].values())

    monkeypatch.setattr(baselines, "compare", compare)
    monkeypatch.setattr(bootstrap, "draw", partial(bootstrap.draw, resamples=20))
    monkeypatch.setattr(baselines, "linear_by_language", lambda task: small_metrics.peers()["linear"])
    return kept_names


def run(folder: Path, data: Path, *options: str) -> bytes:
    assert not evaluate.main(["--data", str(data), "--assets", str(folder), *options])
    return (folder / "metrics.json").read_bytes()


def test_evaluating_twice_writes_the_same_bytes(folder: Path, small_dataset: Path) -> None:
    assert run(folder, small_dataset) == run(folder, small_dataset, "--keep-baselines")


def test_the_file_is_sealed_and_readable(folder: Path, small_dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(folder, small_dataset)
    manifest = artifacts.read(folder, (*artifacts.REQUIRED, artifacts.METRICS))
    report = Report.load(folder, manifest.model_sha256)
    assert report.raw["split_seed"] == 42
    assert report.raw["data"]["rows"] == report.raw["dataset"]["rows"]
    shown = capsys.readouterr().out
    assert "This model" in shown
    assert f"{report.overall()['value'].iloc[0]:.2f}" in shown


def test_peers_are_kept_only_when_asked_and_the_paired_one_only_for_the_same_model(
    folder: Path, small_dataset: Path, asked: list[set[str]]
) -> None:
    everyone = set(small_metrics.peers()["baselines"])
    run(folder, small_dataset)
    run(folder, small_dataset)
    run(folder, small_dataset, "--keep-baselines")
    _change(folder, "model_sha256", "another")
    run(folder, small_dataset, "--keep-baselines")
    _change(folder, "split_seed", 7)
    run(folder, small_dataset, "--keep-baselines")
    assert asked == [set(), set(), everyone, everyone - {baselines.RIVAL}, set()]


def test_other_splits_are_merged_by_seed_and_kept(folder: Path, small_dataset: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"{seed}.json" for seed in (2, 1)]
    for file in files:
        file.write_text(json.dumps({"seed": int(file.stem), **dict.fromkeys(METRICS, 0.5)}))
    run(folder, small_dataset, "--other-split", *map(str, files))
    files[0].write_text(json.dumps({"seed": 2, **dict.fromkeys(METRICS, 0.7)}))
    run(folder, small_dataset, "--other-split", str(files[0]))
    run(folder, small_dataset)
    table = Report.load(folder).other_splits()
    assert table["seed"].tolist() == [1, 2]
    assert table["macro_f1"].tolist() == [0.5, 0.7]


def test_a_file_that_is_no_summary_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text('{"seed": 1}')
    with pytest.raises(DataError, match=r"broken\.json"):
        evaluate.merge_splits([], [tmp_path / "broken.json"])


def test_missing_data_is_an_error_not_a_traceback(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate.main(["--data", str(tmp_path), "--assets", str(folder)]) == 1
    assert "disaster_messages.csv is missing" in capsys.readouterr().err


def test_numbers_are_rounded_and_undefined_ones_are_null() -> None:
    plain = evaluate.plain({"a": [1 / 3, float("nan"), 2], "b": (True, None)})
    assert plain == {"a": [0.333333, None, 2], "b": [True, None]}


def _change(folder: Path, key: str, value: object) -> None:
    raw = json.loads((folder / "metrics.json").read_bytes())
    (folder / "metrics.json").write_text(json.dumps({**raw, key: value}))
