"""The record of reviews, opened once per server."""

import os

import streamlit as st
from sqlalchemy import URL

from classifier.reviews.address import URL_VARIABLE, database_address
from classifier.reviews.failures import in_sentences
from classifier.reviews.store import Store


def get_store() -> Store:
    """The record; ReviewsError if it cannot be opened, and then the next call tries again."""
    return _open(database_address(None if os.environ.get(URL_VARIABLE) else _in_secrets()))


@st.cache_resource(show_spinner=False, max_entries=4, hash_funcs={URL: hash})
def _open(url: URL) -> Store:
    with in_sentences(url):
        address = url.render_as_string(hide_password=False)
        engine = st.connection("reviews", type="sql", url=address, hide_parameters=True).engine
    return Store(engine)


def _in_secrets() -> str | None:
    """The address in `.streamlit/secrets.toml`, if there is one."""
    try:
        return str(st.secrets["connections"]["reviews"]["url"])
    except (KeyError, FileNotFoundError):
        return None
