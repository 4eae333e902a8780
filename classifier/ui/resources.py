"""What the pages share: the model and its figures, loaded once a server."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from classifier import artifacts
from classifier.errors import ArtifactError
from classifier.report import Report

if TYPE_CHECKING:
    from classifier.inference import Classifier

ASSETS = Path(os.path.relpath(Path(__file__).parents[2] / "assets"))
"""Relative to where the app was started, so that the commands in error messages work as they stand."""


@st.cache_resource(show_spinner="Loading the model: some seconds, once after a start", show_time=True)
def get_classifier() -> "Classifier":
    """The classifier, shared by all sessions and read-only; ArtifactError if its files are not in order."""
    from classifier.inference import Classifier  # brings TensorFlow in: not before the page is on the screen

    _keep_keras_session()
    classifier = Classifier.load(ASSETS)
    gc.freeze()  # Streamlit collects garbage after each run: without this it looks through all of TensorFlow each time
    return classifier


@st.cache_resource(show_spinner=False)
def get_report() -> Report:
    """The figures measured on held-out messages with this very model; ArtifactError if they are not in order."""
    return Report.load(ASSETS, artifacts.read(ASSETS, required=()).model_sha256)


def _keep_keras_session() -> None:
    """Stop Streamlit from clearing Keras's session after each run of a page.

    That throws TensorFlow's kernels away, also under a prediction of another session, and makes the next
    one take a hundred times as long. There is one model here, shared and read-only: nothing needs clearing.
    """
    import keras

    keras.backend.clear_session = lambda free_memory=True: None


@contextmanager
def artifact_errors_shown() -> Iterator[None]:
    """Where a file that the block needs is not in order: say which and how to mend it, and stop the page."""
    try:
        yield
    except ArtifactError as error:
        show_artifact_error(error)
        st.stop()


def show_artifact_error(error: ArtifactError) -> None:
    """Name the file at fault and the command that mends it, in place of a page."""
    st.error("The app cannot answer yet: a file that it needs is not in order.", icon=":material/build:")
    st.code(str(error), language=None, wrap_lines=True)
    st.caption("Run the command where the app was started, then reload this page.")
