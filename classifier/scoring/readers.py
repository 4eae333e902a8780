"""The reader for a file, by the format that its name stands for."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from classifier.errors import DataError
from classifier.scoring import workbook_reader
from classifier.scoring.delimited import DelimitedSource
from classifier.scoring.formats import DELIMITERS, Format, check_content, format_of
from classifier.scoring.json_lines import Cells, JsonLinesSource
from classifier.scoring.parquet import ParquetSource
from classifier.scoring.source import Source


@contextmanager
def opened(path: Path, output: Format, to_show: bool = False) -> Iterator[Source]:
    """The file, checked and ready to be read for an output of this format; DataError if it cannot be scored.

    An output that is `to_show`, not to keep, may hold the text of lists and objects that the format cannot hold.
    """
    named = format_of(path)
    try:
        check_content(path, named)
    except OSError as error:
        raise DataError(f"{path.name} in {path.parent} cannot be read: {error.strerror}.") from error
    as_text = output in DELIMITERS
    if named in DELIMITERS:
        yield DelimitedSource(path, named)
    elif named == Format.PARQUET:
        yield ParquetSource(path, as_text or output == Format.XLSX)
    elif named == Format.JSON_LINES:
        raw, typed = output == Format.JSON_LINES, Cells.SHOWN if to_show else Cells.TYPED
        yield JsonLinesSource(path, Cells.RAW if raw else Cells.TEXT if as_text else typed)
    else:
        with tempfile.TemporaryDirectory(prefix="classifier-") as folder:
            lines = Path(folder) / "rows.jsonl"
            with lines.open("wb") as file:
                workbook_reader.to_json_lines(path, file)
            yield JsonLinesSource(lines, Cells.TEXT if as_text else Cells.TYPED, path.name)
