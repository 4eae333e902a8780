"""The program that the page offers for an answer, run on the shipped model."""

import pytest

from classifier.inference import Classifier
from classifier.operating_points import OPERATING_POINTS, thresholds_at
from classifier.report.evidence import gather
from classifier.ui.classify.downloads import as_python
from tests.conftest import ASSETS
from tests.shipped import REPORT

MESSAGES = {
    "quotes and line breaks": "We need water, 'food' and \"tents\"\nin the camp \\ $x$",
    "another language": "Wir brauchen dringend Wasser und Zelte im Lager, bitte schickt Hilfe",
}


def run(program: str) -> dict[str, object]:
    """What a program leaves behind, run in the folder of the project."""
    names: dict[str, object] = {}
    exec(program.replace('"assets"', repr(str(ASSETS))), names)
    return names


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
@pytest.mark.parametrize("point", OPERATING_POINTS)
def test_the_program_gives_the_probabilities_and_flags_of_the_page(classifier: Classifier, point: str, message: str):
    thresholds = thresholds_at(point, classifier.thresholds).move("food", 0.999)
    answer = classifier.answer(message)
    known = answer.reading.language is not None
    evidence = gather(answer.probabilities, answer.related, thresholds, REPORT, language_known=known)
    names = run(as_python(message, thresholds))
    assert names["flagged"] == [one.label.name for one in evidence.labels if one.flagged]
    assert names["probabilities"] == pytest.approx(dict(answer.probabilities), abs=1e-6)
