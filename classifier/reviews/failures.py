"""What a database says when something goes wrong, as a sentence: never SQL, never a message, never a password."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from classifier.errors import ReviewsError
from classifier.reviews.address import POSTGRESQL, called, file_of, scrubbed
from classifier.reviews.database import LOCKED

RESTORE = (
    "stop the app, move it and the files beside it that begin with its name to another folder, and put the last backup "
    "in its place (README, Reviews, says how to make one and how to save what a damaged file still holds)"
)
_NO_REVIEW = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError)
"""What comes of making a review from a row that holds something else; reviews to be saved have been checked before."""

DRIVER = "pip install -r classifier/reviews/requirements.txt"


@contextmanager
def in_sentences(url: URL) -> Iterator[None]:
    """Whatever goes wrong with the database becomes a ReviewsError.

    The original error is dropped, not chained: its text has the SQL with the message in it, and a log would keep that.
    """
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError, ImportError, *_NO_REVIEW) as error:
        raise ReviewsError(_sentence(error, url)) from None


def _sentence(error: Exception, url: URL) -> str:
    if isinstance(error, ImportError):
        return f"The driver of PostgreSQL is not installed: run `{DRIVER}`."
    if isinstance(error, OSError):
        return f"{_file(url)} cannot be opened: {error.strerror}. Name another folder with CLASSIFIER_DATA."
    if isinstance(error, _NO_REVIEW):
        return damaged(url) if file_of(url) else f"{_file(url)} hold a row that is no review."
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return _of_sqlite(cause, url)
    if url.get_backend_name() == POSTGRESQL and isinstance(error, DBAPIError):
        return _of_postgresql(error, url)
    return f"{_file(url)} cannot be used: {scrubbed(str(cause), url).rstrip('.')}."


def _of_sqlite(error: sqlite3.Error, url: URL) -> str:
    name, file = getattr(error, "sqlite_errorname", ""), _file(url)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return f"{file} is being written by another program: try again."
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return f"{file} cannot be written: the disk is full, or it fails. Nothing that was saved before is lost."
    if (path := file_of(url)) and not path.exists():
        return f"{file} is not there any more: put it back, or start the app again to begin another one."
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return f"{file} cannot be opened for writing: check its folder, or name another one with CLASSIFIER_DATA."
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or not name:
        return damaged(url)  # without a name it is Python's own, about a text that is not UTF-8, which it would repeat
    return f"{file} cannot be used: {scrubbed(str(error), url).rstrip('.')}."


def damaged(url: URL) -> str:
    """The sentence about a file whose content is not in order."""
    return f"{_file(url)} is damaged: {RESTORE}."


def _of_postgresql(error: DBAPIError, url: URL) -> str:
    state = getattr(error.orig, "sqlstate", None) or ""
    reason = scrubbed(str(error.orig), url).rstrip(".")
    if state.startswith("53"):
        return f"Reviews cannot be saved, because {called(url)} has no room left: {reason}."
    if state == LOCKED:
        return f"Reviews in {called(url)} are being written by another program: try again."
    if error.connection_invalidated or not state or state.startswith(("08", "28", "3D", "57")):
        return f"Reviews cannot be reached in {called(url)}: {reason}."
    return f"Reviews cannot be used in {called(url)}: {reason}."


def _file(url: URL) -> str:
    return f"The file of reviews {called(url)}" if file_of(url) else f"Reviews in {called(url)}"
