"""The two public CSV files -> one clean table."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd

from classifier.artifacts import DataFingerprint
from classifier.dataset.csv_table import MAX_ROWS, parse, require_filled, row_number, shown
from classifier.dataset.held_out import held_out_rows
from classifier.dataset.labelled import Labelled
from classifier.errors import DataError
from classifier.labels import BINARY_LABELS, RELATED

MESSAGES, CATEGORIES = "disaster_messages.csv", "disaster_categories.csv"
LABEL_COLUMNS = (RELATED, *BINARY_LABELS)
"""The labels in the order in which each cell of `categories` lists them."""

MINIMUM_LENGTH = 28
"""Characters; shorter messages are dropped, as in the article."""

Files = Mapping[str, bytes]
"""What is in the two files, by MESSAGES and CATEGORIES."""


def contents(directory: Path | str) -> Files:
    """What is in the two files of a folder; DataError if one cannot be read."""
    directory = Path(directory)
    if not directory.is_dir():
        raise DataError(f"The data file {MESSAGES} is missing: there is no folder {directory}.")
    return {name: _content(directory / name) for name in (MESSAGES, CATEGORIES)}


def load(directory: Path | str) -> pd.DataFrame:
    """Read, join and clean the data set in a folder, as `read` does."""
    return read(contents(directory))


def read(files: Files) -> pd.DataFrame:
    """Join and clean the two files.

    Returns one row per message: id, message, genre, original (str, "" where there is none or it equals the message),
    and the 36 outputs as int8. On the public files: 26,162 rows. Raises DataError naming file, column and row (as
    counted in the file; the header is row 1).
    """
    messages = _table(MESSAGES, files, ("id", "message", "original", "genre"), optional="original")
    categories = _table(CATEGORIES, files, ("id", "categories"))
    _require_few_pairs(messages["id"], categories["id"])
    originals = messages.fillna({"original": ""}).drop_duplicates("id").set_index("id")["original"]
    labels = expand(categories["categories"], f"{CATEGORIES}, column 'categories'")
    frame = messages.drop(columns="original").merge(pd.concat([categories["id"], labels], axis=1), on="id")
    frame = frame.drop_duplicates()
    frame = frame.groupby(["id", "message", "genre"], as_index=False)[list(LABEL_COLUMNS)].max()
    frame = frame[frame["message"].str.len() >= MINIMUM_LENGTH].reset_index(drop=True)
    if frame.empty:
        raise DataError(
            f"{MESSAGES} and {CATEGORIES} have no message of {MINIMUM_LENGTH} characters or more in common; "
            "their rows are matched by 'id'."
        )
    original = frame["id"].map(originals)
    frame["original"] = original.where(original.str.strip() != frame["message"].str.strip(), "")
    return frame


def targets(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the 35 binary targets, float32 (n, 35) in BINARY_LABELS order, and `related`, int64 (n,)."""
    return frame[list(BINARY_LABELS)].to_numpy(np.float32), frame[RELATED].to_numpy(np.int64)


def held_out(frame: pd.DataFrame, seed: int) -> Labelled:
    """The test part of the clean table, on the split of a seed."""
    test = frame.iloc[held_out_rows(len(frame), seed)]
    return Labelled(tuple(test["message"]), targets(test)[0])


def fingerprint(files: Files, rows: int) -> DataFingerprint:
    """What identifies the data: the number of clean rows and each input file's SHA-256."""
    return DataFingerprint(rows, {name: sha256(content).hexdigest() for name, content in files.items()})


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise DataError(f"The data file {path.name} is missing from {path.parent}.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"The data file {path.name} cannot be read: {error.strerror}.") from error


def _table(name: str, files: Files, columns: tuple[str, ...], optional: str = "") -> pd.DataFrame:
    """The columns that are needed, checked, with `id` as int64; only cells of `optional` may be empty."""
    table = parse(name, files[name], columns)[list(columns)]
    require_filled(table, name, tuple(column for column in columns if column != optional))
    _require_integers(table["id"], name, "id")
    return table.assign(id=table["id"].astype(np.int64))


def _require_few_pairs(messages: pd.Series, categories: pd.Series) -> None:
    """Refuse files whose ids repeat so often that joining them would take the server's memory."""
    if messages.map(categories.value_counts()).sum() > MAX_ROWS:
        raise DataError(f"{MESSAGES} and {CATEGORIES} repeat the same ids too often to be joined.")


def _require_integers(column: pd.Series, file: str, name: str) -> None:
    bad = ~column.str.fullmatch(r"\s*-?\d{1,18}\s*")
    if bad.any():
        row = row_number(bad)
        raise DataError(f"{file}, column '{name}', row {row}: '{shown(column.iloc[row - 2])}' is not an integer.")


def expand(cells: pd.Series, place: str) -> pd.DataFrame:
    """Turn "related-1;request-0;..." into one int8 column per output, checking every cell.

    The index counts the rows of the file from 0; `place` is the file and the column, for errors.
    """
    parts = cells.str.split(";", n=len(LABEL_COLUMNS), expand=True)
    _check_names(parts, place)
    values = pd.DataFrame({name: parts[i].str.partition("-")[2] for i, name in enumerate(LABEL_COLUMNS)})
    for name in LABEL_COLUMNS:
        _check_values(values[name], name, ("0", "1", "2") if name == RELATED else ("0", "1"), place)
    return values.astype(np.int8)


def _check_names(parts: pd.DataFrame, place: str) -> None:
    names = parts.apply(lambda column: column.str.partition("-")[0])
    for i in range(max(len(LABEL_COLUMNS), parts.shape[1])):
        expected = LABEL_COLUMNS[i] if i < len(LABEL_COLUMNS) else None
        found = names[i] if i < parts.shape[1] else pd.Series(None, parts.index, dtype=object)
        bad = found.notna() if expected is None else (found != expected)
        if bad.any():
            row = row_number(bad)
            name = found.loc[row - 2]
            problem = f"unknown label '{shown(name)}'" if isinstance(name, str) else "no label"
            wanted = f"'{expected}'" if expected else f"nothing after {len(LABEL_COLUMNS)} labels"
            raise DataError(f"{place}, row {row}: {problem} where {wanted} belongs.")


def _check_values(column: pd.Series, label: str, allowed: tuple[str, ...], place: str) -> None:
    bad = ~column.isin(allowed)
    if bad.any():
        row = row_number(bad)
        value = column.loc[row - 2]
        problem = "is not an integer" if not value.lstrip("-").isdigit() else f"is not one of {', '.join(allowed)}"
        raise DataError(f"{place}, row {row}: {label} has the value '{shown(value)}', which {problem}.")
