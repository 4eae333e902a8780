"""Files of messages as they are: what is read of them, and the one sentence on those that cannot be read."""

import json
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from classifier.errors import DataError
from classifier.scoring import source as source_module
from classifier.scoring import workbook_reader
from classifier.scoring.columns import check_clash, message_column
from classifier.scoring.formats import Format
from classifier.scoring.readers import opened
from classifier.scoring.source import Survey

CREOLE = "Nou bezwen d’lo, tanpri ede nou — dèyè legliz la"


def survey(path: Path, output: Format = Format.CSV) -> Survey:
    """What is known of a file before it is scored."""
    with opened(path, output) as source:
        return source.survey


def read(path: Path, column: str = "message", output: Format = Format.CSV, skip: int = 0) -> tuple[list[str], pa.Table]:
    """The messages of a file and its rows."""
    with opened(path, output) as source:
        chunks = list(source.chunks(column, skip))
    messages = [message for chunk in chunks for message in chunk.messages]
    return messages, pa.concat_tables([chunk.rows for chunk in chunks])


def written(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    """A file with this content."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def workbook(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """A workbook with these rows in its only worksheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def scan(path: Path, column: str | None, output: Format) -> None:
    """Read a file as the command does."""
    with opened(path, output) as source:
        check_clash(path.name, source.survey.columns)
        list(source.chunks(message_column(path.name, source.survey.columns, column), 0))


def refusal(path: Path, column: str | None = None, output: Format = Format.CSV) -> str:
    """The sentence with which a file is refused: one, that names the file."""
    with pytest.raises(DataError) as refused:
        scan(path, column, output)
    said = str(refused.value)
    assert path.name in said
    assert "\n" not in said
    assert said.endswith(".")
    return said


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.jsonl"])
def test_text_is_read_in_its_encoding(tmp_path: Path, name: str, encoding: str, found: str) -> None:
    text = "\n".join(["id,message", *(f'{i},"{CREOLE} {i}"' for i in range(40))])
    if name == "a.tsv":
        text = "\n".join(["id\tmessage", *(f"{i}\t{CREOLE} {i}" for i in range(40))])
    elif name == "a.jsonl":
        text = "\n".join(json.dumps({"id": i, "message": f"{CREOLE} {i}"}, ensure_ascii=False) for i in range(40))
    path = written(tmp_path / name, text, encoding)
    assert survey(path).columns == ("id", "message")
    assert survey(path).encoding == found
    assert read(path)[0] == [f"{CREOLE} {i}" for i in range(40)]


def test_a_letter_of_windows_far_from_the_start_is_read(tmp_path: Path) -> None:
    text = "id,message\n" + "1,We need water and food in the camp\n" * 60_000 + "2,l’eau est là\n" * 3
    messages, _ = read(written(tmp_path / "a.csv", text, "cp1252"))
    assert messages[-1] == "l’eau est là"


def test_a_letter_of_windows_may_be_the_last_byte(tmp_path: Path) -> None:
    assert read(written(tmp_path / "a.csv", "id,message\n1,at the café", "cp1252"))[0] == ["at the café"]


@pytest.mark.parametrize("bad", [b"caf\xe9 is gone\n", b"caf\xc3"])
def test_utf_8_with_other_bytes_in_it_is_refused_with_their_line(tmp_path: Path, bad: bytes) -> None:
    """Read as Windows-1252, all other letters beyond ASCII would become nonsense without a word."""
    text = "id,message\n" + "1,We need water\n" * 90_000 + "2,at the café\n3,"
    said = refusal(written(tmp_path / "a.csv", text.encode() + bad))
    assert "is UTF-8, but not all of it: line 90,003 has other bytes" in said


@pytest.mark.parametrize(("windows", "letters"), [(1, 1), (1, 5_000), (8_000, 1_000)])
def test_windows_with_utf_8_far_after_it_is_refused(tmp_path: Path, windows: int, letters: int) -> None:
    parts = "at the caf\xe9\n".encode("cp1252") * windows, b"We need water\n" * 5_000, "la dèyè\n".encode() * letters
    said = refusal(written(tmp_path / "a.csv", b"message\n" + b"".join(parts)))
    assert "is UTF-8, but not all of it: line 2 has other bytes" in said


def test_windows_with_a_few_letters_that_others_had_spoilt_is_read(tmp_path: Path) -> None:
    text = "message\n" + "l’eau est là\n" * 8_000 + "dÃ©solÃ©\n"
    assert read(written(tmp_path / "a.csv", text, "cp1252"))[0][-1] == "dÃ©solÃ©"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("message", ["Нам нужна вода и еда", "我们一起需要水和食物", "نحن بحاجة إلى الماء"])
def test_utf_16_without_a_mark_is_told_in_any_script(tmp_path: Path, encoding: str, message: str) -> None:
    assert (
        read(written(tmp_path / "a.csv", f"message\n{message}\n" + f"{message}\n" * 40, encoding))[0] == [message] * 41
    )


def test_a_few_zero_bytes_do_not_make_a_text_utf_16(tmp_path: Path) -> None:
    messages, _ = read(written(tmp_path / "a.csv", "message\na\0b\n\0\n" * 12))
    assert messages[:2] == ["a\0b", "\0"]


def test_bytes_of_no_encoding_are_refused(tmp_path: Path) -> None:
    assert "save it as UTF-8" in refusal(
        written(tmp_path / "a.csv", b"id,message\n1,\x81\x8d\x8f\x90\x9d\xff\xfe\x00\x01\n")
    )


@pytest.mark.parametrize(
    ("name", "head", "row"), [("a.csv", "message", "at the café"), ("a.jsonl", "", '{"message": "at the café"}')]
)
def test_a_late_byte_of_no_encoding_is_refused_with_its_line(tmp_path: Path, name: str, head: str, row: str) -> None:
    text = "\n".join([head or row, *[row] * 30_000, ""]).encode("cp1252") + b"\x81\n"
    said = refusal(written(tmp_path / name, text))
    assert "was taken for Windows-1252 and cannot be read as such on line 30,002" in said


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", "id;message;genre\n1;water;direct\n", "separated by semicolons, not by commas"),
        ("a.csv", "id\tmessage\n1\twater\n", "separated by tabs, not by commas as CSV files are"),
        ("a.tsv", "id,message\n1,water\n", "separated by commas, not by tabs as TSV files are"),
        ("a.csv", '"id";"message"\n"1";"water"\n', "separated by semicolons, not by commas"),
        ("a.csv", '"id"\t"message"\n"1"\t"water"\n', "separated by tabs, not by commas"),
        ("a.csv", '\n"id"|"message"\n"1"|"water"\n', "separated by vertical bars, not by commas"),
        ("a.tsv", '"id","message"\n"1","water"\n', "separated by commas, not by tabs"),
        ("a.csv", "id;message;note, comment\n1;water;x\n", "separated by semicolons, not by commas"),
        ("a.csv", '"id"x,"a;b"\n1,water\n', "does not name its columns"),
        ("a.csv", "id,message,id\n1,water,2\n", 'Two columns of a.csv are called "id"'),
        ("a.csv", "message,,\nwater,,\n", "Two columns of a.csv have no name"),
        ("a.csv", "", "a.csv is empty"),
        ("a.tsv", "", "a.tsv is empty"),
        ("a.jsonl", "", "a.jsonl is empty"),
        ("a.parquet", "", "a.parquet is empty"),
        ("a.xlsx", "", "a.xlsx is empty"),
        ("a.csv", "\n\n", "does not name its columns"),
        ("a.jsonl", "\n\n", "no rows"),
        ("a.csv", "id,message\n", "has columns but no rows"),
        ("a.tsv", "id\tmessage\n", "has columns but no rows"),
        ("a.csv", "id,message\n1\n2,3,4\n", "No row of a.csv fits its columns"),
        ("a.csv", 'id,message\n1,"water\n2,food\n', "is never closed: it is in the row that starts on line 2"),
        ("a.csv", b"PK\x03\x04rest", "CSV by its name but not by its content: it is a ZIP archive, as XLSX files are"),
        ("a.csv", b"PAR1rest", "it is a Parquet file"),
        ("a.tsv", b"\x1f\x8brest", "it is compressed with gzip"),
        ("a.csv", '{"message": "water"}\n', "it is JSON"),
        ("a.csv", '[\n {"message": "water"}\n]', "it is JSON"),
        ("a.csv", "<!DOCTYPE html><html>", "it is a web page or XML"),
        ("a.csv", '{"message": "water"}\n'.encode("utf-8-sig"), "it is JSON"),
        ("a.tsv", '[{"message": "water"}]\n'.encode("utf-16"), "it is JSON"),
        ("a.csv", "\n<!DOCTYPE html><html>".encode("utf-8-sig"), "it is a web page or XML"),
        ("a.jsonl", '<?xml version="1.0"?>'.encode("utf-16-be"), "it is a web page or XML"),
        ("a.parquet", "id,message\n1,water\n", "it is no Parquet file"),
        ("a.xlsx", "id,message\n1,water\n", "it is no XLSX file"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0rest", "it is an old Excel workbook (XLS) or one with a password"),
        ("a.xlsx", b"PK\x03\x04rest", "damaged"),
        ("a.parquet", b"PAR1restPAR1", "damaged or is not a Parquet file"),
        ("a.jsonl", "id,message\n1,water\n", "Line 1 of a.jsonl is not a JSON object"),
        ("a.jsonl", '[{"message": "water"}]', "Line 1 of a.jsonl is not a JSON object"),
        ("a.jsonl", '[\n{"message": "water"},\n{"message": "food"}\n]', "Line 1 of a.jsonl is not a JSON object"),
        ("a.jsonl", '{\n"message": "water"\n}', "Line 1 of a.jsonl is not a JSON object"),
        ("a.jsonl", "{}\n{}\n", "The objects in a.jsonl are all empty"),
        (
            "a.jsonl",
            '{"message": "a"}\n{"message": "a", "message": "b"}\n',
            "Two columns of line 2 of a.jsonl are called",
        ),
        ("a.jsonl", '{"message": ["a"]}\n', "holds lists or objects, not messages"),
        ("a.jsonl", '{"message": "a", "user": {"id": 1}}\n', "only JSON Lines can hold as they are"),
        (
            "a.csv",
            "name,note\n1,2\n",
            'Which column of a.csv holds the messages? Name it with --column: "name", "note"',
        ),
        ("a.csv", "message,p_water\na,b\n", 'The column "p_water" of a.csv has the name of a column that is added'),
        ("a.csv", "message,language\na,b\n", 'The column "language"'),
        ("a.txt", "water\n", "it must end in .csv, .tsv"),
    ],
)
def test_a_file_that_cannot_be_scored_is_refused_in_one_sentence(
    tmp_path: Path, name: str, content: str | bytes, said: str
) -> None:
    assert said in refusal(written(tmp_path / name, content))


def test_a_column_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "id,message\n1,water\n")
    assert refusal(path, "text") == 'a.csv has no column "text": its columns are "id", "message".'


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    assert "No such file" in refusal(tmp_path / "none.csv")
    assert "directory" in refusal(tmp_path / "folder.csv")


@pytest.mark.parametrize("name", ["message", "Text", "TWEET", " Message "])
def test_the_usual_names_of_the_message_column_are_found(name: str) -> None:
    assert message_column("a.csv", ("id", name, "genre"), None) == name


def test_the_only_column_holds_the_messages() -> None:
    assert message_column("a.csv", ("anything",), None) == "anything"


def test_ragged_rows_are_listed_by_line_and_the_others_are_read(tmp_path: Path) -> None:
    text = 'id,message\n1,water\n2,one,too many\n3,"two\nlines"\n4\n5,food\n6,"a"b\n7,"x\ny",z,too many\n8,tents\n'
    path = written(tmp_path / "a.csv", text)
    assert survey(path).rejected.lines == ("3", "6", "8", "9-10")
    assert read(path)[0] == ["water", "two\nlines", "food", "tents"]


def test_lines_that_are_no_objects_are_listed_and_the_others_are_read(tmp_path: Path) -> None:
    text = '{"message": "water"}\n{"message": \n\n3\n{"message": "\\ud800"}\n{"message": "food"}\n'
    path = written(tmp_path / "a.jsonl", text)
    assert survey(path).rejected.lines == ("2", "4", "5")
    assert read(path)[0] == ["water", "food"]


def test_a_first_line_that_is_no_object_is_listed_like_others(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", '{"message": "\\ud800"}\n{"message": "food"}\n')
    assert survey(path).rejected.lines == ("1",)
    assert read(path)[0] == ["food"]


@pytest.mark.parametrize("value", ["5", '"soon"', '"2024-05-01T10:00:00+05:30"', '{"$numberLong": "1"}'])
def test_what_other_programs_call_a_date_is_an_object_like_others(tmp_path: Path, value: str) -> None:
    path = written(tmp_path / "a.jsonl", f'{{"message": "a", "at": {{"$date": {value}}}}}\n')
    assert read(path, output=Format.JSON_LINES)[1]["at"].to_pylist() == [f'{{"$date": {value}}}']
    for output in (Format.CSV, Format.PARQUET, Format.XLSX):
        assert "holds lists or objects" in refusal(path, output=output)


def test_many_rejected_rows_are_all_counted_and_the_first_listed(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "id,message\n1,water\n" + "2\n" * 1_500)
    assert (survey(path).rejected.count, len(survey(path).rejected.lines)) == (1_500, source_module.LISTED)


def test_a_cell_of_three_megabytes_stays_whole(tmp_path: Path) -> None:
    long = "water " * 500_000
    messages, rows = read(written(tmp_path / "a.csv", f'id,message\n1,"{long}"\n2,food\n'))
    assert messages == [long, "food"]
    assert rows["message"].to_pylist() == [long, "food"]


def test_a_cell_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from classifier.scoring import delimited

    monkeypatch.setattr(delimited, "LONGEST_CELL", 1_000)
    assert "line 3 has over 1,000 characters" in refusal(written(tmp_path / "a.csv", f"message\na\n{'b' * 2_000}\n"))
    spread = 'message\na\n"' + "b\n" * 2_000 + '"\n'
    assert "line 3 has over 1,000 characters" in refusal(written(tmp_path / "b.csv", spread))


def test_zero_bytes_and_line_breaks_inside_cells_are_kept(tmp_path: Path) -> None:
    messages, _ = read(written(tmp_path / "a.csv", 'id,message\n1,a\0b\n2,"c\r\nd"\n3,"e\rf"\n'))
    assert messages == ["a\0b", "c\r\nd", "e\rf"]


def test_blank_messages_are_rows_like_others(tmp_path: Path) -> None:
    assert read(written(tmp_path / "a.csv", 'id,message\n1,\n2,"  "\n3,food\n'))[0] == ["", "  ", "food"]
    assert read(written(tmp_path / "b.csv", "message\nwater\n\nfood\n"))[0] == ["water", "", "food"]
    assert read(written(tmp_path / "c.jsonl", '{"message":null}\n{"id":1}\n{"message":"a"}'))[0] == ["", "", "a"]


@pytest.mark.parametrize("output", [Format.CSV, Format.PARQUET, Format.JSON_LINES])
def test_numbers_stay_text_where_they_are_text(tmp_path: Path, output: Format) -> None:
    _, rows = read(written(tmp_path / "a.csv", "id,message\n007,water\n1e5,food\n"), output=output)
    assert rows["id"].to_pylist() == ["007", "1e5"]


def test_the_apostrophe_before_a_formula_is_taken_off(tmp_path: Path) -> None:
    messages, rows = read(written(tmp_path / "a.csv", "'=id,message\n'-1+1,'@home\n'a,''=1\n"))
    assert (rows.column_names[0], rows["=id"].to_pylist(), messages) == ("=id", ["-1+1", "'a"], ["@home", "'=1"])


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.parquet"])
def test_reading_can_start_after_any_row(tmp_path: Path, name: str) -> None:
    numbers = [str(i) for i in range(5_000)]
    path = tmp_path / name
    if name == "a.csv":
        written(path, "message\n" + "\n".join(numbers))
    elif name == "a.jsonl":
        written(path, "\n".join(json.dumps({"message": number}) for number in numbers))
    else:
        pq.write_table(pa.table({"message": numbers}), path, row_group_size=1_500)
    for skip in (0, 1, 2_048, 4_999, 5_000):
        with opened(path, Format.CSV) as source:
            found = [message for chunk in source.chunks("message", skip) for message in chunk.messages]
        assert found == numbers[skip:]


def test_long_rows_make_short_chunks(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "message\n" + ("x" * 3_000_000 + "\n") * 7)
    with opened(path, Format.CSV) as source:
        sizes = [len(chunk.messages) for chunk in source.chunks("message", 0)]
    assert sizes == [3, 3, 1]


def test_json_keeps_every_value_as_it_is_written(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", '{"id": 1.10, "n": 123456789012345678901, "message": "a", "u": {"x": [1]}}\n')
    _, rows = read(path, output=Format.JSON_LINES)
    assert rows.to_pylist() == [{"id": "1.10", "n": "123456789012345678901", "message": '"a"', "u": '{"x": [1]}'}]


def test_json_columns_get_the_one_type_of_their_values(tmp_path: Path) -> None:
    lines = (
        '{"message": "a", "i": 1, "f": 1, "b": true, "mixed": 7, "long": 123456789012345678901}',
        '{"message": "b", "i": null, "f": 0.5, "mixed": "007", "late": "x"}',
    )
    _, rows = read(written(tmp_path / "a.jsonl", "\n".join(lines)), output=Format.PARQUET)
    types = {"message": "string", "i": "int64", "f": "double", "b": "bool", "mixed": "string", "long": "string"}
    assert {field.name: str(field.type) for field in rows.schema} == types | {"late": "string"}
    assert rows["mixed"].to_pylist() == ["7", "007"]
    assert rows["late"].to_pylist() == [None, "x"]


def test_json_integers_too_large_for_a_column_with_fractions_are_text_there(tmp_path: Path) -> None:
    lines = (
        '{"message": "a", "id": 9007199254740993, "n": 9007199254740993, "exact": 9007199254740992}',
        '{"message": "b", "id": 1, "n": 1.2e17, "exact": 0.5}',
    )
    _, rows = read(written(tmp_path / "a.jsonl", "\n".join(lines)), output=Format.PARQUET)
    assert rows["id"].to_pylist() == [9007199254740993, 1]
    assert rows["n"].to_pylist() == ["9007199254740993", "1.2e17"]
    assert rows["exact"].to_pylist() == [9007199254740992.0, 0.5]


def test_parquet_with_nested_columns_goes_only_where_they_fit(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"message": ["a"], "user": [{"id": 1}]}), path)
    said = refusal(path)
    assert 'The column "user" of a.parquet holds struct<id: int64>' in said
    assert read(path, output=Format.PARQUET)[1]["user"].to_pylist() == [{"id": 1}]


def test_parquet_whose_messages_are_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"message": [["a"]]}), path)
    assert "not messages" in refusal(path, output=Format.PARQUET)


def test_parquet_with_a_column_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], ["message", "message"]), path)
    assert 'are called "message"' in refusal(path)


def test_parquet_messages_of_other_types_are_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    messages = pa.array(["a", None, "a"]).dictionary_encode()
    pq.write_table(pa.table({"message": messages, "n": pa.array([1, 2, 3], pa.int16())}), path)
    assert read(path)[0] == ["a", "", "a"]
    assert read(path, "n")[0] == ["1", "2", "3"]


def test_a_worksheet_is_read_with_its_kinds_of_cells(tmp_path: Path) -> None:
    when = datetime(2010, 1, 12, 16, 53)
    rows = [
        ["id", "message", "when", "n", None],
        ["007", "water", when, 1, None],
        [None, None, None, None],
        ["8", "f", when, 2],
    ]
    messages, table = read(workbook(tmp_path / "a.xlsx", rows), output=Format.XLSX)
    assert messages == ["water", "", "f"]
    assert table["id"].to_pylist() == ["007", None, "8"]
    assert table["when"].to_pylist() == [when, None, when]
    assert table["n"].to_pylist() == [1, None, 2]


def test_characters_that_a_worksheet_writes_as_numbers_are_read(tmp_path: Path) -> None:
    cells = ["mes_x0073_age", "a_x000D_\nb", "_x005F_x0041_", "_xD83D__xDE00_", "_xD83D_", "_x41_"]
    messages, _ = read(workbook(tmp_path / "a.xlsx", [[cell] for cell in cells]))
    assert messages == ["a\r\nb", "_x0041_", "😀", "�", "_x41_"]


def test_a_hidden_worksheet_is_passed_over(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["codes"])
    book.active.append(["7"])
    book.active.sheet_state = "hidden"
    shown = book.create_sheet()
    shown.append(["message"])
    shown.append(["water"])
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx")[0] == ["water"]


def test_parquet_types_with_a_meaning_of_their_own_are_not_messages(tmp_path: Path) -> None:
    ids = pa.array([UUID(int=2**127 + 7).bytes], pa.binary(16))
    pq.write_table(pa.table({"message": pa.ExtensionArray.from_storage(pa.uuid(), ids)}), tmp_path / "a.parquet")
    assert "not messages" in refusal(tmp_path / "a.parquet")


def test_rows_of_a_worksheet_beyond_its_header_are_listed(tmp_path: Path) -> None:
    rows = [["id", "message"], ["1", "x", "too many"], ["2", "water"], ["3", "y", "too many"]]
    path = workbook(tmp_path / "a.xlsx", rows)
    assert survey(path).rejected.lines == ("2", "4")
    assert read(path)[0] == ["water"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["id", "message", "id"], [1, "a", 2]], 'are called "id"'),
        ([["id", "message"]], "no rows"),
        ([["message", "=A2"], ["a", "b"]], "every row has a cell in a column that the first row does not name"),
        ([[None, None], ["a", "b"]], "does not name its columns"),
        ([[f"c{i}" for i in range(1_001)], ["a"]], "1,001 columns; the limit is 1,000"),
    ],
)
def test_a_worksheet_that_cannot_be_scored_is_refused(tmp_path: Path, rows: list[list[object]], said: str) -> None:
    assert said in refusal(workbook(tmp_path / "a.xlsx", rows))


def sheet_of(xml: str, path: Path) -> Path:
    """A workbook whose worksheet is this XML."""
    whole = workbook(path.with_name("whole.xlsx"), [["message"], ["a"]])
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, xml if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return path


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<dimension ref="A1:XFD1048576"/><sheetData>{}</sheetData></worksheet>'
)
CELL = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'


def test_a_worksheet_that_declares_more_than_it_holds_is_read(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{i}">{CELL.format(f"A{i}", text)}</row>' for i, text in enumerate(["message", "water"], 1))
    assert read(sheet_of(SHEET.format(rows), tmp_path / "a.xlsx"))[0] == ["water"]


def test_a_worksheet_with_a_row_beyond_the_last_is_refused(tmp_path: Path) -> None:
    rows = f'<row r="1">{CELL.format("A1", "message")}</row><row r="2000000000">{CELL.format("A2000000000", "x")}</row>'
    assert "more than 1,048,576 rows" in refusal(sheet_of(SHEET.format(rows), tmp_path / "a.xlsx"))


def test_a_workbook_that_unpacks_to_too_much_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "a.xlsx", [["message"], ["a"]])
    monkeypatch.setattr(workbook_reader, "MAX_UNPACKED", 1_000)
    monkeypatch.setattr(workbook_reader.child_process, "run", lambda *_, **__: pytest.fail("was opened"))
    assert "more than a workbook may" in refusal(path)


def test_a_workbook_that_asks_for_too_much_memory_ends_in_a_sentence(tmp_path: Path) -> None:
    text = "x" * 900_000_000
    rows = f'<row r="1">{CELL.format("A1", "message")}</row><row r="2">{CELL.format("A2", text)}</row>'
    path = sheet_of(SHEET.format(rows), tmp_path / "a.xlsx")
    assert path.stat().st_size < 2_000_000
    assert "too large to be opened safely" in refusal(path)


def test_a_workbook_that_takes_too_long_ends_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_reader, "SECONDS", 0.01)
    assert "takes more than" in refusal(workbook(tmp_path / "a.xlsx", [["message"], ["a"]]))
