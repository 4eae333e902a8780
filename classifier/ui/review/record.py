"""The record of reviews, opened once per server."""

import os
from collections.abc import Mapping
from pathlib import Path

import streamlit as st
from sqlalchemy import URL
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton

from classifier.errors import ReviewsError
from classifier.reviews.address import FORM, URL_VARIABLE, database_address, file_of
from classifier.reviews.failures import in_sentences
from classifier.reviews.store import Store


def get_store() -> Store:
    """The record; ReviewsError if it cannot be opened, and then the next call tries again."""
    return _open(_address())


def open_if_there() -> None:
    """Open the record, which brings its tables up to date, unless it is a file that its first reviewer will make."""
    address = _address()
    file = file_of(address)
    if file is None or file.exists():
        _open(address)


def _address() -> URL:
    return database_address(None if os.environ.get(URL_VARIABLE) else _in_secrets())


@st.cache_resource(show_spinner=False, max_entries=4, hash_funcs={URL: hash})
def _open(url: URL) -> Store:
    with in_sentences(url):
        address = url.render_as_string(hide_password=False)
        engine = st.connection("reviews", type="sql", url=address, hide_parameters=True).engine
    return Store(engine)


def _in_secrets() -> str | None:
    """The address in `.streamlit/secrets.toml`, if there is one; ReviewsError if it is there and cannot be read.

    Otherwise a slip of the pen would send reviews to another place than the one that was meant.
    """
    if not secrets_singleton.load_if_toml_exists():
        if any(Path(path).exists() for path in config.get_option("secrets.files")):
            raise ReviewsError("The secrets file cannot be read: correct it and start the app again.")
        return None
    connections = st.secrets.get("connections")
    if not isinstance(connections, Mapping) or "reviews" not in connections:
        return None
    section = connections["reviews"]
    address = section.get("url") if isinstance(section, Mapping) else None
    if not isinstance(address, str):
        raise ReviewsError(f"[connections.reviews] in the secrets names no database: give it a url, {FORM}.")
    return address
