"""What people said about the messages of a file: its gold labels.

They are columns named as labels, such as `water` or `Medical help`, with 0 or 1 in each row, or the column `categories`
of the public data set ("related-1;request-0;..."). `gold_water` goes before `water`, and both before `categories`. The
name `related` is taken by an answer, so what people said about it (0, 1 or 2) is `gold_related`. An empty cell means
that nobody was asked.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from classifier.dataset.csv_table import shown
from classifier.dataset.public_files import LABEL_COLUMNS, expand
from classifier.errors import DataError
from classifier.labels import BINARY_LABELS, RELATED
from classifier.scoring.columns import LANGUAGE, PROBABILITIES, RELATED_PROBABILITIES
from classifier.scoring.json_lines import as_text
from classifier.scoring.scored import Scored, of
from classifier.scoring.source import Chunk

UNLABELLED = -1
PREFIX, CATEGORIES = "gold_", "categories"

_COUNTED = "the header is row 1; blank lines and rows left out are not counted"
_TRUTH = {"true": 1, "false": 0}


@dataclass(frozen=True)
class Gold:
    """What people said about n messages.

    `targets` is int8 (n, 35) in BINARY_LABELS order, 0 or 1, and `related` int8 (n,), 0, 1 or 2; both are UNLABELLED
    where nothing was said.
    """

    targets: np.ndarray
    related: np.ndarray

    @property
    def labelled(self) -> np.ndarray:
        """Bool (n,): messages about which something was said."""
        return np.asarray((self.targets != UNLABELLED).any(axis=1) | (self.related != UNLABELLED))

    def __getitem__(self, rows: np.ndarray) -> "Gold":
        """The same for some of the messages (positions or a mask)."""
        return Gold(self.targets[rows], self.related[rows])


class LabelledRows:
    """Keeps of a job's rows what it takes to judge them: messages, gold labels and probabilities."""

    def __init__(self) -> None:
        """Nothing is kept before the job begins."""
        self._columns: list[str] = []
        self._rows: list[pa.Table] = []
        self._messages: list[pa.Array] = []
        self._answers: list[pa.Table] = []

    def begin(self, name: str, columns: Sequence[str]) -> None:
        """DataError if no column of the input called `name` can hold gold labels."""
        self._columns = [*sources(columns).values(), *filter(_is_categories, columns)]
        if not self._columns:
            raise DataError(
                f'{name} has no gold labels: they are in columns named as labels, such as "water", with 0 or 1, or in '
                f'the column "{CATEGORIES}" of the public data set.'
            )

    def take(self, chunk: Chunk, answers: pa.Table) -> None:
        """Keep the next rows."""
        self._rows.append(as_text(chunk.rows.select(self._columns)))
        self._messages.append(pa.array(chunk.messages, pa.string()))
        self._answers.append(answers.select([LANGUAGE, *RELATED_PROBABILITIES, *PROBABILITIES]))

    def scored(self) -> Scored:
        """All that was kept."""
        rows, answers = (pa.concat_tables(tables) for tables in (self._rows, self._answers))
        return of(rows, pa.concat_arrays(self._messages), answers)


def gold_of(scored: Scored) -> Gold | None:
    """The gold labels among the input columns; None if there are none.

    DataError, one sentence that names column, row and value, if a cell is neither empty nor a label.
    """
    found = {name: np.full(len(scored), UNLABELLED, np.int8) for name in LABEL_COLUMNS}
    columns = [name for name in scored.rows.column_names if not _is(scored.rows[name], scored.messages)]
    for name, values in _of_categories(scored.rows, columns):
        found[name] = values
    for name, column in sources(columns).items():
        found[name] = _values(scored.rows[column], column, 2 if name == RELATED else 1)
    gold = Gold(np.stack([found[name] for name in BINARY_LABELS], axis=1), found[RELATED])
    return gold if gold.labelled.any() else None


def why_none(rows: pa.Table) -> str:
    """The sentence on rows without a gold label."""
    for name in filter(_is_categories, rows.column_names):
        texts, codes = _distinct(rows[name], name)
        cell = next((code for code, text in enumerate(texts) if text.strip()), None)
        if cell is not None:
            row = codes.tolist().index(cell) + 2
            said = f'"{shown(texts[cell])}" does not begin with "{RELATED}-", as in the public data set'
            return f'No row has a gold label: column "{shown(name)}", row {row} ({_COUNTED}): {said}.'
    return "No row has a gold label: the cells of all columns that could hold one are empty."


def sources(columns: Sequence[str]) -> Mapping[str, str]:
    """The column of each output among these names, if it has one; DataError if it has two."""
    found: dict[str, str] = {}
    for prefix in ("", PREFIX):
        named = [(_key(column).removeprefix(prefix), column) for column in columns if _key(column).startswith(prefix)]
        here: dict[str, str] = {}
        for name, column in named:
            if name in LABEL_COLUMNS and name in here:
                raise DataError(f'The columns "{here[name]}" and "{column}" both stand for the label {name}: drop one.')
            if name in LABEL_COLUMNS:
                here[name] = column
        found |= here
    return found


def _key(column: str) -> str:
    """A column's name as labels are written: 'Medical help' is medical_help."""
    return "_".join(column.lower().replace("-", " ").split())


def _is_categories(column: str) -> bool:
    return _key(column) == CATEGORIES


def _is(column: pa.ChunkedArray, messages: pa.StringArray) -> bool:
    """Whether a column is that of the messages, whatever its name."""
    return bool(pa.types.is_string(column.type)) and column.fill_null("").equals(pa.chunked_array([messages]))


def _values(column: pa.ChunkedArray, name: str, most: int) -> np.ndarray:
    """The labels in a column, int8 (n,) from 0 to `most`; DataError for the first cell that is something else."""
    texts, codes = _distinct(column, name)
    values = np.array([*(_value(text, most) for text in texts), UNLABELLED], float)[codes]
    bad = np.isnan(values)
    if bad.any():
        row = int(bad.argmax())
        wanted = "0 or 1" if most == 1 else "0, 1 or 2"
        raise DataError(
            f'Column "{shown(name)}", row {row + 2} ({_COUNTED}): "{shown(texts[codes[row]])}" is not '
            f"{wanted}; leave the cell empty where nobody was asked."
        )
    return values.astype(np.int8)


def _value(text: str, most: int) -> float:
    """The label that a cell stands for; NaN if it stands for none."""
    word = text.strip().lower()
    if not word:
        return UNLABELLED
    try:
        value = float(_TRUTH.get(word, word))
    except ValueError:
        return math.nan
    return value if value in range(most + 1) else math.nan


def _of_categories(rows: pa.Table, columns: Sequence[str]) -> Iterator[tuple[str, np.ndarray]]:
    """Each output's labels in the public data set's own column, if it is there."""
    column = next(filter(_is_categories, columns), None)
    if column is None:
        return
    texts, codes = _distinct(rows[column], column)
    first_rows = np.unique(codes, return_index=True)
    cells = pd.Series({row: texts[code] for code, row in zip(*first_rows, strict=True) if code >= 0}, dtype=object)
    cells = cells.str.strip()
    cells = cells[cells != ""]
    if not cells.str.startswith(f"{RELATED}-").any():
        return  # categories of another kind
    labels = expand(cells.sort_index(), f'Column "{shown(column)}" ({_COUNTED})')
    place = {texts[codes[row]]: i for i, row in enumerate(labels.index)}
    places = np.array([*(place.get(text, len(labels)) for text in texts), len(labels)])[codes]
    for name in LABEL_COLUMNS:
        yield name, np.append(labels[name].to_numpy(np.int8), np.int8(UNLABELLED))[places]


def _distinct(column: pa.ChunkedArray, name: str) -> tuple[list[str], np.ndarray]:
    """The distinct cells of a column as text, and which of them each row has, -1 where it is empty."""
    try:
        if pa.types.is_floating(column.type):
            column = pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)
        cells = column.cast(pa.string()).combine_chunks().dictionary_encode()
    except pa.ArrowException as error:
        raise DataError(f'Column "{shown(name)}" holds {column.type}, not labels.') from error
    return cells.dictionary.to_pylist(), cells.indices.fill_null(-1).to_numpy(zero_copy_only=False)
