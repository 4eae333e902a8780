"""Everything that is done once at server start, so that the first visitor's answer is as quick as the next."""

import gc
from threading import Thread

from classifier.text.identification import identifier

SENTENCE = "We need water and food for the people in the camp near the river"  # one word would leave much cold


def warm_up() -> None:
    """Load the model and its figures and answer one message; raises ArtifactError as `load_classifier`."""
    languages = Thread(target=identifier, daemon=True)  # unpacked by another processor meanwhile
    languages.start()
    gc.disable()  # collecting garbage slows the import of TensorFlow
    try:
        for step in (_import_tensorflow, languages.join, _answer_once):
            step()
            gc.freeze()  # Streamlit collects garbage after each run and need not look there either
    finally:
        gc.enable()


def _import_tensorflow() -> None:
    from classifier.ui.resources import IMPORTING

    with IMPORTING:
        import classifier.inference  # noqa: F401


def _answer_once() -> None:
    from classifier.ui.resources import get_report, load_classifier

    load_classifier().answer(SENTENCE)
    get_report()
