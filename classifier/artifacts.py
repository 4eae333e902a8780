"""The files in `assets/`: one manifest names them all, with hashes that are checked before anything is read."""

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from classifier.errors import ArtifactError
from classifier.labels import BINARY_LABELS, RELATED_CLASSES

MANIFEST, MODEL, TOKENIZER, CALIBRATION = "manifest.json", "model.keras", "tokenizer.json", "calibration.json"
METRICS, EXAMPLES, CARD = "metrics.json", "examples.json", "MODEL_CARD.md"
REQUIRED = (MODEL, TOKENIZER, CALIBRATION)
RESTORE = "git checkout -- assets"
RETRAIN = "python -m classifier.training.train --data DIR --recipe default --embeddings FILE --output assets"


@dataclass(frozen=True)
class Manifest:
    """What `manifest.json` says; `raw` is all of it."""

    version: str
    recipe: str
    model_sha256: str
    raw: dict[str, Any]


def read(directory: Path | str, required: tuple[str, ...] = REQUIRED) -> Manifest:
    """Read the manifest and check the required files against it.

    Raises ArtifactError naming the file at fault and the command that mends it.
    """
    directory = Path(directory)
    raw = parse(directory / MANIFEST)
    try:
        manifest = Manifest(raw["version"], raw["recipe"], raw["files"][MODEL], raw)
        order = tuple(raw["labels"]), tuple(raw["related_classes"])
        for name in required:
            _verify(directory / name, raw["files"][name])
    except KeyError as error:
        raise broken(directory / MANIFEST, f"lacks the entry {error}") from error
    except TypeError as error:
        raise broken(directory / MANIFEST, "is no manifest") from error
    if order != (BINARY_LABELS, RELATED_CLASSES):
        raise broken(directory / MANIFEST, "lists other labels, or in another order, than this version of the app")
    return manifest


def write(directory: Path | str, files: Mapping[str, bytes], fields: Mapping[str, Any] | None = None) -> None:
    """Replace files and the manifest that names them.

    Everything is written beside its goal first, so that a run killed before the last moment leaves the
    old artefacts whole; `fields` are merged into the manifest. All files in the directory are hashed anew.
    """
    directory = Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=directory, prefix=".new-") as staging:
        for name, content in files.items():
            _store(Path(staging) / name, content)
        raw = parse(directory / MANIFEST) if fields is None else dict(fields)
        raw["files"] = _hashes(directory) | _hashes(Path(staging))
        _store(Path(staging) / MANIFEST, (json.dumps(raw, indent=1, ensure_ascii=False) + "\n").encode())
        for name in (*files, MANIFEST):
            os.replace(Path(staging) / name, directory / name)


def _hashes(directory: Path) -> dict[str, str]:
    files = sorted(path for path in directory.iterdir() if path.is_file() and not path.name.startswith("."))
    return {path.name: _digest(path) for path in files if path.name != MANIFEST}


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _store(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def parse(path: Path) -> Any:
    """Parse one JSON artefact; ArtifactError if it is missing or no JSON."""
    if not path.is_file():
        raise ArtifactError(f"The file {path.name} is missing from {path.parent.name}. {_remedy()}")
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, OSError) as error:
        raise broken(path, "is damaged") from error


def _verify(path: Path, digest: str) -> None:
    if not path.is_file():
        raise ArtifactError(f"The file {path.name} is missing from {path.parent.name}. {_remedy()}")
    if _digest(path) != digest:
        raise broken(path, f"does not match its SHA-256 in {MANIFEST}: it is damaged or of another training run")


def broken(path: Path, problem: str) -> ArtifactError:
    """The error for an artefact that is there but cannot be used."""
    return ArtifactError(f"The file {path.name} in {path.parent.name} {problem}. {_remedy()}")


def _remedy() -> str:
    return f"To restore the shipped files run `{RESTORE}`; to make new ones run `{RETRAIN}`."
