"""What a page says when a file that it needs is not in order."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from classifier.errors import ArtifactError


@contextmanager
def artifact_errors_shown() -> Iterator[None]:
    """If a file that the block needs is not in order, say which and how to fix it, and stop the page."""
    try:
        yield
    except ArtifactError as error:
        st.error("The app cannot answer yet: a file that it needs is not in order.", icon=":material/build:")
        st.code(str(error), language=None, wrap_lines=True)
        st.caption("Run the command in the folder where the app was started, then reload this page.")
        st.stop()
