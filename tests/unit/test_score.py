"""The command that scores files: what it writes, in every format, and how it ends."""

import csv
import errno
import gc
import io
import json
import re
import resource
import sys
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from classifier import __version__, artifacts, score
from classifier.inference import MAX_CHARACTERS, Classifier
from classifier.labels import BINARY_LABELS
from classifier.operating_points import OPERATING_POINTS, thresholds_at
from classifier.scoring import output as output_module
from classifier.scoring import parquet, workbook_writer
from classifier.scoring import source as source_module

MESSAGES = ["we need water", "", "Das Wasser ist sehr kalt und wir haben kein Brot mehr", "nou bezwen dlo ak manje"]
ADDED = ["language", "related", "p_related_0", "p_related_1", "p_related_2"] + [
    f"{kind}_{label}" for label in BINARY_LABELS for kind in ("p", "is")
]


@pytest.fixture(scope="module")
def classifier(small_assets: Path) -> Classifier:
    """A small classifier that was never trained."""
    return Classifier.load(small_assets)


@pytest.fixture(autouse=True)
def small_model(monkeypatch: pytest.MonkeyPatch, small_assets: Path, classifier: Classifier) -> None:
    """The command works with the small classifier, loaded once."""
    monkeypatch.setattr(score, "ASSETS", small_assets)
    monkeypatch.setattr(score, "load", lambda: classifier)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with four messages in `in.csv`."""
    table = pd.DataFrame(
        {"id": ["007", "8", "9", "10"], "message": MESSAGES, "note": ["=1+1", 'a "b"', "c\nd", "-1.5"]}
    )
    table["note"] = table["note"].replace("=1+1", "'=1+1")
    table.to_csv(tmp_path / "in.csv", index=False)
    return tmp_path


def ran(*words: Path | str) -> int:
    """Run the command."""
    return score.main([str(word) for word in words])


def table(path: Path) -> pd.DataFrame:
    """What the command wrote, every cell as the format has it."""
    if path.suffix == ".parquet":
        return pd.DataFrame(pq.read_table(path).to_pylist(), dtype=object)
    if path.suffix == ".xlsx":
        return pd.DataFrame(rows_of(path)[1:], columns=rows_of(path)[0], dtype=object)
    if path.suffix == ".jsonl":
        return pd.DataFrame([json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()])
    return pd.read_csv(path, sep="\t" if path.suffix == ".tsv" else ",", dtype={"id": str}, keep_default_na=False)


def rows_of(path: Path) -> list[tuple[Any, ...]]:
    """The cells of a workbook's only worksheet."""
    return list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))


def one_sentence(shown: str) -> str:
    """What stands on standard error, which must be one sentence."""
    assert re.fullmatch(r"[A-Z\"\w][^\n]*\.\n", shown), shown
    return shown.strip()


@pytest.mark.parametrize("name", ["out.csv", "out.tsv", "out.jsonl", "out.parquet", "out.xlsx"])
def test_input_columns_come_first_and_unchanged_and_then_the_answers_in_order(folder: Path, name: str) -> None:
    assert ran(folder / "in.csv", folder / name) == 0
    found = table(folder / name)
    assert list(found.columns) == ["id", "message", "note", *ADDED]
    assert list(found["id"]) == ["007", "8", "9", "10"]
    assert [cell or "" for cell in found["message"]] == MESSAGES
    formula = "'=1+1" if name in ("out.csv", "out.tsv") else "=1+1"
    assert [str(cell) for cell in found["note"]] == [formula, 'a "b"', "c\nd", "-1.5"]


@pytest.mark.parametrize("point", OPERATING_POINTS)
def test_answers_are_those_of_the_classifier_at_the_operating_point(
    folder: Path, classifier: Classifier, point: str
) -> None:
    assert ran(folder / "in.csv", folder / "out.parquet", "--point", point) == 0
    found = table(folder / "out.parquet").iloc[[0, 2, 3]]
    prediction = classifier.predict([message for message in MESSAGES if message])
    thresholds = thresholds_at(point, classifier.thresholds).values
    for i, label in enumerate(BINARY_LABELS):
        assert found[f"p_{label}"].tolist() == pytest.approx(prediction.probabilities[:, i].tolist())
        assert found[f"is_{label}"].tolist() == [int(p >= thresholds[label]) for p in found[f"p_{label}"]]
    assert found["related"].tolist() == prediction.related.argmax(axis=1).tolist()
    assert found[["p_related_0", "p_related_1", "p_related_2"]].to_numpy(float) == pytest.approx(prediction.related)


def test_the_language_is_a_code_and_empty_where_the_model_does_not_know_it(folder: Path) -> None:
    assert ran(folder / "in.csv", folder / "out.csv", "--point", "recall") == 0
    found = table(folder / "out.csv")
    assert list(found["language"]) == ["en", "", "", "ht"]
    german = found.iloc[2]
    limits = json.loads((folder / "out.csv.json").read_text(encoding="utf-8"))["thresholds"]
    flags = [int(float(german[f"p_{label}"]) >= limits[label]) for label in BINARY_LABELS]
    assert [int(german[f"is_{label}"]) for label in BINARY_LABELS] == flags
    assert sum(flags) > 0


@pytest.mark.parametrize("name", ["out.csv", "out.jsonl", "out.parquet", "out.xlsx"])
def test_a_blank_message_is_kept_with_empty_answers(folder: Path, name: str) -> None:
    assert ran(folder / "in.csv", folder / name) == 0
    blank = table(folder / name).iloc[1]
    assert blank["id"] == "8"
    assert all(blank[column] in ("", None) or pd.isna(blank[column]) for column in ADDED)


def test_the_file_beside_the_output_says_how_it_was_made(folder: Path, small_assets: Path) -> None:
    assert ran(folder / "in.csv", folder / "out.csv", "--point", "precision") == 0
    beside = json.loads((folder / "out.csv.json").read_text(encoding="utf-8"))
    assert beside["model_sha256"] == artifacts.read_manifest(small_assets).model_sha256
    assert (beside["operating_point"], beside["version"]) == ("precision", __version__)
    assert (beside["rows"], beside["blank"], beside["language_not_known"]) == (4, 1, 1)
    assert beside["column"] == "message"


def test_comparing_the_written_probabilities_with_the_written_thresholds_gives_the_flags(
    folder: Path, classifier: Classifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = classifier.predict([MESSAGES[0]]).probabilities[0]
    at_the_edge = Classifier(classifier.model, classifier.tokenizer, classifier.calibration, classifier.manifest)
    at_the_edge.thresholds = {"balanced": exact}
    monkeypatch.setattr(score, "load", lambda: at_the_edge)
    pd.DataFrame({"message": MESSAGES[:1]}).to_csv(folder / "in.csv", index=False)
    assert ran(folder / "in.csv", folder / "out.csv") == 0
    (row,) = csv.DictReader((folder / "out.csv").read_text(encoding="utf-8").splitlines())
    limits = json.loads((folder / "out.csv.json").read_text(encoding="utf-8"))["thresholds"]
    flags = [float(row[f"p_{label}"]) >= limits[label] for label in BINARY_LABELS]
    assert [row[f"is_{label}"] == "1" for label in BINARY_LABELS] == flags
    assert all(flags)


def test_csv_quotes_only_what_needs_it(folder: Path) -> None:
    (folder / "in.csv").write_text('id,message\n1,"we need water, now"\n2,food\n', encoding="utf-8")
    assert ran(folder / "in.csv", folder / "out.csv") == 0
    lines = (folder / "out.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("id,message,language,related,p_related_0")
    assert [line[:25] for line in lines[1:]] == ['1,"we need water, now",en', "2,food,en," + lines[2][10:25]]


def test_what_csv_cannot_show_comes_back_from_a_round_trip(folder: Path) -> None:
    cells = [
        "\ufeffa",
        "=1",
        "'=1",
        "''=1",
        "@a",
        "a\0b",
        "a\r\nb",
        "a\rb",
        '"',
        "'",
        " =1",
        "-1",
        "+x",
        "\t=",
        "ünï",
        "c,d;e\tf",
    ]
    pq.write_table(pa.table({"message": cells}), folder / "in.parquet")
    for name, back in (("out.csv", "back.parquet"), ("out.tsv", "back2.parquet")):
        assert ran(folder / "in.parquet", folder / name) == 0
        kept = folder / f"kept.{name[-3:]}"
        delimiter = "\t" if name.endswith("tsv") else ","
        with (
            (folder / name).open(encoding="utf-8", newline="") as whole,
            kept.open("w", encoding="utf-8", newline="") as file,
        ):
            csv.writer(file, delimiter=delimiter).writerows(row[:1] for row in csv.reader(whole, delimiter=delimiter))
        assert ran(kept, folder / back) == 0
        assert pq.read_table(folder / back)["message"].to_pylist() == cells


def test_json_lines_keep_their_values_as_they_are_written(folder: Path) -> None:
    given = '{"id": 1.10, "n": 12345678901234567890, "message": "=w\\u00e9 \\"x\\"", "u": {"x": [1, {}]}, "e": null}'
    (folder / "in.jsonl").write_text(f'{given}\n{{"message":"b","late":1}}\n', encoding="utf-8")
    assert ran(folder / "in.jsonl", folder / "out.jsonl") == 0
    first, second = (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()
    start = '{"id":1.10,"n":12345678901234567890,"message":"=w\\u00e9 \\"x\\"","u":{"x": [1, {}]},"e":null,"language":'
    assert first.startswith(start)
    assert list(json.loads(second))[:3] == ["message", "late", "language"]


def test_parquet_keeps_its_types_and_what_pandas_noted(folder: Path) -> None:
    given = pd.DataFrame(
        {
            "message": MESSAGES,
            "n": np.arange(4, dtype=np.int16),
            "when": pd.Timestamp("2010-01-12"),
            "u": [[1], [], None, [2]],
        },
        index=pd.Index([5, 6, 7, 8], name="row"),
    )
    given.to_parquet(folder / "in.parquet")
    assert ran(folder / "in.parquet", folder / "out.parquet") == 0
    before, after = pq.read_schema(folder / "in.parquet"), pq.read_schema(folder / "out.parquet")
    assert [after.field(name) for name in before.names] == list(before)
    assert list(pd.read_parquet(folder / "out.parquet").index) == [5, 6, 7, 8]
    answered = {"language": "string", "related": "int8", "p_water": "float", "is_water": "int8"}
    assert {name: str(after.field(name).type) for name in answered} == answered


def test_categories_of_many_row_groups_are_read_back_as_they_were(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each row group has its own 40 categories; together they are more than 8 bits can number."""
    monkeypatch.setattr(parquet, "CHUNK_ROWS", 40)
    places = pa.array(range(40), pa.int8())
    for group in range(6):
        kind = pa.DictionaryArray.from_arrays(places, [f"{group}-{i}" for i in range(40)], ordered=True)
        nested = pa.ListArray.from_arrays(range(41), kind)
        rows = pa.table({"message": ["a"] * 40, "kind": kind, "nested": nested})
        if not group:
            writer = pq.ParquetWriter(folder / "in.parquet", rows.schema)
        writer.write_table(rows)
    writer.close()
    assert ran(folder / "in.parquet", folder / "out.parquet") == 0
    expected = [f"{group}-{i}" for group in range(6) for i in range(40)]
    found = pd.read_parquet(folder / "out.parquet")["kind"]
    assert (found.tolist(), found.cat.ordered) == (expected, True)
    assert pq.read_table(folder / "out.parquet")["nested"].to_pylist() == [[kind] for kind in expected]


@pytest.mark.parametrize("name", ["out.csv", "out.tsv", "out.jsonl", "out.parquet", "out.xlsx"])
@pytest.mark.parametrize(
    "column",
    [
        pa.array([datetime(2010, 1, 12, 16, 53)] * 2, pa.timestamp("ns")),
        pa.array([datetime(2010, 1, 12, 16, 53)] * 2, pa.timestamp("ms", tz="UTC")),
        pa.array([datetime(2010, 1, 12, 16, 53)] * 2, pa.timestamp("us", tz="America/Port-au-Prince")),
        pa.array([date(2010, 1, 12), None], pa.date32()),
        pa.array([time(16, 53), None], pa.time64("us")),
        pa.array([Decimal("1.10"), Decimal("-2.00")]),
        pa.array([1.5, float("nan")], pa.float64()),
        pa.array([float("inf"), None], pa.float32()),
        pa.array([2**63 - 1, -(2**63)], pa.int64()),
        pa.array([2**64 - 1, 0], pa.uint64()),
        pa.array([True, None]),
        pa.array(["a", None]).dictionary_encode(),
        pa.array(["a", "b"], pa.large_string()),
        pa.array(["a", "b"], pa.string_view()),
        pa.ExtensionArray.from_storage(pa.uuid(), pa.array([b"\xff" * 16, None], pa.binary(16))),
        pa.nulls(2),
    ],
    ids=lambda column: str(column.type),
)
def test_columns_of_every_plain_type_can_be_written_in_every_format(folder: Path, column: pa.Array, name: str) -> None:
    pq.write_table(pa.table({"message": ["a", "b"], "column": column}), folder / "in.parquet")
    assert ran(folder / "in.parquet", folder / name) == 0
    assert len(table(folder / name)["column"]) == 2


@pytest.mark.parametrize("name", ["out.jsonl", "out.xlsx"])
def test_a_date_that_a_format_cannot_hold_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    unheard: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", unheard.append)
    far = pa.array([2**62], pa.timestamp("us"))
    pq.write_table(pa.table({"message": ["a"], "when": far}), folder / "in.parquet")
    assert ran(folder / "in.parquet", folder / name) == 1
    assert 'The column "when" holds timestamp[us]' in one_sentence(capsys.readouterr().err)
    gc.collect()
    assert unheard == []


@pytest.mark.parametrize("name", ["out.csv", "out.tsv", "out.jsonl", "out.xlsx", "out.parquet"])
def test_text_that_is_not_utf_8_is_kept_in_parquet_and_refused_elsewhere(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    bad = pa.Array.from_buffers(pa.string(), 1, pa.array([b"caf\xe9"]).buffers())
    pq.write_table(pa.table({"message": ["a"], "note": bad}), folder / "in.parquet")
    if name == "out.parquet":
        assert ran(folder / "in.parquet", folder / name) == 0
        assert pq.read_table(folder / name)["note"].cast(pa.binary()).to_pylist() == [b"caf\xe9"]
    else:
        assert ran(folder / "in.parquet", folder / name) == 1
        assert 'The column "note" holds text that is not UTF-8' in one_sentence(capsys.readouterr().err)


def test_a_workbook_holds_no_formula_no_control_character_and_no_cell_that_is_too_long(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = ["=1+1", "a\x00\x07\x1fb", "x" * 40_000, "#N/A", "@a", "=" + "y" * 32_767, "a\r\nb", "\ufffe\x85c", "=\x01"]
    cells.append("🔥" * 20_000)  # each is two characters to a spreadsheet
    pq.write_table(
        pa.table({"message": cells, "big": [10**17] * 10, "nan": [float("nan")] * 10}), folder / "in.parquet"
    )
    assert ran(folder / "in.parquet", folder / "out.xlsx") == 0
    sheet = openpyxl.load_workbook(folder / "out.xlsx").worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows(max_col=3) for cell in row} == {"s"}
    texts = [row[0] for row in rows_of(folder / "out.xlsx")[1:]]
    assert texts == ["=1+1", "ab", "x" * 32_767, "#N/A", "@a", "=" + "y" * 32_766, "a\nb", "c", "=", "🔥" * 16_383]
    said = one_sentence(capsys.readouterr().err)
    assert "3 cells were cut to 32,767 characters, and 4 lost control characters" in said
    assert json.loads((folder / "out.xlsx.json").read_text(encoding="utf-8"))["cut"] == {"shortened": 3, "cleaned": 4}


def test_text_that_a_workbook_would_read_as_a_character_comes_back(folder: Path) -> None:
    cells = ["_x0041_", "a_x0007_b", "_x005F_x0041_x0042_", "=_x000D_", "_x0041_" * 3_000]
    pq.write_table(pa.table({"_x0041_": cells}), folder / "in.parquet")
    assert ran(folder / "in.parquet", folder / "out.xlsx") == 0
    assert rows_of(folder / "out.xlsx")[1][0] == "_x005F_x0041_"
    kept = openpyxl.load_workbook(folder / "out.xlsx")
    kept.active.delete_cols(2, len(ADDED))
    kept.save(folder / "kept.xlsx")
    assert ran(folder / "kept.xlsx", folder / "back.parquet") == 0
    *short, long = pq.read_table(folder / "back.parquet")["_x0041_"].to_pylist()
    assert short == cells[:-1]
    assert len(long) > 14_000
    assert cells[-1].startswith(long)


def test_a_workbook_that_would_not_fit_a_worksheet_is_refused_before_scoring(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(workbook_writer, "MAX_ROWS", 4)
    monkeypatch.setattr(score, "load", lambda: pytest.fail("was loaded"))
    assert ran(folder / "in.csv", folder / "out.xlsx") == 1
    assert "write CSV or Parquet" in one_sentence(capsys.readouterr().err)


def test_a_message_that_is_read_only_in_part_is_counted_and_kept_whole(folder: Path) -> None:
    long = "water " * 500_000
    (folder / "in.csv").write_text(f"message\n{long}\n", encoding="utf-8")
    assert ran(folder / "in.csv", folder / "out.csv") == 0
    assert json.loads((folder / "out.csv.json").read_text(encoding="utf-8"))["read_in_part"] == 1
    with (folder / "out.csv").open(encoding="utf-8") as file:
        assert [len(row[0]) for row in csv.reader(file)] == [7, len(long)]
    assert len(long) > MAX_CHARACTERS


def test_rows_that_do_not_fit_are_named_and_the_others_scored(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "in.csv").write_text("id,message\n1,water\n2,a,b\n3\n4,food\n", encoding="utf-8")
    assert ran(folder / "in.csv", folder / "out.csv") == 0
    assert list(table(folder / "out.csv")["id"]) == ["1", "4"]
    assert "2, on lines 3, 4" in one_sentence(capsys.readouterr().err)
    beside = json.loads((folder / "out.csv.json").read_text(encoding="utf-8"))
    assert beside["rejected"] == {"count": 2, "lines": ["3", "4"]}


def test_lines_of_standard_input_become_csv_on_standard_output(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    text = "we need water\n\n=1+1\nnou bezwen dlo ak manje\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert ran("-", "-") == 0
    shown = capsysbinary.readouterr()
    assert shown.err == b""
    rows = list(csv.reader(shown.out.decode().splitlines()))
    assert rows[0] == ["message", *ADDED]
    assert [row[0] for row in rows[1:]] == ["we need water", "", "'=1+1", "nou bezwen dlo ak manje"]
    assert set(rows[2][1:]) == {""}


def test_other_bytes_on_standard_input_are_said_with_their_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"water\ncaf\xe9\nfood\n")))
    assert ran("-", "-") == 1
    assert "line 2 has other bytes" in one_sentence(capsys.readouterr().err)


def test_empty_standard_input_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert ran("-", "-") == 1
    shown = capsys.readouterr()
    assert (shown.out, one_sentence(shown.err)) == ("", "Standard input is empty: write one message per line.")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["in.csv", "out.csv", "--point", "best"], "Argument --point: invalid choice"),
        (["in.csv"], "The following arguments are required: OUTPUT"),
        (["in.csv", "out.csv", "--colum", "x", "--what"], "nrecognized arguments"),
        (["in.csv", "out.txt"], "The name out.txt does not tell the format"),
        (["in.csv", "in.csv"], "Input and output are the same file"),
        (["in.csv", "none/out.csv"], "out.csv cannot be written to none: No such file or directory."),
        (["in.csv", "in.csv/out.csv"], "out.csv cannot be written to in.csv: Not a directory."),
        (["in.csv", "folder.csv"], "folder.csv cannot be written to .: Is a directory."),
        (["none.csv", "out.csv"], "none.csv in . cannot be read: No such file or directory."),
        (["in.csv", "out.csv", "--column", "text"], 'in.csv has no column "text"'),
        (["in.csv", "-", "--resume"], "Only a run from a file into a file can be resumed"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence_before_the_model_is_loaded(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: Sequence[str], said: str
) -> None:
    monkeypatch.chdir(folder)
    (folder / "folder.csv").mkdir()
    monkeypatch.setattr(score, "load", lambda: pytest.fail("was loaded"))
    try:
        status = ran(*words)
    except SystemExit as end:
        status = end.code
    assert status == 1
    assert said in one_sentence(capsys.readouterr().err)
    assert sorted(path.name for path in folder.iterdir()) == ["folder.csv", "in.csv"]


def test_broken_artefacts_are_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(score, "ASSETS", folder)
    assert ran(folder / "in.csv", folder / "out.csv") == 1
    assert "manifest.json" in capsys.readouterr().err


def test_a_full_disk_leaves_the_old_output_and_what_was_written(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "\n".join(f"{i},we need water" for i in range(6_000))
    (folder / "in.csv").write_text(f"id,message\n{lines}\n", encoding="utf-8")
    (folder / "out.csv").write_text("old", encoding="utf-8")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_500_000, before[1]))  # as a full disk, but for the reason given
    try:
        assert ran(folder / "in.csv", folder / "out.csv") == 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    said = one_sentence(capsys.readouterr().err)
    assert "out.csv cannot be written" in said
    assert "with --resume goes on after the 4,096 rows" in said
    assert (folder / "out.csv").read_text(encoding="utf-8") == "old"
    assert ran(folder / "in.csv", folder / "out.csv", "--resume") == 0
    assert list(table(folder / "out.csv")["id"]) == [str(i) for i in range(6_000)]
    assert sorted(path.name for path in folder.iterdir()) == ["in.csv", "out.csv", "out.csv.json"]


def test_a_disk_that_is_full_when_the_workbook_is_made_is_said_in_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    unheard: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", unheard.append)

    class Full(io.FileIO):
        """A file on a disk without room."""

        def write(self, content: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(workbook_writer, "ZipFile", lambda path, *more: ZipFile(Full(path, "w"), *more))
    assert ran(folder / "in.csv", folder / "out.xlsx") == 1
    assert "No space left on device; the same command with --resume" in one_sentence(capsys.readouterr().err)
    gc.collect()
    assert unheard == []


def test_a_name_too_long_for_the_unfinished_file_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ran(folder / "in.csv", folder / f"{'x' * 245}.csv") == 1
    assert "File name too long" in one_sentence(capsys.readouterr().err)


class Killed(BaseException):
    """Ends a run at once, as a kill would."""


@pytest.fixture
def killed_after_two_chunks(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Every run ends after two chunks, in the middle of the third."""
    append, pieces = output_module.Output.append, []
    monkeypatch.setattr(source_module, "CHUNK_ROWS", 100)

    def stop(self: output_module.Output, piece: bytes, counted: output_module.Tally) -> None:
        if len(pieces) == 3:  # the header and two chunks
            self._file.write(piece[: len(piece) // 2])
            self._file.flush()
            raise Killed
        pieces.append(piece)
        append(self, piece, counted)

    with monkeypatch.context() as patch:
        patch.setattr(output_module.Output, "append", stop)
        yield patch


@pytest.mark.parametrize("name", ["out.csv", "out.jsonl", "out.parquet", "out.xlsx"])
def test_a_resumed_run_gives_what_one_run_gives(
    folder: Path, name: str, killed_after_two_chunks: pytest.MonkeyPatch
) -> None:
    lines = "\n".join(f"{i},we need water {i}" for i in range(350))
    (folder / "in.csv").write_text(f"id,message\n{lines}\n", encoding="utf-8")
    with pytest.raises(Killed):
        ran(folder / "in.csv", folder / name)
    assert not (folder / name).exists()
    killed_after_two_chunks.undo()
    assert ran(folder / "in.csv", folder / name, "--resume") == 0
    assert ran(folder / "in.csv", folder / f"whole{Path(name).suffix}") == 0
    pd.testing.assert_frame_equal(table(folder / name), table(folder / f"whole{Path(name).suffix}"))
    assert json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))["rows"] == 350


def test_what_another_input_began_is_not_resumed(
    folder: Path, killed_after_two_chunks: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = "\n".join(f"{i},we need water {i}" for i in range(350))
    (folder / "in.csv").write_text(f"id,message\n{lines}\n", encoding="utf-8")
    with pytest.raises(Killed):
        ran(folder / "in.csv", folder / "out.csv")
    killed_after_two_chunks.undo()
    for change in (["--point", "half"], ["--column", "id"]):
        assert ran(folder / "in.csv", folder / "out.csv", "--resume", *change) == 1
        assert "run the command without --resume" in one_sentence(capsys.readouterr().err)
    (folder / "in.csv").write_text(f"id,message\n{lines}\nx,y\n", encoding="utf-8")
    assert ran(folder / "in.csv", folder / "out.csv", "--resume") == 1
    assert (folder / "out.csv.part").stat().st_size > 0
    assert ran(folder / "in.csv", folder / "out.csv") == 0
    assert len(table(folder / "out.csv")) == 351


def test_resuming_without_anything_to_resume_is_a_run(folder: Path) -> None:
    assert ran(folder / "in.csv", folder / "out.csv", "--resume") == 0
    assert len(table(folder / "out.csv")) == 4


def test_two_runs_do_not_write_the_same_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with output_module.Output(folder / "out.csv", output_module.Format.CSV, "run") as other:
        other.begin(("message",), resume=False)
        assert ran(folder / "in.csv", folder / "out.csv") == 1
        assert "Another run is writing out.csv" in one_sentence(capsys.readouterr().err)
