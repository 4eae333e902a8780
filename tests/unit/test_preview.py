"""What the page says of a file before it is scored."""

import json
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from classifier.errors import DataError
from classifier.scoring import preview as preview_module
from classifier.scoring.formats import Format
from classifier.scoring.preview import preview, preview_outside


def written(path: Path, content: str) -> Path:
    """A file with this content."""
    path.write_text(content, encoding="utf-8")
    return path


def test_a_file_is_described_by_its_columns_its_rows_and_the_first_of_them(tmp_path: Path) -> None:
    rows = "".join(f"{number:03},we need water,{number}\n" for number in range(20))
    found = preview(written(tmp_path / "in.csv", f"id,text,day\n{rows}"))
    assert (found.columns, found.rows, found.encoding) == (("id", "text", "day"), 20, "utf-8")
    assert found.sample[:2] == (("000", "we need water", "0"), ("001", "we need water", "1"))
    assert len(found.sample) == preview_module.ROWS


@pytest.mark.parametrize("usual", ["message", "Text", "TWEET"])
def test_a_column_with_a_usual_name_is_taken_for_the_messages(tmp_path: Path, usual: str) -> None:
    found = preview(written(tmp_path / "in.csv", f"comment,{usual}\na much longer remark by an office,help\n"))
    assert found.guess == usual


def test_without_a_usual_name_the_column_with_the_most_different_words_is_taken(tmp_path: Path) -> None:
    rows = "".join(f"{number},sent by the field office in town,message {number} about water\n" for number in range(9))
    assert preview(written(tmp_path / "in.csv", f"id,source,what they wrote\n{rows}")).guess == "what they wrote"


def test_rows_that_do_not_fit_are_counted_with_their_lines(tmp_path: Path) -> None:
    found = preview(written(tmp_path / "in.csv", "id,message\n1,water\n2,water,more\n3,food\n"))
    assert (found.rows, found.rejected.count, found.rejected.lines) == (2, 1, ("3",))


def test_long_cells_are_cut_for_showing(tmp_path: Path) -> None:
    (row,) = preview(written(tmp_path / "in.csv", f"message\n{'water ' * 5_000}\n")).sample
    assert len(row[0]) == preview_module.CHARACTERS


def test_lists_in_json_lines_are_shown_as_text_and_the_formats_that_cannot_hold_them_are_named(tmp_path: Path) -> None:
    line = json.dumps({"text": "we need water", "entities": {"places": ["Jacmel"]}}) + "\n"
    found = preview(written(tmp_path / "in.jsonl", line))
    assert [json.loads(row[1]) for row in found.sample] == [{"places": ["Jacmel"]}]
    assert set(found.refused) == {Format.CSV, Format.PARQUET}
    assert all('"entities"' in sentence for sentence in found.refused.values())


def test_a_parquet_file_with_lists_can_be_kept_as_parquet_but_not_as_csv(tmp_path: Path) -> None:
    pq.write_table(pa.table({"message": ["we need water"], "tags": [["a", "b"]]}), tmp_path / "in.parquet")
    found = preview(tmp_path / "in.parquet")
    assert (found.guess, set(found.refused)) == ("message", {Format.CSV})


def test_a_parquet_file_with_text_that_is_not_utf_8_gets_a_sentence(tmp_path: Path) -> None:
    other = pa.array([b"caf\xe9"]).view(pa.string())
    pq.write_table(pa.table({"message": ["we need water"], "note": other}), tmp_path / "in.parquet")
    with pytest.raises(DataError, match='The column "note" holds text that is not UTF-8'):
        preview(tmp_path / "in.parquet")


def test_a_file_of_numbers_alone_is_still_described(tmp_path: Path) -> None:
    assert preview(written(tmp_path / "in.csv", "id\n007\n")).sample == (("007",),)


def test_the_process_of_its_own_finds_the_same(tmp_path: Path) -> None:
    path = written(tmp_path / "a name with spaces; and *stars*.csv", "id,message\n007,Nou bezwen d’lo\n8,\n")
    assert preview_outside(path) == preview(path)


def test_the_process_of_its_own_can_open_a_workbook(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    for row in (["id", "message"], ["007", "we need water"]):
        workbook.active.append(row)
    workbook.save(tmp_path / "in.xlsx")
    assert preview_outside(tmp_path / "in.xlsx").sample == (("007", "we need water"),)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("in.csv", "", "is empty"),
        ("in.csv", "id,message\n", "no rows"),
        ("in.csv", "message,message\na,b\n", "Two columns"),
        ("in.csv", "message,p_water\na,b\n", '"p_water"'),
        ("in.xlsx", "id,message\n1,water\n", "XLSX by its name"),
        ("in.txt", "water\n", "must end in"),
    ],
)
def test_a_file_that_cannot_be_scored_gets_its_sentence_from_the_process_too(
    tmp_path: Path, name: str, content: str, said: str
) -> None:
    with pytest.raises(DataError, match=said):
        preview_outside(written(tmp_path / name, content))


def test_a_file_that_takes_too_much_memory_is_refused_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview_module, "SECONDS", 0.01)
    with pytest.raises(DataError, match="too much memory or time"):
        preview_outside(written(tmp_path / "in.csv", "message\nwater\n"))
