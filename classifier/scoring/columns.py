"""The names of columns: those of the answers, and which one of the input holds the messages."""

from collections.abc import Sequence

from classifier.errors import DataError
from classifier.labels import BINARY_LABELS, RELATED, RELATED_CLASSES

LANGUAGE = "language"
RELATED_PROBABILITIES = tuple(f"p_{RELATED}_{i}" for i in range(len(RELATED_CLASSES)))
PROBABILITIES = tuple(f"p_{name}" for name in BINARY_LABELS)
FLAGS = tuple(f"is_{name}" for name in BINARY_LABELS)
PAIRS = tuple(name for pair in zip(PROBABILITIES, FLAGS, strict=True) for name in pair)

ANSWERS = (LANGUAGE, RELATED, *RELATED_PROBABILITIES, *PAIRS)
"""What is written after the input columns, in this order."""

MESSAGE = "message"
USUAL_NAMES = (MESSAGE, "text", "tweet", "sms", "body", "content")
"""What a column of messages is usually called, in any case; the first that is there is taken."""


def check_names(name: str, columns: Sequence[str]) -> None:
    """DataError if two columns of the input called `name` have the same name."""
    if len(set(columns)) == len(columns):
        return
    twice = next(column for i, column in enumerate(columns) if column in columns[:i])
    called = f'are called "{twice}"' if twice else "have no name"
    raise DataError(f"Two columns of {name} {called}: every column needs a name of its own.")


def check_clash(name: str, columns: Sequence[str]) -> None:
    """DataError if an input column has the name of an answer."""
    clash = next((column for column in columns if column in ANSWERS), None)
    if clash is not None:
        hint = f', to "gold_{RELATED}" if it holds what people said' if clash == RELATED else ""
        raise DataError(
            f'The column "{clash}" of {name} has the name of a column that is added: rename it first{hint}.'
        )


def message_column(name: str, columns: Sequence[str], wanted: str | None) -> str:
    """The column of the messages: the one `wanted`, or else the usual or the only one; DataError if there is none."""
    if wanted is not None:
        if wanted not in columns:
            raise DataError(f'{name} has no column "{wanted}": its columns are {_listed(columns)}.')
        return wanted
    usual = {column.strip().lower(): column for column in reversed(columns)}
    found = next((usual[one] for one in USUAL_NAMES if one in usual), None)
    if found is None and len(columns) > 1:
        raise DataError(f"Which column of {name} holds the messages? Name it with --column: {_listed(columns)}.")
    return columns[0] if found is None else found


def _listed(columns: Sequence[str]) -> str:
    shown = ", ".join(f'"{column[:60]}"' for column in columns[:20])
    return f"{shown} and {len(columns) - 20} more" if len(columns) > 20 else shown
