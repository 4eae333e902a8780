"""The shipped model on sentences written for this project: what must be more probable than what."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from classifier import artifacts
from classifier.inference import Classifier
from classifier.labels import BINARY_LABELS
from tests.conftest import ASSETS

SENTENCES = [
    ("We need clean drinking water, the well is dry", "water", "fire"),
    ("The house is burning and the flames spread to the forest", "fire", "water"),
    ("There is nothing to eat, please send rice and beans", "food", "fire"),
    ("Since the earthquake we sleep on the street, we need tents", "shelter", "electricity"),
    ("A strong earthquake and its aftershocks shook the town", "earthquake", "storm"),
    ("The hurricane tore the roofs off and the cyclone is still coming", "storm", "earthquake"),
    ("Heavy rain flooded the village, the river is still rising", "floods", "fire"),
    ("My brother has been missing since Tuesday, has anybody seen him?", "missing_people", "food"),
    ("More than two hundred people were killed and many bodies were found", "death", "money"),
    ("The injured wait for doctors and the hospital is full", "medical_help", "shelter"),
    ("The clinic ran out of medicines and bandages", "medical_products", "clothing"),
    ("Army helicopters and soldiers arrived in the north", "military", "water"),
    ("The road to the airport is blocked and no trucks get through", "transport", "food"),
    ("Power lines are down and there is no electricity", "electricity", "food"),
    ("We need blankets and warm clothes for the children", "clothing", "fire"),
    ("Thousands of refugees live in camps for displaced people", "refugees", "fire"),
    ("The government received two million dollars in donations", "money", "missing_people"),
    ("People are trapped under the rubble and rescue teams search for them", "search_and_rescue", "money"),
    ("Snow and freezing temperatures hit the mountain villages", "cold", "fire"),
]


def probability(classifier: Classifier, message: str, label: str) -> float:
    """The calibrated probability of one label."""
    return float(classifier.predict([message]).probabilities[0, BINARY_LABELS.index(label)])


@pytest.mark.parametrize(("message", "higher", "lower"), SENTENCES, ids=[higher for _, higher, _ in SENTENCES])
def test_what_a_message_names_is_more_probable_than_what_it_does_not_name(
    classifier: Classifier, message: str, higher: str, lower: str
) -> None:
    assert probability(classifier, message, higher) > probability(classifier, message, lower)


@pytest.mark.parametrize(
    ("with_it", "without_it", "label"),
    [
        ("Please send water to the school", "Please send somebody to the school", "water"),
        ("Please help us, our house is on fire", "Please help us, our house is far away", "fire"),
        ("We have no food in the camp", "We have no news in the camp", "food"),
        ("I need help, please send a doctor", "I met a doctor at the concert", "request"),
    ],
)
def test_a_word_raises_its_label(classifier: Classifier, with_it: str, without_it: str, label: str) -> None:
    assert probability(classifier, with_it, label) > probability(classifier, without_it, label)


def test_a_need_is_related_and_small_talk_less_so(classifier: Classifier) -> None:
    need, talk = classifier.predict(
        ["We need water and food in the camp", "Who won the football match last night, and what is on television?"]
    ).related
    assert need.argmax() == 1
    assert talk[0] > need[0]


@pytest.mark.parametrize("label", ["water", "food"])
def test_creole_raises_what_it_asks_for(classifier: Classifier, label: str) -> None:
    message = "Nou bezwen dlo ak manje"
    assert probability(classifier, message, label) > probability(classifier, message, "fire")
    assert probability(classifier, message, label) > probability(classifier, "Bonswa, kijan ou ye?", label)


def test_the_word_that_matters_has_the_largest_effect(classifier: Classifier) -> None:
    explanation = classifier.explain("Good morning, the village urgently needs water today")
    effects = explanation.effects[:, BINARY_LABELS.index("water")]
    assert explanation.words[effects.argmax()].read_as == ("water",)


def test_answers_do_not_depend_on_the_batch_or_the_thread(classifier: Classifier) -> None:
    messages = [message for message, _, _ in SENTENCES]
    together = classifier.predict(messages)
    with ThreadPoolExecutor(4) as pool:
        alone = list(pool.map(lambda message: classifier.predict([message]), messages))
    assert np.allclose(together.probabilities, np.vstack([one.probabilities for one in alone]), atol=1e-5)
    assert np.allclose(together.related, np.vstack([one.related for one in alone]), atol=1e-5)


def test_what_cannot_be_learned_stays_improbable(classifier: Classifier) -> None:
    assert probability(classifier, "A small child is alone and has lost its parents", "child_alone") < 0.5


def test_all_artefacts_stay_under_forty_megabytes(assets: Path) -> None:
    assert sum(path.stat().st_size for path in assets.rglob("*") if path.is_file()) < 40_000_000


def test_the_manifest_names_every_file(assets: Path, classifier: Classifier) -> None:
    shipped = {path.name for path in assets.iterdir() if path.is_file()} - {artifacts.MANIFEST}
    assert set(classifier.manifest.files) == shipped


@pytest.mark.parametrize("path", sorted(ASSETS.iterdir()), ids=lambda path: path.name)
def test_every_file_is_the_one_that_the_manifest_names(path: Path, classifier: Classifier) -> None:
    if path.name != artifacts.MANIFEST:
        assert artifacts.read(ASSETS, path.name, classifier.manifest)
