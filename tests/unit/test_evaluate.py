"""The evaluation command: what it writes, what it reuses, and figures of other splits."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import msgspec
import pytest

from classifier import artifacts
from classifier.artifacts import Manifest, VectorSource
from classifier.errors import DataError
from classifier.report.figures import METRICS, Estimate, SplitFigures, SystemFigures
from classifier.report.report import Report
from classifier.training import evaluate
from classifier.training.data.labelled_messages import LabelledMessages
from classifier.training.evaluation import baselines, bootstrap
from classifier.training.evaluation.baselines import PAIRED
from classifier.training.evaluation.other_splits import merge, recipe_sha256
from classifier.training.evaluation.system_figures import System
from tests import small_metrics


@pytest.fixture
def folder(small_assets: Path, tmp_path: Path) -> Path:
    """A copy of the small artefacts to write into."""
    return Path(shutil.copytree(small_assets, tmp_path / "assets"))


@pytest.fixture(autouse=True)
def kept_names(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """Makes the baselines up; the list collects which of them each evaluation kept."""
    names: list[set[str]] = []
    made_up = small_metrics.baselines()

    def compare(data: LabelledMessages, shipped: System, kept: tuple[SystemFigures, ...]) -> tuple[SystemFigures, ...]:
        names.append({system.name for system in kept})
        return made_up.baselines

    monkeypatch.setattr(baselines, "compare", compare)
    monkeypatch.setattr(baselines, "linear_by_language", lambda data: made_up.linear)
    monkeypatch.setattr(bootstrap, "draw", partial(bootstrap.draw, resamples=20))
    return names


def run(folder: Path, data: Path, *options: object) -> bytes | None:
    """Evaluate and return the metrics.json, if there is one."""
    assert not evaluate.main(["--data", str(data), "--assets", str(folder), *map(str, options)])
    path = folder / artifacts.METRICS
    return path.read_bytes() if path.exists() else None


def read(folder: Path) -> Report:
    """The report in a folder, checked against the manifest beside it."""
    return Report.load(folder, artifacts.read_manifest(folder))


def change(folder: Path, **changes: object) -> None:
    """Change fields of the metrics.json in a folder."""
    path = folder / artifacts.METRICS
    path.write_bytes(msgspec.json.encode(msgspec.json.decode(path.read_bytes()) | changes))


def test_evaluating_twice_writes_the_same_bytes(folder: Path, small_dataset: Path) -> None:
    assert run(folder, small_dataset) == run(folder, small_dataset, "--keep-baselines")


def test_the_report_is_of_this_model_and_this_data(folder: Path, small_dataset: Path) -> None:
    run(folder, small_dataset)
    report = read(folder)
    assert report.model_sha256 == artifacts.read_manifest(folder).model_sha256
    assert report.data.rows == report.dataset.rows == report.rows.total


def test_the_figures_are_printed(folder: Path, small_dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(folder, small_dataset)
    shown = capsys.readouterr().out
    assert f"{read(folder).overall['article_total'].value:.2f}" in shown
    assert "TF-IDF + random forest" in shown


def test_baselines_are_measured_again_unless_asked_otherwise(
    folder: Path, small_dataset: Path, kept_names: list[set[str]]
) -> None:
    run(folder, small_dataset)
    run(folder, small_dataset)
    assert kept_names == [set(), set()]


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, set()),
        ({"model_sha256": "another"}, {PAIRED}),
        ({"split_seed": 7}, {system.name for system in small_metrics.baselines().baselines}),
        ({"schema": "none"}, {system.name for system in small_metrics.baselines().baselines}),
    ],
    ids=["same model and data", "another model", "another split", "another version of the app"],
)
def test_kept_baselines_are_those_that_still_hold(
    folder: Path, small_dataset: Path, kept_names: list[set[str]], changes: Mapping[str, object], missing: set[str]
) -> None:
    run(folder, small_dataset)
    change(folder, **changes)
    run(folder, small_dataset, "--keep-baselines")
    assert kept_names[-1] == {system.name for system in small_metrics.baselines().baselines} - missing


def test_numbers_are_rounded_and_undefined_ones_are_null() -> None:
    written = evaluate.to_json(Estimate(float("nan"), (1 / 3, 2.0)))
    assert msgspec.json.decode(written) == {"value": None, "interval": [0.333333, 2.0], "at_half": None}


def test_a_summary_of_another_split_is_written_without_touching_the_metrics(
    folder: Path, small_dataset: Path, tmp_path: Path
) -> None:
    before = run(folder, small_dataset)
    assert run(folder, small_dataset, "--summary", tmp_path / "summary.json") == before
    summary = msgspec.json.decode((tmp_path / "summary.json").read_bytes(), type=SplitFigures)
    assert summary.seed == 42
    assert [getattr(summary, metric) for metric in METRICS] == [read(folder).overall[name].value for name in METRICS]


def test_a_summary_can_be_merged_and_stays(folder: Path, small_dataset: Path, tmp_path: Path) -> None:
    run(folder, small_dataset, "--summary", tmp_path / "summary.json")
    summary = msgspec.json.decode((tmp_path / "summary.json").read_bytes(), type=SplitFigures)
    run(folder, small_dataset, "--other-split", stored(tmp_path, replace(summary, seed=7)))
    run(folder, small_dataset)
    assert [split.seed for split in read(folder).other_splits] == [7]


def split(seed: int, macro_f1: float = 0.5, recipe: str = "r") -> SplitFigures:
    """The figures of one split."""
    return SplitFigures(seed, recipe, **(dict.fromkeys(METRICS, 0.5) | {"macro_f1": macro_f1}))


def stored(folder: Path, figures: SplitFigures) -> Path:
    """A summary file of a split."""
    path = folder / f"{figures.seed}.json"
    path.write_bytes(msgspec.json.encode(figures))
    return path


def test_splits_are_merged_by_rising_seed_and_newer_figures_replace_older_ones(tmp_path: Path) -> None:
    files = [stored(tmp_path, one) for one in (split(2, 0.7), split(1))]
    assert merge([split(2), split(3)], files, "r", 42) == (split(1), split(2, 0.7), split(3))


def test_measured_splits_of_another_recipe_are_dropped_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert merge([split(1), split(2, recipe="other")], [], "r", 42) == (split(1),)
    assert "split 2" in capsys.readouterr().out


def test_a_summary_of_another_recipe_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"2\.json is of another recipe"):
        merge([], [stored(tmp_path, split(2, recipe="other"))], "r", 42)


def test_a_summary_of_the_shipped_split_itself_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="the shipped model's own"):
        merge([], [stored(tmp_path, split(42))], "r", 42)


def test_a_file_that_is_not_a_summary_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text('{"seed": 1}')
    with pytest.raises(DataError, match=r"broken\.json"):
        merge([], [tmp_path / "broken.json"], "r", 42)


RECIPE = replace(small_metrics.MANIFEST, config={"fit": {"epochs": 12}, "linear_share": {"labels": 0.3}})


@pytest.mark.parametrize(
    "same",
    [
        replace(RECIPE, split_seed=7, command="another", date="another"),
        replace(RECIPE, config=RECIPE.config | {"linear_share": {"labels": 0.1}}),
        replace(RECIPE, files={}),
    ],
    ids=["split", "what was fitted", "model"],
)
def test_the_recipe_is_the_same_whatever_the_split(same: Manifest) -> None:
    assert recipe_sha256(same) == recipe_sha256(RECIPE)


@pytest.mark.parametrize(
    "other",
    [
        replace(RECIPE, recipe="article"),
        replace(RECIPE, seed=2),
        replace(RECIPE, config={"fit": {"epochs": 1}}),
        replace(RECIPE, vectors=VectorSource("word_vectors.200d.txt.gz", "3" * 64, 40_173, 200)),
        replace(RECIPE, data=None),
    ],
    ids=["name", "seed", "configuration", "word vectors", "data"],
)
def test_whatever_else_changes_is_another_recipe(other: Manifest) -> None:
    assert recipe_sha256(other) != recipe_sha256(RECIPE)
