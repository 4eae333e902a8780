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
"""Relative to where the app was started, so that the commands in error messages work as they are."""

IMPORTING = threading.Lock()
"""Held while large libraries are imported: two threads that import the same ones at once can block each other."""

LOADED = threading.Event()
"""Set once the classifier has been loaded."""


@st.cache_resource(show_spinner=False)
def load_classifier() -> "Classifier":
    """Load the classifier, shared by all sessions and read-only; ArtifactError if its files are not in order."""
    from classifier.inference import Classifier  # imports TensorFlow, which the pages must not wait for

    classifier = Classifier.load(ASSETS)
    _keep_keras_session()
    LOADED.set()
    return classifier


def wait_for_classifier() -> "Classifier":
    """The classifier; while it is still being loaded, the page says so and waits."""
    if LOADED.is_set():
        return load_classifier()
    with st.spinner("Loading the model: a few seconds, once after each start", show_time=True):
        return load_classifier()


@st.cache_resource(show_spinner=False)
def get_report() -> Report:
    """The figures measured on held-out messages with this very model; ArtifactError if they are not in order."""
    return Report.load(ASSETS, artifacts.read_manifest(ASSETS))


def _keep_keras_session() -> None:
    """Stop Streamlit from clearing Keras's session after each run of a page.

    Clearing throws TensorFlow's kernels away, even during another session's prediction, and makes the next prediction
    far slower. There is one model here, shared and read-only: nothing needs clearing.
    """
    import keras

    keras.backend.clear_session = lambda free_memory=True: None
