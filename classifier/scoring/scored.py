"""Many messages with their answers in memory: what a page or a command looks at once a file is scored."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from classifier.labels import BINARY_LABELS
from classifier.scoring.columns import ANSWERS, LANGUAGE, PROBABILITIES, RELATED_PROBABILITIES


@dataclass(frozen=True)
class Scored:
    """n messages and their answers, in the order of the file.

    `rows` holds the input columns as they were read; `messages` is string (n,), "" where a row has none; `languages` is
    string (n,), null where the model does not know the language and where `blank`, bool (n,), is true.
    `probabilities` is float32 (n, 35) in BINARY_LABELS order and `related` float32 (n, 3), each in [0, 1]; both are NaN
    where `blank`.
    """

    rows: pa.Table
    messages: pa.StringArray
    languages: pa.StringArray
    blank: np.ndarray
    probabilities: np.ndarray
    related: np.ndarray

    def __len__(self) -> int:
        return len(self.messages)

    @property
    def language_not_read(self) -> np.ndarray:
        """Bool (n,): messages in a language that the model does not know."""
        return self.languages.is_null().to_numpy(zero_copy_only=False) & ~self.blank

    def flags(self, thresholds: Mapping[str, float]) -> np.ndarray:
        """Bool (n, 35): the probabilities that reach their thresholds, shares of 1 by label, as a file has them."""
        limits = np.array([thresholds[name] for name in BINARY_LABELS])
        return np.asarray(self.probabilities >= limits)


def load(path: Path, column: str) -> Scored:
    """A Parquet file that was written by `scoring.job`; `column` holds the messages."""
    table = pq.read_table(path)
    messages = pc.fill_null(table[column].cast(pa.string()), "").combine_chunks()
    return of(table.drop_columns(list(ANSWERS)), messages, table)


def of(rows: pa.Table, messages: pa.StringArray, answers: pa.Table) -> Scored:
    """Input columns, messages and answers, in the same order."""
    related = _matrix(answers, RELATED_PROBABILITIES)
    languages = answers[LANGUAGE].combine_chunks()
    return Scored(rows, messages, languages, np.isnan(related[:, 0]), _matrix(answers, PROBABILITIES), related)


def _matrix(table: pa.Table, names: tuple[str, ...]) -> np.ndarray:
    """Columns of probabilities as one array, NaN where they are null."""
    columns = [table[name].cast(pa.float32()).to_numpy() for name in names]
    return np.stack(columns, axis=1)
