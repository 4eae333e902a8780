"""The files in `assets/`: one manifest names them all, with hashes that are checked before anything is read."""

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from classifier.errors import ArtifactError
from classifier.labels import BINARY_LABELS, RELATED_CLASSES

MANIFEST, MODEL, TOKENIZER, CALIBRATION = "manifest.json", "model.keras", "tokenizer.json", "calibration.json"
METRICS, EXAMPLES, CARD = "metrics.json", "examples.json", "MODEL_CARD.md"
SEEN = "seen_messages.bin"
"""Hashes of the messages that the model was trained or validated on; only needed where messages are judged."""

REQUIRED = (MODEL, TOKENIZER, CALIBRATION)
"""What the classifier needs in addition to the manifest."""

RESTORE = "git checkout -- assets"
RETRAIN = "python -m classifier.training.train --data DIR --recipe default --embeddings FILE --output assets"
RECOGNISE = "python -m classifier.training.train --data DIR --output assets --seen-only"
MEASURE = "python -m classifier.training.evaluate --data DIR --assets assets"
_FIXES = {
    METRICS: f"To restore the shipped files run `{RESTORE}`; to measure the model again run `{MEASURE}`.",
    SEEN: f"To restore the shipped files run `{RESTORE}`; to write it again run `{RECOGNISE}`.",
    EXAMPLES: f"To restore the shipped files run `{RESTORE}`.",
}
_FIX = f"To restore the shipped files run `{RESTORE}`; to make new ones run `{RETRAIN}`."


@dataclass(frozen=True)
class DataFingerprint:
    """What identifies the data set: the number of clean rows and the SHA-256 of each input file."""

    rows: int
    sha256: dict[str, str]


@dataclass(frozen=True)
class VectorSource:
    """Where word vectors come from: file name, SHA-256, number of words and of dimensions.

    `known_from` says why the model may know the words: how many are in which list.
    """

    file: str
    sha256: str
    words: int
    dimensions: int
    known_from: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Manifest:
    """The content of `manifest.json`: which files belong together (name -> SHA-256), and how they were made.

    `config` and `history` are the recipe's own description of its training; `threshold_study` maps a way to choose
    thresholds to its macro-F1 and micro-F1 on validation messages.
    """

    version: str
    recipe: str
    labels: tuple[str, ...]
    related_classes: tuple[str, ...]
    files: dict[str, str]
    command: str = ""
    seed: int = 0
    split_seed: int = 0
    config: dict[str, Any] = field(default_factory=dict)
    history: dict[str, list[float]] = field(default_factory=dict)
    parameters: int = 0
    data: DataFingerprint | None = None
    vectors: VectorSource | None = None
    versions: dict[str, str] = field(default_factory=dict)
    date: str = ""
    threshold_study: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def model_sha256(self) -> str:
        """The hash that names the model."""
        return self.files[MODEL]


def read_manifest(directory: Path | str) -> Manifest:
    """Read the manifest; ArtifactError if it is missing, damaged or does not list this version's labels."""
    path = Path(directory) / MANIFEST
    try:
        manifest = msgspec.json.decode(content(path), type=Manifest)
    except msgspec.MsgspecError as error:
        raise broken(path, f"is damaged ({error})") from error
    if MODEL not in manifest.files:
        raise broken(path, f"does not name {MODEL}")
    if (manifest.labels, manifest.related_classes) != (BINARY_LABELS, RELATED_CLASSES):
        raise broken(path, "does not list the labels of this version of the app in their order")
    return manifest


def read(directory: Path | str, name: str, manifest: Manifest) -> bytes:
    """The content of one artefact, checked against its hash in the manifest.

    Raises ArtifactError naming the file at fault and the command that fixes it.
    """
    path = Path(directory) / name
    found = content(path)
    if sha256(found).hexdigest() != manifest.files.get(name):
        raise broken(path, f"does not match its SHA-256 in {MANIFEST}: it is damaged or from another training run")
    return found


def write(directory: Path | str, files: Mapping[str, bytes], manifest: Mapping[str, Any] | None = None) -> None:
    """Replace files and the manifest that names them.

    Everything is staged, then renamed, so that a run that is killed before the renames leaves the old artefacts intact.
    `manifest` is its new content without `files`; without it the old content stays. All files in the directory are
    hashed again.
    """
    directory = Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=directory, prefix=".new-") as folder:
        staging = Path(folder)
        for name, new in files.items():
            _store(staging / name, new)
        kept = msgspec.json.decode(content(directory / MANIFEST)) if manifest is None else manifest
        sealed = {**kept, "files": _hashes(directory) | _hashes(staging)}
        _store(staging / MANIFEST, (json.dumps(sealed, indent=1, ensure_ascii=False) + "\n").encode())
        for name in (*files, MANIFEST):
            os.replace(staging / name, directory / name)


def broken(path: Path, problem: str) -> ArtifactError:
    """The error for an artefact that cannot be used: which one, why, and the command that fixes it."""
    return ArtifactError(f"The file {path.name} in {path.parent.name} {problem}. {_FIXES.get(path.name, _FIX)}")


def content(path: Path) -> bytes:
    """A file's content, unchecked; ArtifactError if it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise broken(path, "is missing") from error
    except OSError as error:
        raise broken(path, f"cannot be read ({error.strerror})") from error


def _hashes(directory: Path) -> dict[str, str]:
    files = sorted(path for path in directory.iterdir() if path.is_file() and not path.name.startswith("."))
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in files if path.name != MANIFEST}


def _store(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
