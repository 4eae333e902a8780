"""Reviews as CSV and as JSON Lines: every field of every review, and nothing lost on the way back."""

import csv
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from classifier.errors import DataError
from classifier.labels import BINARY_LABELS, OUTPUTS, RELATED_CLASSES
from classifier.reviews import schema
from classifier.reviews.review import Mark, Review
from classifier.scoring import formulas
from classifier.scoring.source import LONGEST_CELL

CSV, JSON_LINES = ".csv", ".jsonl"
_NOT_SURE = "not sure"
_SEPARATORS = ",;\t"
"""Some spreadsheets save a CSV file with another one than they read."""

_CLASSES = range(len(RELATED_CLASSES))

_SCALARS: dict[str, tuple[str, ...]] = {
    "id": ("id",),
    "message": ("message",),
    "source": ("source",),
    "sampling": ("sampling", "method"),
    "inclusion_probability": ("sampling", "inclusion_probability"),
    "sampling_label": ("sampling", "label"),
    "stack": ("stack",),
    "supersedes": ("supersedes",),
    "blind": ("blind",),
    "reviewer": ("reviewer", "name"),
    "reviewer_issuer": ("reviewer", "issuer"),
    "reviewer_subject": ("reviewer", "subject"),
    "note": ("note",),
    "error_kind": ("error_kind",),
    "model_sha256": ("predicted", "model_sha256"),
    "version": ("predicted", "version"),
    "operating_point": ("predicted", "operating_point"),
}
"""Columns that hold one value each, and where it stands in a review."""

_COMMENTS = {f"comment_{name}": name for name in OUTPUTS}
"""Columns of comments on single outputs; a file from before there were any does not have them."""

_MAY_BE_ABSENT = {"inclusion_probability", "sampling_label", "stack", "supersedes", "error_kind"}
_JUDGEMENTS = ("first", "final")

COLUMNS: tuple[str, ...] = (
    *_SCALARS,
    *(f"{which}_{what}" for which in _JUDGEMENTS for what in ("at", "related")),
    *(f"p_related_{i}" for i in _CLASSES),
    *(f"{what}_{name}" for name in BINARY_LABELS for what in (*_JUDGEMENTS, "p", "threshold")),
    *_COMMENTS,
)
"""The columns of a CSV file."""

Row = dict[str, str]


def write_reviews(path: Path, reviews: Iterable[Review]) -> int:
    """Write reviews to a file in the format that its name says; how many. DataError if that cannot be done.

    The file appears once it is complete, and only its owner can read it.
    """
    lines = _csv_lines if _format(path) == CSV else _json_lines
    unfinished, count = path.with_name(f"{path.name}.part"), 0
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            for count, line in lines(reviews):  # noqa: B007  # how many there were in the end
                file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except OSError as error:
        raise DataError(f"{path.name} cannot be written to {path.parent}: {error.strerror}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def read_reviews(path: Path) -> tuple[Review, ...]:
    """The reviews of a file, each after the one that it supersedes; DataError, with line and column, if it is not one
    that `write_reviews` could have written."""
    read = _read_csv if _format(path) == CSV else _read_json_lines
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _in_order(path.name, list(read(path.name, file)))
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name} is not UTF-8: save it as UTF-8.") from error


def _format(path: Path) -> str:
    if path.suffix.lower() not in (CSV, JSON_LINES):
        raise DataError(f"{path.name} ends neither in .csv nor in .jsonl, the two formats of reviews.")
    return path.suffix.lower()


def _json_lines(reviews: Iterable[Review]) -> Iterator[tuple[int, str]]:
    for count, review in enumerate(reviews, 1):
        content = msgspec.to_builtins(review)
        line = json.dumps(content, ensure_ascii=False)
        if schema.kept(line) != line:  # half a surrogate pair, which UTF-8 cannot write
            line = json.dumps(content)
        yield count, f"{line}\n"


def _csv_lines(reviews: Iterable[Review]) -> Iterator[tuple[int, str]]:
    """The lines of a CSV file. They end in CR LF, or a cell with a CR would not be quoted."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    yield 0, buffer.getvalue()
    for count, review in enumerate(reviews, 1):
        buffer.seek(0)
        buffer.truncate()
        row = _flat(msgspec.to_builtins(review))
        writer.writerow({name: formulas.neutralised(schema.kept(cell)) for name, cell in row.items()})
        yield count, buffer.getvalue()


def _read_json_lines(name: str, file: Iterable[str]) -> Iterator[Review]:
    for number, line in enumerate(file, 1):
        if line.strip():
            try:
                content = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise DataError(f"Line {number} of {name} is not a JSON object.") from error
            yield _review(name, number, content)


def _read_csv(name: str, file: Iterable[str]) -> Iterator[Review]:
    csv.field_size_limit(LONGEST_CELL)
    lines = iter(file)
    head = next(lines, "")
    reader = csv.DictReader(chain([head], lines), strict=True, delimiter=max(_SEPARATORS, key=head.count))
    try:
        missing = [column for column in COLUMNS if column not in {*(reader.fieldnames or ()), *_COMMENTS}]
        if missing:
            raise DataError(f'{name} has no column "{missing[0]}": only a file that `export` wrote can be imported.')
        for row in reader:
            if not any(row.values()):
                continue  # a spreadsheet writes such rows
            if None in row or None in row.values():
                raise DataError(f"The row of {name} that ends on line {reader.line_num} does not fit its columns.")
            cells = {column: schema.restored(formulas.restored(row.get(column, ""))) for column in COLUMNS}
            yield _review(name, reader.line_num, _nested(name, reader.line_num, cells))
    except csv.Error as error:
        raise DataError(f"{name} cannot be read after line {reader.line_num}: {error}.") from error


def _review(name: str, line: int, content: Any) -> Review:
    try:
        return msgspec.convert(content, Review)
    except UnicodeError as error:
        raise DataError(f"Line {line} of {name} is not a review: it holds half a character.") from error
    except msgspec.ValidationError as error:
        raise DataError(f"Line {line} of {name} is not a review: {str(error).rstrip('.')}.") from error


def _flat(content: dict[str, Any]) -> Row:
    """The cells of a review by column."""
    predicted = content["predicted"]
    row = {column: _cell(_at(content, place)) for column, place in _SCALARS.items()}
    row |= {f"p_related_{i}": repr(predicted["related"][i]) for i in _CLASSES}
    for which in _JUDGEMENTS:
        judgement = content[which]
        row[f"{which}_at"] = judgement["at"] if judgement else ""
        row[f"{which}_related"] = _cell(judgement["related"], _NOT_SURE) if judgement else ""
        row |= {f"{which}_{name}": judgement["labels"][name] if judgement else "" for name in BINARY_LABELS}
    for name in BINARY_LABELS:
        row[f"p_{name}"] = repr(predicted["probabilities"][name])
        row[f"threshold_{name}"] = repr(predicted["thresholds"][name])
    return row | {column: content["comments"].get(name, "") for column, name in _COMMENTS.items()}


def _nested(name: str, line: int, row: Row) -> dict[str, Any]:
    """The review in the cells of a row, before its types are checked."""

    def number(column: str, of: Callable[[str], float] = float) -> float:
        try:
            return of(row[column])
        except ValueError as error:
            raise DataError(f'"{column}" in line {line} of {name} is not a number.') from error

    content: dict[str, Any] = {"sampling": {}, "reviewer": {}, "predicted": {}}
    for column, (*outer, inner) in _SCALARS.items():
        cell: Any = None if column in _MAY_BE_ABSENT and not row[column] else row[column]
        _at(content, outer)[inner] = cell
    content["blind"] = {"true": True, "false": False}.get(row["blind"].lower())
    if content["blind"] is None:
        raise DataError(f'"blind" in line {line} of {name} is neither true nor false.')
    if row["inclusion_probability"]:
        content["sampling"]["inclusion_probability"] = number("inclusion_probability")
    for which in _JUDGEMENTS:
        if not any(row[column] for column in _columns_of(which)):
            content[which] = None
            continue
        related = row[f"{which}_related"]
        content[which] = {
            "labels": {label: _mark(name, line, row, f"{which}_{label}") for label in BINARY_LABELS},
            "related": None if related == _NOT_SURE else int(number(f"{which}_related", int)),
            "at": row[f"{which}_at"],
        }
    content["comments"] = {output: row[column] for column, output in _COMMENTS.items() if row[column]}
    content["predicted"] |= {
        "thresholds": {label: number(f"threshold_{label}") for label in BINARY_LABELS},
        "probabilities": {label: number(f"p_{label}") for label in BINARY_LABELS},
        "related": [number(f"p_related_{i}") for i in _CLASSES],
    }
    return content


def _mark(name: str, line: int, row: Row, column: str) -> str:
    if row[column] not in set(Mark):
        raise DataError(f'"{column}" in line {line} of {name} is none of: {", ".join(Mark)}.')
    return row[column]


def _columns_of(which: str) -> list[str]:
    """The columns of the first or of the final judgement."""
    return [f"{which}_{what}" for what in ("at", "related", *BINARY_LABELS)]


def _at(content: dict[str, Any], place: Sequence[str]) -> Any:
    for name in place:
        content = content[name]
    return content


def _cell(value: Any, absent: str = "") -> str:
    if value is None:
        return absent
    return str(value).lower() if isinstance(value, bool) else repr(value) if isinstance(value, float) else str(value)


def _in_order(name: str, reviews: list[Review]) -> tuple[Review, ...]:
    """Each review after the one that it supersedes, however the file was sorted meanwhile."""
    by_id: dict[UUID, Review] = {}
    for review in reviews:
        if by_id.setdefault(review.id, review) != review:
            raise DataError(f"{name} holds two different reviews with the id {review.id}.")
    placed: dict[UUID, Review] = {}
    for review in reviews:
        waiting, one = [], by_id.get(review.id)
        while one and one.id not in placed and one not in waiting:
            waiting.append(one)
            one = by_id.get(one.supersedes) if one.supersedes else None
        placed |= {before.id: before for before in reversed(waiting)}
    return tuple(placed.values())
