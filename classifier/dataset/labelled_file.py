"""One CSV file of labelled messages: a column `message`, and a column of 0 and 1 for each label that was given."""

import numpy as np
import pandas as pd

from classifier.dataset.csv_table import parse, require_filled, row_number, shown
from classifier.dataset.labelled import Labelled
from classifier.errors import DataError
from classifier.labels import BINARY_LABELS, LEARNABLE

MESSAGE = "message"
VALUES = {"0": 0.0, "1": 1.0, "0.0": 0.0, "1.0": 1.0}
"""What a label's cell may hold; spreadsheets write whole numbers with decimals now and then."""


def read(name: str, content: bytes) -> Labelled:
    """The messages of a file and the labels that it has columns for; DataError names file, column and row."""
    table = parse(name, content, (MESSAGE,))
    labels = tuple(label for label in LEARNABLE if label in table.columns)
    if not labels:
        raise DataError(f"{name} has no column of a label, such as 'water' or 'medical_help', with 0 or 1 in each row.")
    table[MESSAGE] = table[MESSAGE].where(table[MESSAGE].str.strip() != "")
    require_filled(table, name, (MESSAGE, *labels))
    targets = np.zeros((len(table), len(BINARY_LABELS)), np.float32)
    for label in labels:
        targets[:, BINARY_LABELS.index(label)] = _values(table[label], name, label)
    return Labelled(tuple(table[MESSAGE]), targets, labels)


def _values(column: pd.Series, name: str, label: str) -> np.ndarray:
    values = column.str.strip().map(VALUES)
    if values.isna().any():
        row = row_number(values.isna())
        raise DataError(
            f"{name}, column '{label}', row {row}: the value '{shown(column.iloc[row - 2])}' is not 0 or 1."
        )
    return values.to_numpy(np.float32)
