"""The two public CSV files -> one clean table, and the splits that every figure in this project rests on."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split

from classifier.artifacts import DataFingerprint
from classifier.errors import DataError
from classifier.labels import BINARY_LABELS, RELATED

MESSAGES, CATEGORIES = "disaster_messages.csv", "disaster_categories.csv"
LABEL_COLUMNS = (RELATED, *BINARY_LABELS)
"""The labels in the order in which each cell of `categories` lists them."""

MINIMUM_LENGTH = 28
"""Characters; shorter messages are dropped, as in the article."""

TEST_SHARE, VALIDATION_SHARE, DEFAULT_SEED = 0.15, 0.12, 42


@dataclass(frozen=True)
class Splits:
    """Row positions (int64 arrays) of the three parts of a table: disjoint, and complete between them."""

    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray

    @property
    def parts(self) -> dict[str, np.ndarray]:
        """The rows of each part by its name."""
        return {"train": self.train, "validation": self.validation, "test": self.test}


def load(directory: Path | str) -> pd.DataFrame:
    """Read, join and clean the data set.

    Returns one row per message: id, message, genre, original (str, "" where there is none or it equals the message),
    and the 36 outputs as int8. On the public files: 26,162 rows. Raises DataError naming file, column and row (as
    counted in the file; the header is row 1).
    """
    directory = Path(directory)
    messages = _read(directory / MESSAGES, ("id", "message", "original", "genre"))
    categories = _read(directory / CATEGORIES, ("id", "categories"))
    for table, file in ((messages, MESSAGES), (categories, CATEGORIES)):
        _require_integers(table["id"], file, "id")
        table["id"] = table["id"].astype(np.int64)
    originals = messages.fillna({"original": ""}).drop_duplicates("id").set_index("id")["original"]
    frame = messages.drop(columns="original").merge(_expand(categories), on="id").drop_duplicates()
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


def split(rows: int, seed: int = DEFAULT_SEED) -> Splits:
    """Cut `rows` rows into train, validation and test; the test part depends on `seed` alone."""
    development, test = train_test_split(np.arange(rows), test_size=TEST_SHARE, random_state=seed)
    train, validation = train_test_split(development, test_size=VALIDATION_SHARE, random_state=seed)
    return Splits(train, validation, test)


def targets(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the 35 binary targets, float32 (n, 35) in BINARY_LABELS order, and `related`, int64 (n,)."""
    return frame[list(BINARY_LABELS)].to_numpy(np.float32), frame[RELATED].to_numpy(np.int64)


def fingerprint(directory: Path | str, rows: int) -> DataFingerprint:
    """What identifies the data: the number of clean rows and each input file's SHA-256."""
    files = {name: sha256((Path(directory) / name).read_bytes()).hexdigest() for name in (MESSAGES, CATEGORIES)}
    return DataFingerprint(rows, files)


def _read(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    if not path.is_file():
        raise DataError(f"The data file {path.name} is missing from {path.parent}.")
    try:
        frame = pd.read_csv(path, dtype=str, encoding="utf-8", keep_default_na=False, na_values=[""])
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise DataError(f"{path.name} is not a readable UTF-8 CSV file: {error}.") from error
    for column in columns:
        if column not in frame.columns:
            raise DataError(f"{path.name} has no column '{column}'; it has {', '.join(frame.columns)}.")
    for column in columns:
        if column != "original" and frame[column].isna().any():
            raise DataError(f"{path.name}, column '{column}', row {_row(frame[column].isna())}: the cell is empty.")
    if frame.empty:
        raise DataError(f"{path.name} has no rows below its header.")
    return frame[list(columns)]


def _row(bad: pd.Series) -> int:
    """The number of the first bad row, counting the header as row 1."""
    return int(np.argmax(bad.to_numpy())) + 2


def _require_integers(column: pd.Series, file: str, name: str) -> None:
    bad = ~column.str.fullmatch(r"\s*-?\d{1,18}\s*")
    if bad.any():
        row = _row(bad)
        raise DataError(f"{file}, column '{name}', row {row}: '{column.iloc[row - 2]}' is not an integer.")


def _expand(categories: pd.DataFrame) -> pd.DataFrame:
    """Turn "related-1;request-0;..." into one int8 column per output, checking every cell."""
    cells = categories["categories"].str.split(";", expand=True)
    _check_names(cells)
    values = pd.DataFrame({name: cells[i].str.partition("-")[2] for i, name in enumerate(LABEL_COLUMNS)})
    for name in LABEL_COLUMNS:
        _check_values(values[name], name, ("0", "1", "2") if name == RELATED else ("0", "1"))
    return pd.concat([categories["id"], values.astype(np.int8)], axis=1)


def _check_names(cells: pd.DataFrame) -> None:
    names = cells.apply(lambda column: column.str.partition("-")[0])
    for i in range(max(len(LABEL_COLUMNS), cells.shape[1])):
        expected = LABEL_COLUMNS[i] if i < len(LABEL_COLUMNS) else None
        found = names[i] if i < cells.shape[1] else pd.Series([None] * len(cells), dtype=object)
        bad = found.notna() if expected is None else (found != expected)
        if bad.any():
            row = _row(bad)
            name = found.iloc[row - 2]
            problem = f"unknown label '{name}'" if isinstance(name, str) else "no label"
            wanted = f"'{expected}'" if expected else f"nothing after {len(LABEL_COLUMNS)} labels"
            raise DataError(f"{CATEGORIES}, column 'categories', row {row}: {problem} where {wanted} belongs.")


def _check_values(column: pd.Series, label: str, allowed: tuple[str, ...]) -> None:
    bad = ~column.isin(allowed)
    if bad.any():
        row = _row(bad)
        value = column.iloc[row - 2]
        problem = "is not an integer" if not value.lstrip("-").isdigit() else f"is not one of {', '.join(allowed)}"
        place = f"{CATEGORIES}, column 'categories', row {row}"
        raise DataError(f"{place}: {label} has the value '{value}', which {problem}.")
