"""The answer as files: CSV for spreadsheets, JSON for programs, each with the model that made it."""

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from classifier.labels import RELATED, RELATED_CLASSES
from classifier.operating_points import HALF, HALF_THRESHOLD, OPERATING_POINTS, Thresholds
from classifier.report.evidence import Evidence
from classifier.ui.shared.csv_export import to_csv
from classifier.ui.shared.download import draw_download

if TYPE_CHECKING:
    from classifier.artifacts import Manifest
    from classifier.inference import Answer


def draw_downloads(answer: "Answer", evidence: Evidence, thresholds: Thresholds, manifest: "Manifest") -> None:
    """Two buttons; a file is made only when its button is pressed."""
    with st.container(horizontal=True):
        for words, make, file, kind, key in (
            ("Download CSV", as_csv, "classification.csv", "text/csv", "download_csv"),
            ("Download JSON", as_json, "classification.json", "application/json", "download_json"),
        ):
            draw_download(words, partial(make, answer, evidence, thresholds, manifest), file, kind, key)
    st.caption(
        "Both hold the message, its language, every probability and threshold, the operating point, the version and "
        "the model's SHA-256. To save a chart, use its own button *Download as PNG* "
        "(by the keyboard: *Fullscreen*, then Shift+Tab)."
    )
    st.subheader("The same in Python", anchor=False)
    # without a language: the colours of highlighting are Streamlit's own, and too faint for text
    st.code(as_python(answer.message, thresholds), language=None, wrap_lines=True)
    st.caption("To be run in the folder of this project.")


def as_csv(answer: "Answer", evidence: Evidence, thresholds: Thresholds, manifest: "Manifest") -> bytes:
    """One row per output, UTF-8; `language` is empty if the model does not know it, and nothing flagged then."""
    labels = [
        {
            "output": one.label.name,
            "title": one.label.title,
            "probability": one.probability,
            "threshold": one.threshold,
            "flagged": one.flagged,
            "base_rate": one.prevalence,
            "test_precision": one.performance.precision.value,
            "test_recall": one.performance.recall.value,
            "test_messages": one.performance.support,
        }
        for one in evidence.labels
    ]
    classes = [
        {"output": f"{RELATED}={one.number}", "title": one.name, "probability": one.probability}
        for one in evidence.classes
    ]
    about = {"language": answer.reading.language, "message": answer.message}
    table = pd.DataFrame([*labels, *classes]).assign(**_provenance(thresholds, manifest), **about)
    return to_csv(table.convert_dtypes())


def as_json(answer: "Answer", evidence: Evidence, thresholds: Thresholds, manifest: "Manifest") -> bytes:
    """The same as one object, UTF-8; probabilities and thresholds by label name, an unknown language is null."""
    content: dict[str, Any] = {
        "message": answer.message,
        "language": answer.reading.language,
        "probabilities": dict(answer.probabilities),
        "related": dict(zip(RELATED_CLASSES, answer.related, strict=True)),
        "thresholds": dict(thresholds.values),
        "flagged": [one.label.name for one in evidence.labels if one.flagged],
        **_provenance(thresholds, manifest),
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def as_python(message: str, thresholds: Thresholds) -> str:
    """A program that gives this very answer, flags included, run in the folder of the project."""
    if thresholds.point == HALF:
        values = f"dict.fromkeys(BINARY_LABELS, {HALF_THRESHOLD})"
    else:
        values = f'dict(zip(BINARY_LABELS, classifier.thresholds["{thresholds.point}"]))'
    moved = thresholds.moved
    lines = (
        "from classifier.inference import Classifier",
        "from classifier.labels import BINARY_LABELS, RELATED_CLASSES",
        "",
        'classifier = Classifier.load("assets")',
        f"message = {message!r}",
        "prediction = classifier.predict([message])",
        "probabilities = dict(zip(BINARY_LABELS, prediction.probabilities[0]))",
        "related = dict(zip(RELATED_CLASSES, prediction.related[0]))",
        "",
        f"thresholds = {values}  # {OPERATING_POINTS[thresholds.point].title}",
        *((f'thresholds["{moved}"] = {thresholds.values[moved]}  # set by hand',) if moved else ()),
        "known = classifier.read(message).language is not None  # nothing is flagged in other languages",
        "flagged = [name for name in BINARY_LABELS if known and probabilities[name] >= thresholds[name]]",
    )
    return "\n".join(lines)


def _provenance(thresholds: Thresholds, manifest: "Manifest") -> dict[str, str | None]:
    return {
        "operating_point": thresholds.point,
        "operating_point_title": OPERATING_POINTS[thresholds.point].title,
        "moved_by_hand": thresholds.moved,
        "version": manifest.version,
        "recipe": manifest.recipe,
        "model_sha256": manifest.model_sha256,
    }
