"""The output file: it grows under another name, can be taken up again after a kill, and is renamed when complete."""

import errno
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass
from operator import add
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from classifier.errors import DataError
from classifier.scoring import encoders
from classifier.scoring.formats import Format
from classifier.scoring.workbook_writer import Cut, write_workbook

try:
    import fcntl
except ImportError:  # not on Windows, where two runs into one file are not noticed
    fcntl = None  # type: ignore[assignment]

ROW_GROUP_ROWS, ROW_GROUP_BYTES = 1 << 15, 1 << 25
"""A row group of a Parquet file ends at the first of these."""


@dataclass(frozen=True)
class Tally:
    """What has been written: rows, those of them without a message, those in a language that the model does not know,
    and those of which it read only the beginning."""

    rows: int = 0
    blank: int = 0
    language_not_known: int = 0
    read_in_part: int = 0

    def and_(self, more: "Tally") -> "Tally":
        """These and more rows."""
        return Tally(*map(add, astuple(self), astuple(more)))


@dataclass(frozen=True)
class Progress:
    """How far an unfinished output is: `run` says what it is the output of, `size` how many bytes are whole chunks."""

    run: str
    size: int
    tally: Tally


class Output:
    """An output file in the making: `NAME.part` holds the rows so far, `NAME.part.json` how many of them are whole."""

    def __init__(self, path: Path, form: Format, run: str) -> None:
        """`run` identifies input, model and options: only the same run may take the work up again."""
        self._path, self._form, self._run = path, form, run
        self._part, self._notes = _beside(path, ".part"), _beside(path, ".part.json")
        self._file: BinaryIO
        self._begun = False
        self.tally = Tally()

    def begin(self, columns: tuple[str, ...], resume: bool) -> None:
        """Open the unfinished file, or what is left of it; DataError if that cannot be written or taken up."""
        with writing(self._path):
            if self._path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            file = self._part.open("r+b" if self._part.exists() else "x+b")
            try:
                hold(file, self._path.name)
                left = self._left(file) if resume else None
            except DataError:
                file.close()
                raise
            self._file, self._begun = file, True
            self._file.truncate(left.size if left else 0)
            self._file.seek(0, os.SEEK_END)
            self.tally = left.tally if left else Tally()
            if not left:
                self.append(encoders.header(columns, self._form), Tally())

    def append(self, piece: bytes, counted: Tally) -> None:
        """Add the bytes of a chunk, and note that they are there once they are on the disk."""
        with writing(self._path, kept=self.tally.rows):
            self._file.write(piece)
            self._file.flush()
            os.fsync(self._file.fileno())
            self.tally = self.tally.and_(counted)
            progress = Progress(self._run, self._file.tell(), self.tally)
            _replace(self._notes, msgspec.json.encode(progress))

    def complete(self) -> Cut:
        """Give the whole file its own name; what a workbook had to leave out."""
        with writing(self._path, kept=self.tally.rows):
            if self._form not in (Format.PARQUET, Format.XLSX):
                os.replace(self._part, self._path)
                cut = Cut()
            else:
                cut = self._convert()
            self.discard()
        return cut

    def discard(self) -> None:
        """Delete what was written."""
        for path in (self._part, self._notes):
            with suppress(OSError):  # not there, or under a name that cannot be
                path.unlink()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._begun:
            self._file.close()
            if error and not self.tally.rows:
                self.discard()

    def _convert(self) -> Cut:
        """Turn the rows that wait as Arrow into the file that they are meant for."""
        whole, cut = _beside(self._path, ".whole"), Cut()
        try:
            with pa.OSFile(str(self._part)) as spool:
                if self._form == Format.PARQUET:
                    _write_parquet(encoders.decode(spool), whole)
                else:
                    cut = write_workbook(encoders.decode(spool), whole)
            os.replace(whole, self._path)
        finally:
            whole.unlink(missing_ok=True)
        return cut

    def _left(self, file: BinaryIO) -> Progress | None:
        """How far an earlier run came; DataError if it was another run."""
        try:
            left = msgspec.json.decode(self._notes.read_bytes(), type=Progress)
        except (OSError, msgspec.MsgspecError):
            return None
        if left.run != self._run:
            raise DataError(
                f"{self._part.name} was begun with another input, model or option: "
                "run the command without --resume to start again."
            )
        return left if left.size <= os.fstat(file.fileno()).st_size else None


class StandardOutput:
    """Standard output, as CSV: nothing of it can be taken back."""

    def __init__(self) -> None:
        self.tally = Tally()

    def begin(self, columns: tuple[str, ...], resume: bool) -> None:
        """Keep the header for the first rows, so that nothing is written if there are none."""
        self._header = encoders.header(columns, Format.CSV)

    def append(self, piece: bytes, counted: Tally) -> None:
        """Write the bytes of a chunk at once."""
        try:
            sys.stdout.buffer.write(self._header + piece)
            sys.stdout.flush()
        except OSError as error:
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # or Python tries again at its end
            raise DataError(f"Standard output cannot be written: {error.strerror}.") from error
        self._header = b""
        self.tally = self.tally.and_(counted)

    def complete(self) -> Cut:
        """Nothing is left to do."""
        return Cut()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...


def hold(file: BinaryIO, name: str) -> None:
    """Keep other runs from writing what is called `name` until the file is closed; DataError if another one does."""
    if fcntl:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DataError(f"Another run is writing {name}: wait until it has ended.") from error


class OutputError(DataError):
    """An output that cannot be written; `reason` is what the system says."""

    def __init__(self, sentence: str, reason: str) -> None:
        """`sentence` is for whoever runs the command."""
        super().__init__(sentence)
        self.reason = reason


@contextmanager
def writing(path: Path, kept: int = 0) -> Iterator[None]:
    """Whatever keeps a file from being written becomes an OutputError that says so, and how many rows are `kept`."""
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        reason = getattr(error, "strerror", None) or str(error).partition("\n")[0]
        resumed = f"; the same command with --resume goes on after the {kept:,} rows that are written" if kept else ""
        raise OutputError(f"{path.name} cannot be written to {path.parent}: {reason}{resumed}.", reason) from error


def write_sidecar(path: Path, content: dict[str, Any]) -> None:
    """Write what describes an output beside it: `NAME.json`."""
    with writing(path):
        _replace(_beside(path, ".json"), (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode())


def _write_parquet(tables: Iterator[pa.Table], path: Path) -> None:
    """Write tables with the same columns as one Parquet file."""
    first = next(tables)
    schema = pa.schema(map(_wide, first.schema), first.schema.metadata)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        waiting = [first]
        for table in tables:
            if (
                sum(len(one) for one in waiting) >= ROW_GROUP_ROWS
                or sum(one.nbytes for one in waiting) >= ROW_GROUP_BYTES
            ):
                writer.write_table(pa.concat_tables(waiting).cast(schema))
                waiting = []
            waiting.append(table)
        writer.write_table(pa.concat_tables(waiting).cast(schema))


def _wide(field: pa.Field) -> pa.Field:
    """The field with 32 bits for each place in a dictionary: row groups that become one have more values together."""
    kind = field.type
    if pa.types.is_dictionary(kind) and kind.index_type.bit_width < 32:
        return field.with_type(pa.dictionary(pa.int32(), kind.value_type, kind.ordered))
    if pa.types.is_struct(kind):
        return field.with_type(pa.struct(map(_wide, kind)))
    if pa.types.is_list(kind):
        return field.with_type(pa.list_(_wide(kind.value_field)))
    return field


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _replace(path: Path, content: bytes) -> None:
    """Write a small file so that it is there either whole or not at all."""
    new = _beside(path, ".new")
    new.write_bytes(content)
    os.replace(new, path)
