"""Plain text from standard input: a message per line, blank ones included."""

import sys
from collections.abc import Iterator
from io import TextIOWrapper

import pyarrow as pa

from classifier.errors import DataError
from classifier.scoring.columns import MESSAGE
from classifier.scoring.encoding import bad_line
from classifier.scoring.source import LONGEST_CELL, Chunk, Survey, batched


class LinesSource:
    """Standard input; nothing is known of it before it is read."""

    def __init__(self, column: str | None) -> None:
        """`column` names the one column, if it is not to be called MESSAGE."""
        self.survey = Survey((MESSAGE if column is None else column,), None)

    def chunks(self, column: str, skip: int) -> Iterator[Chunk]:
        """All lines; `skip` is 0, since standard input cannot be taken up again."""
        chunk = None
        for messages in batched(self._lines()):
            chunk = Chunk(pa.table({column: pa.array(messages, pa.string())}), messages)
            yield chunk
        if chunk is None:
            raise DataError("Standard input is empty: write one message per line.")

    def _lines(self) -> Iterator[tuple[int, str]]:
        lines = TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig")
        number = 0
        try:
            while line := lines.readline(LONGEST_CELL):
                number += 1
                if len(line) == LONGEST_CELL:
                    raise DataError(f"Line {number} of standard input has over {LONGEST_CELL:,} characters.")
                yield len(line), line.removesuffix("\n")
        except UnicodeDecodeError as error:
            place = bad_line(error, number)
            raise DataError(f"Standard input is not valid UTF-8: line {place:,} has other bytes.") from error
