"""What the app says about its examples is true of the shipped model."""

import json
from pathlib import Path

import numpy as np
import pytest

from classifier import artifacts
from classifier.inference import Answer, Classifier
from classifier.labels import BINARY_LABELS
from classifier.operating_points import BALANCED
from classifier.report.report import Report
from classifier.report.support import SupportLevel
from classifier.text.languages import CREOLE
from classifier.text.reading import TokenStatus
from tests.conftest import ASSETS

EXAMPLES = {example["id"]: example for example in json.loads((ASSETS / artifacts.EXAMPLES).read_text(encoding="utf-8"))}
FAILURES = [("enough", "water"), ("enough", "food"), ("figurative", "earthquake")]
NAMED = [
    *(("several-needs", label) for label in ("request", "water", "food", "shelter")),
    ("rescue", "search_and_rescue"),
    *(("news", label) for label in ("weather_related", "storm", "buildings", "electricity")),
]
MISSED = [("news", "request"), ("offer", "offer"), ("no-keyword", "water"), ("no-keyword", "food")]


def answer(classifier: Classifier, example: str) -> Answer:
    """The answer to an example."""
    return classifier.answer(EXAMPLES[example]["message"])


def flagged(classifier: Classifier, example: str) -> set[str]:
    """The labels flagged at the balanced thresholds."""
    probabilities = list(answer(classifier, example).probabilities.values())
    reached = np.array(probabilities) >= classifier.thresholds[BALANCED]
    return {name for name, at in zip(BINARY_LABELS, reached, strict=True) if at}


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_can_be_classified(classifier: Classifier, example: str) -> None:
    assert answer(classifier, example).reading.words


def test_every_example_called_a_failure_is_tested_to_be_one() -> None:
    assert {name for name, one in EXAMPLES.items() if "failure" in one["title"].lower()} == {
        name for name, _ in FAILURES
    }


@pytest.mark.parametrize(("example", "label"), FAILURES)
def test_a_known_failure_flags_what_is_not_needed(classifier: Classifier, example: str, label: str) -> None:
    assert label in flagged(classifier, example)


@pytest.mark.parametrize(("example", "label"), NAMED)
def test_what_an_example_shows_is_flagged(classifier: Classifier, example: str, label: str) -> None:
    assert label in flagged(classifier, example)


@pytest.mark.parametrize(("example", "label"), MISSED)
def test_what_an_example_shows_to_be_absent_or_missed_is_not_flagged(
    classifier: Classifier, example: str, label: str
) -> None:
    assert label not in flagged(classifier, example)


def test_most_offers_are_missed_and_too_few_to_trust(assets: Path, classifier: Classifier) -> None:
    offer = Report.load(assets, classifier.manifest).labels["offer"]
    assert (offer.points[BALANCED].recall or 0) < 0.5
    assert offer.level == SupportLevel.FEW


def test_most_short_forms_are_read_as_other_words_and_some_stay_unknown(classifier: Classifier) -> None:
    reading = answer(classifier, "spelling").reading
    assert reading.count(TokenStatus.RESPELLED) > len(reading.words) / 2
    assert reading.count(TokenStatus.UNKNOWN) > 0


def test_the_example_in_another_language_is_identified_as_german(classifier: Classifier) -> None:
    identified = answer(classifier, "another-language").reading.identified
    assert (identified.language, identified.code) == (None, "de")


def test_the_rescue_at_the_end_of_the_long_report_is_found_and_only_by_its_last_part(classifier: Classifier) -> None:
    assert "search_and_rescue" in flagged(classifier, "long")
    rescue = answer(classifier, "long").parts.probabilities[:, BINARY_LABELS.index("search_and_rescue")]
    assert rescue.argmax() == len(rescue) - 1 > 0


def test_creole_is_read_as_creole(classifier: Classifier) -> None:
    assert answer(classifier, "creole").reading.language == CREOLE


def test_what_has_nothing_to_do_with_a_disaster_is_not_related(classifier: Classifier) -> None:
    assert answer(classifier, "off-topic").related_class == 0
