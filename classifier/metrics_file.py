"""metrics.json: where it lies, what it must hold, and the error that says how to mend it."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from classifier import artifacts
from classifier.errors import ArtifactError
from classifier.labels import BINARY_LABELS

FILE, SCHEMA = artifacts.METRICS, 1

_REQUIRED = (
    "labels",
    "related",
    "overall",
    "baselines",
    "languages",
    "genres",
    "biases",
    "other_splits",
    "dataset",
    "confusions",
    "rows",
    "data",
    "version",
    "model_sha256",
    "split_seed",
)


def read(path: Path, model_sha256: str | None = None) -> dict[str, Any]:
    """Return the content of a metrics.json, checked against the labels, the manifest beside it (if there
    is one) and the model's hash (if given).

    Raises ArtifactError: what is wrong, in which file, and the command that mends it.
    """
    try:
        content = path.read_bytes()
        raw = json.loads(content)
    except FileNotFoundError:
        raise _error(path, "is missing") from None
    except (OSError, ValueError) as error:
        raise _error(path, "is damaged and cannot be read") from error
    _check_seal(path, content)
    _check(raw, path, model_sha256)
    return raw


def _check(raw: Any, path: Path, model_sha256: str | None) -> None:
    if not isinstance(raw, dict) or raw.get("schema") != SCHEMA:
        raise _error(path, f"is not of schema {SCHEMA}")
    missing = [key for key in _REQUIRED if key not in raw]
    if missing:
        raise _error(path, f"lacks {', '.join(missing)}")
    if tuple(raw["labels"]) != BINARY_LABELS:
        raise _error(path, "does not list the labels of this version in their order")
    if model_sha256 is not None and raw["model_sha256"] != model_sha256:
        raise _error(path, "was measured on another model than the one beside it")


def _check_seal(path: Path, content: bytes) -> None:
    if (path.parent / artifacts.MANIFEST).is_file():
        sealed = artifacts.parse(path.parent / artifacts.MANIFEST)["files"].get(FILE)
        if sealed != sha256(content).hexdigest():
            raise _error(path, f"does not match its SHA-256 in {artifacts.MANIFEST}")


def _error(path: Path, problem: str) -> ArtifactError:
    command = f"python -m classifier.training.evaluate --data DIR --assets {path.parent.name}"
    return ArtifactError(f"The file {path.name} in {path.parent.name} {problem}. Measure the model again: `{command}`.")
