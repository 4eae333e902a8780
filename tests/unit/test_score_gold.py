"""The command judges the model against gold labels: what it prints, where, and what it refuses."""

from pathlib import Path

import msgspec
import pandas as pd
import pytest

from classifier import artifacts, score
from classifier.inference import Classifier
from tests import small_artifacts
from tests.shipped import content
from tests.small_data import categories

MESSAGES = [f"we need water and tents in camp {i}" for i in range(40)]


@pytest.fixture(scope="module")
def assets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Artefacts of a small network that was never trained, with the shipped figures as if they were its own."""
    folder = small_artifacts.write(tmp_path_factory.mktemp("gold") / "assets")
    figures = content() | {"model_sha256": artifacts.read_manifest(folder).model_sha256}
    artifacts.write(folder, {artifacts.METRICS: msgspec.json.encode(figures)})
    return folder


@pytest.fixture(scope="module")
def classifier(assets: Path) -> Classifier:
    """The small classifier."""
    return Classifier.load(assets)


@pytest.fixture(autouse=True)
def small_model(monkeypatch: pytest.MonkeyPatch, assets: Path, classifier: Classifier, tmp_path: Path) -> None:
    """The command works with the small classifier, in an empty folder."""
    monkeypatch.setattr(score, "ASSETS", assets)
    monkeypatch.setattr(score, "load", lambda: classifier)
    monkeypatch.chdir(tmp_path)


def write(name: str = "in.csv", **columns: list) -> None:
    """A file of messages with these columns."""
    frame = pd.DataFrame({"message": MESSAGES[: len(next(iter(columns.values())))]} | columns)
    if name.endswith(".jsonl"):
        frame.to_json(name, orient="records", lines=True)
    elif name.endswith(".parquet"):
        frame.to_parquet(name)
    elif name.endswith(".xlsx"):
        frame.to_excel(name, index=False)
    else:
        frame.to_csv(name, index=False)


def ran(*words: str) -> int:
    """Run the command with --gold."""
    return score.main([*words, "--gold"])


WATER = [1, 0] * 20


@pytest.mark.parametrize("name", ["in.csv", "in.tsv", "in.jsonl", "in.parquet", "in.xlsx"])
@pytest.mark.parametrize("output", ["out.csv", "out.jsonl", "out.parquet"])
def test_every_format_is_judged_alike(name: str, output: str, capsys: pytest.CaptureFixture[str]) -> None:
    write("in.csv", water=WATER)
    assert ran("in.csv", "plain.csv") == 0
    expected = capsys.readouterr().out
    if name.endswith(".tsv"):
        pd.read_csv("in.csv").to_csv(name, index=False, sep="\t")
    else:
        write(name, water=WATER)
    assert ran(name, output) == 0
    assert capsys.readouterr().out == expected
    assert Path(output).is_file()


def test_scores_disagreements_and_thresholds_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    write(water=[1] * 35 + [0] * 5, food=[0] * 40)
    assert ran("in.csv", "out.csv") == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert shown.out.startswith("40 labelled rows are judged. Operating point: Balanced.\n")
    parts = ("held out", "Food", "too few rows carry it", "the likeliest label errors first", "cross-fitted")
    assert [words for words in parts if words not in shown.out] == []


def test_rows_that_the_model_was_trained_on_are_counted_and_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    frame = pd.DataFrame({"message": [*small_artifacts.SEEN, "", "new one", "other"], "water": [1, 0, 1, 1, None]})
    frame.to_csv("in.csv", index=False)
    assert ran("in.csv", "out.csv") == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith(
        "1 labelled row is judged. Left out: 2 whose message the model was trained or validated on; "
        "1 without a gold label; 1 without a message."
    )
    assert len(pd.read_csv("out.csv")) == 5


def test_a_file_of_nothing_but_seen_messages_is_said_to_be_one(capsys: pytest.CaptureFixture[str]) -> None:
    pd.DataFrame({"message": small_artifacts.SEEN, "water": [1, 0]}).to_csv("in.csv", index=False)
    assert ran("in.csv", "out.csv") == 0
    assert capsys.readouterr().out.startswith("No labelled row is judged. Left out: 2 whose message")


def test_with_standard_output_the_evaluation_is_on_standard_error(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    write(water=WATER)
    assert ran("in.csv", "-") == 0
    shown = capsysbinary.readouterr()
    assert shown.out.startswith(b"message,water,language,")
    assert b"40 labelled rows are judged" in shown.err


def test_the_public_data_sets_own_column_is_judged(capsys: pytest.CaptureFixture[str]) -> None:
    write(categories=[categories(["water"], 1), categories([], 0)] * 20)
    assert ran("in.csv", "out.csv") == 0
    shown = capsys.readouterr().out
    assert "Related: 1 related" in shown
    assert "Cold" in shown


def test_a_message_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    frame = pd.DataFrame({"message": ["we need \x1b[31mwater\x1b[0m\r\n\u202enow"], "water": [1], "food": [1]})
    frame.assign(shelter=0, fire=1).to_csv("in.csv", index=False)
    assert ran("in.csv", "out.csv", "--point", "precision") == 0
    shown = capsys.readouterr().out
    assert "we need [31mwater" in shown
    assert not {"\x1b", "\r", "\u202e"} & set(shown)


@pytest.mark.parametrize(
    ("columns", "words", "said"),
    [
        ({"id": ["1"]}, ["in.csv", "out.csv"], "in.csv has no gold labels"),
        ({"water": ["1"]}, ["in.csv", "out.csv", "--resume"], "does not go with --resume"),
        ({"related": ["1"]}, ["in.csv", "out.csv"], 'rename it first, to "gold_related"'),
    ],
)
def test_what_cannot_be_judged_is_said_before_anything_is_scored(
    columns: dict, words: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(**columns)
    monkeypatch.setattr(score, "load", lambda: pytest.fail("was loaded"))
    assert ran(*words) == 1
    assert said in capsys.readouterr().err
    assert not Path("out.csv").exists()


@pytest.mark.parametrize(
    ("cells", "said"), [(["1", "perhaps"], '"water", row 3'), ([None, None], "No row has a gold label")]
)
def test_bad_gold_labels_are_said_and_the_answers_are_kept(
    cells: list, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(water=cells)
    assert ran("in.csv", "out.csv") == 1
    assert said in capsys.readouterr().err
    assert len(pd.read_csv("out.csv")) == 2


def test_categories_of_another_kind_are_said_to_be_no_labels(capsys: pytest.CaptureFixture[str]) -> None:
    write(categories=[None, "broken"])
    assert ran("in.csv", "out.csv") == 1
    said = capsys.readouterr().err
    assert 'column "categories", row 3 ' in said
    assert '"broken" does not begin with "related-"' in said


def test_a_model_without_hashes_is_not_judged(
    assets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(water=WATER)
    older = small_artifacts.write(tmp_path / "older")
    (older / artifacts.SEEN).unlink()
    artifacts.write(older, {})
    monkeypatch.setattr(score, "ASSETS", older)
    assert ran("in.csv", "out.csv") == 1
    assert "--seen-only" in capsys.readouterr().err
    assert score.main(["in.csv", "out.csv"]) == 0


def test_several_files_are_not_judged_together(capsys: pytest.CaptureFixture[str]) -> None:
    write(water=[0, 1])
    assert score.main(["*.csv", "out/*.csv", "--gold"]) == 1
    assert "one file" in capsys.readouterr().err
