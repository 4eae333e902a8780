"""Where the reviews lie: the address of the database, and how it is named without its password."""

import os
from pathlib import Path
from urllib.parse import quote, quote_plus

from platformdirs import user_data_path
from sqlalchemy import URL, make_url

from classifier.errors import ReviewsError

URL_VARIABLE, FOLDER_VARIABLE = "CLASSIFIER_REVIEWS_URL", "CLASSIFIER_DATA"
FILE = "reviews.db"
SQLITE, POSTGRESQL = "sqlite", "postgresql"
_DRIVERS = (SQLITE, f"{SQLITE}+pysqlite", f"{POSTGRESQL}+psycopg")
_SOURCES = Path(__file__).resolve().parents[2]
FORM = "sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/NAME"


def data_folder() -> Path:
    """The folder of what the app keeps: the one that CLASSIFIER_DATA names, or else the user's own."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named).expanduser().absolute() if named else user_data_path("disaster-classifier", appauthor=False)


def database_address(given: str | None = None) -> URL:
    """The address of the database: the one given, that of CLASSIFIER_REVIEWS_URL, or a file in the data folder.

    ReviewsError if it cannot be read, names no database, or lies among the app's own files.
    """
    text = given or os.environ.get(URL_VARIABLE) or ""
    url = _checked(_parsed(text) if text else URL.create(SQLITE, database=str(data_folder() / FILE)))
    if file_of(url) and "?" in text:
        raise ReviewsError("The address of a file takes no options: write a question mark in its name as %3F.")
    return url


def file_of(url: URL) -> Path | None:
    """The file of an SQLite database; None for a database server."""
    return Path(url.database).absolute() if url.get_backend_name() == SQLITE and url.database else None


def called(url: URL) -> str:
    """The database as errors name it: no user, no password, no option."""
    file = file_of(url)
    if file:
        return str(file)
    return f'the database "{url.database}" on {url.host or "this machine"}' + (f", port {url.port}" if url.port else "")


def scrubbed(text: str, url: URL) -> str:
    """A driver's message, its first line only (others may quote a row), without anything secret of the address."""
    options = [value for name, value in url.query.items() if "pass" in name.lower()]
    secrets = [str(url.password or ""), *(one for value in options for one in _listed(value))]
    forms = {form for secret in filter(None, secrets) for form in (secret, quote(secret, safe=""), quote_plus(secret))}
    shown = text.strip().partition("\n")[0]
    for form in sorted(forms, key=len, reverse=True):
        shown = shown.replace(form, "***")
    return shown


def _parsed(text: str) -> URL:
    """The address; SQLAlchemy's own errors may quote it, with its password."""
    try:
        url = make_url(text.strip())
    except Exception:
        raise ReviewsError(f"The address of the database cannot be read: write it as {FORM}.") from None
    if url.drivername in ("postgres", POSTGRESQL):
        url = url.set(drivername=f"{POSTGRESQL}+psycopg")
    return url


def _checked(url: URL) -> URL:
    if url.drivername not in _DRIVERS:
        raise ReviewsError(f"Reviews are kept in SQLite or PostgreSQL: write the address as {FORM}.")
    file = file_of(url)
    if url.get_backend_name() == SQLITE:
        if file is None or "\0" in str(file) or str(url.database).startswith((":memory:", "file:")):
            raise ReviewsError("The address of the database names no file: write it as sqlite:///FILE.")
        if file.resolve().is_relative_to(_SOURCES):
            raise ReviewsError(
                f"Reviews are personal data and cannot lie among the app's own files: name a place outside {_SOURCES}."
            )
        return url.set(database=str(file))
    if "@" in (url.host or ""):
        raise ReviewsError("The address of the database cannot be read: write an @ in a password as %40.")
    if not url.database:
        raise ReviewsError(f"The address names no database: write it as {FORM}.")
    return url


def _listed(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value
