"""Rows and their answers as bytes that are appended to a file: lines of CSV, TSV or JSON, or a piece of Arrow.

Only the bytes of whole chunks are appended, so a file can be cut back to the end of one. Parquet and XLSX cannot be
appended to: their rows wait as Arrow, and become one file in the end.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from classifier.errors import DataError
from classifier.scoring.columns import ANSWERS
from classifier.scoring.formats import DELIMITERS, Format
from classifier.scoring.formulas import neutralised
from classifier.scoring.json_lines import RAW

_LINE_END = "\r\n"


def header(columns: Sequence[str], output: Format) -> bytes:
    """What stands before the rows."""
    if output not in DELIMITERS:
        return b""
    (line,) = _text_lines([[*columns, *ANSWERS]], DELIMITERS[output])
    return f"{line}\n".encode()


def encode(rows: pa.Table, answers: pa.Table, output: Format) -> bytes:
    """Input columns and answers of some rows, as a piece of the output."""
    if output in DELIMITERS:
        return _delimited(rows, answers, DELIMITERS[output])
    if output == Format.JSON_LINES:
        return _json_lines(rows, answers)
    return _arrow(rows, answers)


def decode(spool: pa.NativeFile) -> Iterator[pa.Table]:
    """The tables that were appended as Arrow, one by one."""
    while spool.tell() < spool.size():
        with pa.ipc.open_stream(spool) as reader:
            yield reader.read_all()


def values(name: str, column: pa.ChunkedArray) -> list[Any]:
    """The cells of a column as Python's own values; DataError if it has none for one, such as a far future date."""
    try:
        return list(column.to_pylist())
    except UnicodeDecodeError as error:
        raise DataError(
            f'The column "{name}" holds text that is not UTF-8, which only Parquet can keep: give the output a name '
            "that ends in .parquet."
        ) from error
    except (OverflowError, ValueError) as error:
        raise DataError(
            f'The column "{name}" holds {column.type}, and one of its values can be kept in Parquet and CSV only: give '
            "the output a name that ends so."
        ) from error


def _delimited(rows: pa.Table, answers: pa.Table, delimiter: str) -> bytes:
    """Text of the input by Python's csv, which quotes only what needs it; numbers by Arrow, which is far faster."""
    numbers = io.BytesIO()
    options = arrow_csv.WriteOptions(include_header=False, delimiter=delimiter, quoting_style="none")
    arrow_csv.write_csv(answers, numbers, options)
    cells = (_texts(name, rows[name]) for name in rows.column_names)
    texts = _text_lines(zip(*cells, strict=True), delimiter)
    lines = zip(texts, numbers.getvalue().decode().splitlines(), strict=True)
    return "".join([f"{text}{delimiter}{number}\n" for text, number in lines]).encode()


def _texts(name: str, column: pa.ChunkedArray) -> list[str | None]:
    """The cells as people read them; those of a type with a meaning of its own, such as a UUID, by that meaning."""
    if isinstance(column.type, pa.BaseExtensionType):
        return [None if cell is None else str(cell) for cell in column.to_pylist()]
    return values(name, pc.cast(column, pa.string()))


def _text_lines(rows: Iterable[Sequence[str | None]], delimiter: str) -> list[str]:
    lines = _Lines()
    # With both signs in the line end, cells with either get quotation marks.
    writer = csv.writer(lines, delimiter=delimiter, lineterminator=_LINE_END)
    writer.writerows([["" if cell is None else neutralised(cell) for cell in row] for row in rows])
    return [line.removesuffix(_LINE_END) for line in lines.written]


class _Lines:
    """Takes what csv.writer writes: one line at a time."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def write(self, line: str) -> None:
        self.written.append(line)


def _json_lines(rows: pa.Table, answers: pa.Table) -> bytes:
    given = [list(_json_pairs(field, rows[i])) for i, field in enumerate(rows.schema)]
    made = [_json_answers(name, answers[name]) for name in ANSWERS]
    lines = (",".join(filter(None, pairs)) for pairs in zip(*given, *made, strict=True))
    return "".join([f"{{{line}}}\n" for line in lines]).encode()


def _json_pairs(field: pa.Field, column: pa.ChunkedArray) -> Iterator[str]:
    """Name and value of each row; nothing where a row of a JSON file lacks the name."""
    name, is_json = json.dumps(field.name, ensure_ascii=False), RAW in (field.metadata or {})
    for cell in values(field.name, column):
        if is_json:
            yield "" if cell is None else f"{name}:{cell}"
        else:
            yield f"{name}:{msgspec.json.encode(cell, enc_hook=_as_text).decode()}"


def _as_text(value: object) -> str:
    """What JSON has no value for, such as pandas' own times, which Arrow gives where they have nanoseconds."""
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _json_answers(name: str, column: pa.ChunkedArray) -> list[str]:
    mark = '"' if pa.types.is_string(column.type) else ""
    cells = pc.cast(column, pa.string()).to_pylist()
    return [f'"{name}":null' if cell is None else f'"{name}":{mark}{cell}{mark}' for cell in cells]


def _arrow(rows: pa.Table, answers: pa.Table) -> bytes:
    for name in ANSWERS:
        rows = rows.append_column(name, answers[name])
    piece = io.BytesIO()
    with pa.ipc.new_stream(piece, rows.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as stream:
        stream.write_table(rows)
    return piece.getvalue()
