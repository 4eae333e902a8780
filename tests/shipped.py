"""The shipped figures, as they are and with changes, and made-up answers."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from classifier import artifacts
from classifier.inference import Answer, Prediction
from classifier.labels import BINARY_LABELS
from classifier.report.report import Report
from classifier.text.identification import Identified
from classifier.text.reading import Reading

ASSETS = Path(__file__).resolve().parents[1] / "assets"
REPORT = Report.load(ASSETS, artifacts.read_manifest(ASSETS))

ENGLISH = Identified("en", "en", "en", -20.0)
GERMAN = Identified("en", None, "de", 40.0)

FEW, ENOUGH, NEVER = "offer", "water", "child_alone"
"""A label with too few test messages, one with enough, and one without a positive example."""


def content() -> dict[str, Any]:
    """The content of the shipped metrics.json, to be changed."""
    return deepcopy(msgspec.to_builtins(REPORT))


def changed(fields: dict[str, Any]) -> Report:
    """A report with this content."""
    return msgspec.convert(fields, Report)


def answer(
    message: str = "message",
    related: tuple[float, ...] = (0.1, 0.8, 0.1),
    reading: Reading = Reading("", ENGLISH, ()),  # noqa: B008  # frozen
    **probabilities: float,
) -> Answer:
    """An answer with the probabilities named; all others are 0.01."""
    found = {name: probabilities.get(name, 0.01) for name in BINARY_LABELS}
    parts = Prediction(np.array([[*found.values()]], np.float32), np.array([related], np.float32))
    return Answer(message, reading, found, related, parts, 0.001)
