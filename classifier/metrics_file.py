"""metrics.json: where it lies, what it must hold, and the error that says how to mend it."""

import json
from pathlib import Path
from typing import Any

from classifier.errors import ArtifactError
from classifier.labels import BINARY_LABELS

FILE, SCHEMA = "metrics.json", 1

_REQUIRED = ("labels", "related", "overall", "baselines", "languages", "genres", "biases", "other_splits", "dataset",
             "confusions", "rows", "data", "version", "model_sha256", "split_seed")


def read(path: Path, model_sha256: str | None = None) -> dict[str, Any]:
    """Return the content of a metrics.json, checked against the labels and, if given, the model's hash.

    Raises ArtifactError: what is wrong, in which file, and the command that mends it.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise _error(path, "is missing") from None
    except (OSError, ValueError) as error:
        raise _error(path, f"cannot be read ({error})") from error
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


def _error(path: Path, problem: str) -> ArtifactError:
    command = f"python -m classifier.training.evaluate --data DIR --assets {path.parent.as_posix()}"
    return ArtifactError(f"{path.as_posix()} {problem}. Measure the model again: `{command}`.")
