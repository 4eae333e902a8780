"""Everything that is done once at server start, so that the first visitor's answer is as quick as the next."""

import gc

SENTENCE = "We need water and food for the people in the camp near the river"  # one word would leave much cold


def warm_up() -> None:
    """Load the model, answer one message, and build the charts' templates; ArtifactError as `load_classifier`."""
    gc.disable()  # looking for garbage among TensorFlow's thousands of modules takes a fifth of its import
    try:
        _load_everything()
    finally:
        gc.freeze()  # nor does Streamlit, which collects garbage after each run, have to look there
        gc.enable()


def _load_everything() -> None:
    from classifier.charts import probabilities, related, what_if, why
    from classifier.ui.resources import get_report, load_classifier

    load_classifier().answer(SENTENCE)
    get_report()
    for template in (probabilities.chart, related.chart, why.chart, what_if.chart):
        template()
