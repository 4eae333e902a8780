"""The model card and the results table say what the measured figures say, and nothing older."""

import json
from pathlib import Path

import pytest

from classifier import artifacts
from classifier.errors import ArtifactError
from classifier.labels import BINARY_LABELS, LABELS, RELATED_CLASSES
from classifier.metrics_rows import METRICS
from classifier.report import Report
from classifier.training import card, card_results, markdown
from tests import small_metrics

README = f"# A project\n\n{card.BEGIN}\nan older table\n{card.END}\n\nMore text.\n"
FIELDS = {
    "version": "0",
    "recipe": "default",
    "labels": list(BINARY_LABELS),
    "related_classes": list(RELATED_CLASSES),
    "split_seed": 42,
    "date": "2026-01-01",
    "parameters": 1_234_567,
    "command": "python -m classifier.training.train",
    "versions": {"keras": "3.15"},
    "data": {"rows": 9, "sha256": {"disaster_messages.csv": "1" * 64}},
    "vectors": {"file": "word_vectors.200d.txt.gz", "sha256": "2" * 64, "words": 40_173, "dimensions": 200},
}


@pytest.fixture(scope="module")
def content(small_dataset: Path) -> dict[str, object]:
    return small_metrics.content(small_dataset, artifacts.sha256(b"model").hexdigest())


@pytest.fixture
def place(tmp_path: Path, content: dict[str, object]) -> Path:
    """A folder with assets and a README."""
    files = {artifacts.MODEL: b"model", artifacts.METRICS: json.dumps(content).encode()}
    (tmp_path / "README.md").write_text(README, encoding="utf-8")
    (tmp_path / "assets").mkdir()
    for name, data in files.items():
        (tmp_path / "assets" / name).write_bytes(data)
    artifacts.write(tmp_path / "assets", {}, FIELDS)
    return tmp_path


def run(place: Path, *options: str) -> int:
    return card.main(["--assets", str(place / "assets"), "--readme", str(place / "README.md"), *options])


def test_what_is_written_passes_the_check_and_the_seal(place: Path) -> None:
    assert run(place, "--check") == 1
    assert run(place) == 0
    assert run(place, "--check") == 0
    artifacts.read(place / "assets", (artifacts.MODEL, artifacts.METRICS, artifacts.CARD))


def test_the_check_writes_nothing_and_names_what_is_stale(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(place)
    readme = (place / "README.md").read_text(encoding="utf-8")
    (place / "README.md").write_text(readme.replace("This model", "That model"), encoding="utf-8")
    assert run(place, "--check") == 1
    assert "README.md not up to date; run `python -m classifier.training.card" in capsys.readouterr().err
    assert "That model" in (place / "README.md").read_text(encoding="utf-8")


def test_new_figures_make_the_old_card_stale(place: Path, content: dict[str, object]) -> None:
    run(place)
    newer = json.loads(json.dumps(content))
    newer["overall"]["micro_f1"]["value"] = 0.123
    artifacts.write(place / "assets", {artifacts.METRICS: json.dumps(newer).encode()})
    assert run(place, "--check") == 1


def test_only_what_stands_between_the_markers_is_replaced() -> None:
    assert card.splice(README, "new") == README.replace("an older table", "new")
    with pytest.raises(ArtifactError, match="<!-- results -->"):
        card.splice("# A project\n", "new")


def test_figures_that_are_missing_are_an_error_not_a_traceback(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "assets" / artifacts.METRICS).unlink()
    assert run(place) == 1
    assert "metrics.json" in capsys.readouterr().err


def test_the_card_has_every_label_the_hashes_and_the_command(place: Path) -> None:
    run(place)
    text = (place / "assets" / artifacts.CARD).read_text(encoding="utf-8")
    assert [label.title for label in LABELS if f"| {label.title}" not in text] == []
    for wanted in (
        artifacts.sha256(b"model").hexdigest(),
        "1" * 64,
        "2" * 64,
        FIELDS["command"],
        "Apache License 2.0",
        "1,234,567",
        "Haitian Creole",
        "Not for",
    ):
        assert wanted in text
    assert "nan" not in text.split()


def test_the_results_name_every_system_and_say_that_the_total_counts_an_empty_label(content: dict[str, object]) -> None:
    text = card_results.systems(Report(content))
    for entry in content["baselines"]:  # type: ignore[attr-defined]
        assert entry["title"] in text
    assert "`child_alone` has no positive example and contributes a meaningless 1.00" in text
    assert "+0.100 (0.050–0.150)" in text
    assert "none of the five intervals reaches 0" in text


def test_other_splits_stand_under_the_shipped_one(content: dict[str, object]) -> None:
    from classifier.training import card_sections

    assert "Not measured" in card_sections.other_splits(Report(content))
    measured = Report({**content, "other_splits": [{"seed": 1, **dict.fromkeys(METRICS, 0.5)}]})
    lines = card_sections.other_splits(measured).splitlines()
    assert lines[-2].startswith("| 42 |")
    assert lines[-1] == "| 1 | 0.50 | 0.500 | 0.500 | 0.500 | 0.500 |"


def test_numbers_read_as_people_write_them() -> None:
    assert markdown.number(0.12345) == "0.123"
    assert markdown.number(float("nan")) == markdown.number(None) == "–"
    assert markdown.percent(0.938) == "94 %"
    assert markdown.percent(0.041) == "4.1 %"
    assert markdown.count(26162.0) == "26,162"
    assert markdown.with_interval({"f1": 0.5, "f1_low": 0.4, "f1_high": 0.6}, "f1", 2) == "0.50 (0.40–0.60)"
