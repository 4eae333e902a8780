"""Everything that is done once at server start, so that the first visitor's answer is as quick as the next."""

from classifier.charts import probabilities, related, what_if, why
from classifier.ui.resources import get_report, load_classifier
from classifier.ui.shared.chart import specification

SENTENCE = "We need water and food for the people in the camp near the river"  # one word would leave much cold


def warm_up() -> None:
    """Load the model, answer one message, and build the charts' templates; ArtifactError as `load_classifier`."""
    for template in (probabilities.chart, related.chart, why.chart, what_if.chart):
        specification(template)
    get_report()
    load_classifier().answer(SENTENCE)
