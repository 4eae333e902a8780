"""Files of reviews: nothing is lost on the way out and back, and nothing runs in a spreadsheet."""

import csv
import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classifier.errors import DataError
from classifier.labels import BINARY_LABELS
from classifier.reviews.files import COLUMNS, read_reviews, write_reviews
from classifier.reviews.review import ErrorKind, Method, Review, Reviewer, Source, judged
from tests.reviewing import CLEO, NOON, review

NAMES = ["reviews.csv", "reviews.jsonl"]
TEXT = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("'=+-@\t\r\n \",;\0\ud800")), max_size=12)


def with_every_field() -> Review:
    """A review that leaves nothing out."""
    return review(
        "=HYPERLINK(\"http://x\")\r\nsecond; line, 'quoted'",
        by=CLEO,
        source=Source.MANY_MESSAGES,
        not_sure=["food"],
        final=judged(["food"], None, at=NOON + timedelta(seconds=1)),
        comments={"water": "=1+1", "related": "+x\r\n"},
        note="-1+1",
        error_kind=ErrorKind.SLIP,
        stack=uuid4(),
        chance=1 / 3,
        method=Method.STRATIFIED,
    )


@pytest.mark.parametrize("name", NAMES)
def test_reviews_come_back_as_they_were(tmp_path: Path, name: str) -> None:
    before = with_every_field()
    saved = (before, replace(before, id=uuid4(), supersedes=before.id), review(chance=None, method=Method.CHOSEN))
    assert write_reviews(tmp_path / name, saved) == 3
    assert read_reviews(tmp_path / name) == saved


@pytest.mark.parametrize("name", NAMES)
def test_what_was_read_is_written_with_the_same_bytes(tmp_path: Path, name: str) -> None:
    write_reviews(tmp_path / name, [with_every_field(), review()])
    write_reviews(tmp_path / f"again-{name}", read_reviews(tmp_path / name))
    assert (tmp_path / f"again-{name}").read_bytes() == (tmp_path / name).read_bytes()


@pytest.mark.parametrize("name", NAMES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(message=TEXT, note=TEXT, person=TEXT)
def test_any_text_comes_back_as_it_was(tmp_path: Path, name: str, message: str, note: str, person: str) -> None:
    saved = review(message, note=note, by=Reviewer(f"{person}x"), comments={"water": note})
    write_reviews(tmp_path / name, [saved])
    assert read_reviews(tmp_path / name) == (saved,)


def test_a_file_from_before_there_were_comments_is_read(tmp_path: Path) -> None:
    saved = review()
    write_reviews(tmp_path / "r.csv", [saved])
    with (tmp_path / "r.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    with (tmp_path / "r.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [name for name in row if "comment" not in name], extrasaction="ignore")
        writer.writeheader()
        writer.writerow(row)
    write_reviews(tmp_path / "r.jsonl", [saved])
    content = json.loads((tmp_path / "r.jsonl").read_text(encoding="utf-8"))
    del content["comments"]
    (tmp_path / "r.jsonl").write_text(json.dumps(content), encoding="utf-8")
    assert read_reviews(tmp_path / "r.csv") == read_reviews(tmp_path / "r.jsonl") == (saved,)


def test_no_cell_of_a_csv_file_is_run_by_a_spreadsheet(tmp_path: Path) -> None:
    write_reviews(
        tmp_path / "r.csv", [review("=1+1", note="@SUM(A1)", by=Reviewer("+cmd"), comments={"water": "=2+2"})]
    )
    with (tmp_path / "r.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["message"], row["note"], row["reviewer"]) == ("'=1+1", "'@SUM(A1)", "'+cmd")
    assert row["comment_water"] == "'=2+2"
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())


def test_a_csv_file_has_a_column_for_everything_that_scoring_again_needs() -> None:
    assert {"message", "model_sha256", "version", "operating_point", "inclusion_probability", "blind"} <= set(COLUMNS)
    assert {f"{kind}_{name}" for name in BINARY_LABELS for kind in ("first", "final", "p", "threshold")} <= set(COLUMNS)


@pytest.mark.parametrize("name", NAMES)
def test_only_the_owner_can_read_the_file(tmp_path: Path, name: str) -> None:
    write_reviews(tmp_path / name, [review()])
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_was_sorted_otherwise_still_has_corrections_after_what_they_correct(
    tmp_path: Path, name: str
) -> None:
    chain = [review()]
    for _ in range(5):
        chain.append(replace(chain[-1], id=uuid4(), supersedes=chain[-1].id))
    shuffled = random.Random(1).sample(chain, len(chain))
    write_reviews(tmp_path / name, shuffled)
    assert list(read_reviews(tmp_path / name)) == chain


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_file_that_a_spreadsheet_saved_with_another_separator_and_blank_rows_is_read(tmp_path, separator) -> None:
    saved = review("a, b; c\td\ne")
    write_reviews(tmp_path / "r.csv", [saved])
    with (tmp_path / "r.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    with (tmp_path / "r.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(reversed(row)), delimiter=separator)
        writer.writeheader()
        writer.writerows([row, dict.fromkeys(row, "")])
    assert read_reviews(tmp_path / "r.csv") == (saved,)


def cell(column: str, value: str) -> Callable[[dict[str, str]], None]:
    """A fault of one cell."""
    return lambda row: row.update({column: value})


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        (cell("p_water", "much"), '"p_water" in line 2'),
        (cell("p_water", "1.5"), "between 0 and 1"),
        (cell("first_water", "perhaps"), '"first_water" in line 2'),
        (cell("final_water", "marked"), '"final_'),
        (cell("first_at", "yesterday"), "first.at"),
        (cell("first_at", "0001-01-01T00:00:00+14:00"), "years 1 to 9999"),
        (cell("version", "1" * 41), "at most 40 characters"),
        (cell("model_sha256", "\t"), "plain text"),
        (cell("id", "7"), "id"),
        (cell("inclusion_probability", "2"), "inclusion probability"),
        (cell("first_related", "3"), "class of related"),
        (cell("blind", "maybe"), "neither true nor false"),
        (cell("reviewer", ""), "reviewer"),
    ],
)
def test_a_cell_that_does_not_belong_is_named_with_its_line(
    tmp_path: Path, fault: Callable[[dict[str, str]], None], named: str
) -> None:
    write_reviews(tmp_path / "r.csv", [review("one line")])
    with (tmp_path / "r.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    fault(row)
    with (tmp_path / "r.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row)
    with pytest.raises(DataError, match=named) as raised:
        read_reviews(tmp_path / "r.csv")
    assert "line 2" in str(raised.value).lower()
    assert "r.csv" in str(raised.value)


@pytest.mark.parametrize(
    ("name", "content", "named"),
    [
        ("r.csv", b"id,message\n1,x\n", 'has no column "source"'),
        ("r.csv", b"", "has no column"),
        ("r.jsonl", b"{}\n", "Line 1 of r.jsonl is not a review"),
        ("r.jsonl", b"[" * 200_000, "Line 1 of r.jsonl is not a JSON object"),
        ("r.jsonl", b"\xff\xfe", "is not UTF-8"),
        ("r.xlsx", b"", "neither in .csv nor in .jsonl"),
    ],
)
def test_a_file_of_something_else_is_refused_in_a_sentence(
    tmp_path: Path, name: str, content: bytes, named: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=named) as raised:
        read_reviews(tmp_path / name)
    assert str(raised.value).endswith(".")


@pytest.mark.parametrize(
    "place", [("id",), ("source",), ("first", "at"), ("first", "related"), ("comments",), ("predicted", "version")]
)
def test_half_a_character_where_no_text_belongs_is_refused_in_a_sentence(
    tmp_path: Path, place: tuple[str, ...]
) -> None:
    write_reviews(tmp_path / "r.jsonl", [review()])
    content = part = json.loads((tmp_path / "r.jsonl").read_text(encoding="utf-8"))
    for name in place[:-1]:
        part = part[name]
    part[place[-1]] = "\ud83d"
    (tmp_path / "r.jsonl").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(DataError, match=r"Line 1 of r\.jsonl is not a review"):
        read_reviews(tmp_path / "r.jsonl")


def test_two_different_reviews_with_one_id_are_refused(tmp_path: Path) -> None:
    saved = review()
    write_reviews(tmp_path / "r.jsonl", [saved, replace(saved, note="x")])
    with pytest.raises(DataError, match="two different reviews"):
        read_reviews(tmp_path / "r.jsonl")


def test_a_file_from_windows_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    saved = review()
    write_reviews(tmp_path / "r.csv", [saved])
    (tmp_path / "r.csv").write_bytes(b"\xef\xbb\xbf" + (tmp_path / "r.csv").read_bytes())
    assert read_reviews(tmp_path / "r.csv") == (saved,)


def test_a_failed_export_leaves_the_old_file_and_nothing_unfinished(tmp_path: Path) -> None:
    (tmp_path / "r.csv").mkdir()
    with pytest.raises(DataError, match="cannot be written"):
        write_reviews(tmp_path / "r.csv", [review()])
    assert [path.name for path in tmp_path.iterdir()] == ["r.csv"]


def test_json_lines_are_objects_with_the_names_of_the_dataclasses(tmp_path: Path) -> None:
    write_reviews(tmp_path / "r.jsonl", [review()])
    (line,) = (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()
    found = json.loads(line)
    assert (found["first"]["labels"]["water"], found["predicted"]["operating_point"]) == ("marked", "balanced")
