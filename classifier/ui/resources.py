"""What all sessions share: the model and its figures, loaded once per server."""

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from classifier import artifacts
from classifier.report.report import Report

if TYPE_CHECKING:
    from classifier.inference import Classifier

ASSETS = Path(os.path.relpath(Path(__file__).parents[2] / "assets"))
"""Relative to where the app was started, so that the commands in error messages work as they stand."""

_loaded = threading.Event()


@st.cache_resource(show_spinner=False)
def load_classifier() -> "Classifier":
    """Load the classifier, shared by all sessions and read-only; ArtifactError if its files are not in order."""
    from classifier.inference import Classifier  # brings TensorFlow in: only after the first page is on the screen

    classifier = Classifier.load(ASSETS)
    _keep_keras_session()
    _loaded.set()
    return classifier


def get_classifier() -> "Classifier":
    """The classifier; where it is still being loaded, the page says so and waits."""
    if _loaded.is_set():
        return load_classifier()
    with st.spinner("Loading the model: a few seconds, once after each start", show_time=True):
        return load_classifier()


@st.cache_resource(show_spinner=False)
def get_report() -> Report:
    """The figures measured on held-out messages with this very model; ArtifactError if they are not in order."""
    return Report.load(ASSETS, artifacts.read_manifest(ASSETS))


def _keep_keras_session() -> None:
    """Stop Streamlit from clearing Keras's session after each run of a page.

    That throws TensorFlow's kernels away, even under a prediction of another session, and makes the next one take a
    hundred times as long. There is one model here, shared and read-only: nothing needs clearing.
    """
    import keras

    keras.backend.clear_session = lambda free_memory=True: None
