"""Parquet: rows in batches, every column in the type that it has."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from classifier.errors import DataError
from classifier.scoring.columns import check_names
from classifier.scoring.source import CHUNK_CHARACTERS, CHUNK_ROWS, Chunk, Survey, check_rows

_BUFFER = 1 << 20


class ParquetSource:
    """A Parquet file; `as_text` says that the output can only hold cells that text stands for."""

    def __init__(self, path: Path, as_text: bool) -> None:
        """Check columns and types; DataError if the file cannot be scored."""
        self._path = path
        with self._opened() as file:
            schema, rows = file.schema_arrow, file.metadata.num_rows
            size = sum(file.metadata.row_group(i).total_byte_size for i in range(file.metadata.num_row_groups))
        check_names(path.name, schema.names)
        self._types = dict(zip(schema.names, schema.types, strict=True))
        self._batch = max(min(CHUNK_ROWS, CHUNK_CHARACTERS * rows // max(size, 1)), 1)
        self.survey = Survey(tuple(schema.names), rows)
        check_rows(path.name, self.survey)
        nested = next((name for name, kind in self._types.items() if as_text and not _has_text(kind)), None)
        if nested is not None:
            raise DataError(
                f'The column "{nested}" of {path.name} holds {self._types[nested]}, which only Parquet and JSON Lines '
                "can hold (.parquet, .jsonl)."
            )

    def chunks(self, column: str, skip: int) -> Iterator[Chunk]:
        """The rows after the first `skip` ones."""
        kind = self._types[column]
        if isinstance(kind, pa.BaseExtensionType) or not _has_text(kind):
            raise DataError(f'The column "{column}" of {self._path.name} holds {kind}, not messages.')
        with self._opened() as file:
            for batch in file.iter_batches(batch_size=self._batch):
                passed = min(skip, batch.num_rows)
                skip -= passed
                if passed < batch.num_rows:
                    rows = pa.Table.from_batches([batch.slice(passed)])
                    messages = pc.fill_null(pc.cast(rows[column], pa.string()), "")
                    yield Chunk(rows, messages.to_pylist())

    @contextmanager
    def _opened(self) -> Iterator[pq.ParquetFile]:
        try:
            with pq.ParquetFile(self._path, buffer_size=_BUFFER, pre_buffer=False) as file:
                yield file
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            raise DataError(f"{self._path.name} is damaged or is not a Parquet file: {_first_line(error)}") from error


def _has_text(kind: pa.DataType) -> bool:
    """Whether text can stand for every value of a type."""
    bytes_only = pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind)
    try:
        pc.cast(pa.nulls(1, kind), pa.string())
    except pa.ArrowNotImplementedError:
        return False
    return not bytes_only


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".") + "."
