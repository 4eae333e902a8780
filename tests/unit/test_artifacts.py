"""The manifest: what is written is verified, what is missing or changed is named with the command that mends it."""

import json
import os
from pathlib import Path

import pytest

from classifier import artifacts
from classifier.errors import ArtifactError
from classifier.labels import BINARY_LABELS, RELATED_CLASSES

FILES = {name: f"content of {name}".encode() for name in artifacts.REQUIRED}
FIELDS = {
    "version": "1.2.3",
    "recipe": "article",
    "labels": list(BINARY_LABELS),
    "related_classes": list(RELATED_CLASSES),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A whole set of artefacts."""
    artifacts.write(tmp_path / "assets", FILES, FIELDS)
    return tmp_path / "assets"


def change(folder: Path, **entries: object) -> None:
    """Change entries of the manifest; None takes one out."""
    raw = json.loads((folder / artifacts.MANIFEST).read_text(encoding="utf-8")) | entries
    kept = {key: value for key, value in raw.items() if value is not None}
    (folder / artifacts.MANIFEST).write_text(json.dumps(kept), encoding="utf-8")


def test_what_was_written_is_read(folder: Path) -> None:
    manifest = artifacts.read(folder)
    assert (manifest.version, manifest.recipe) == ("1.2.3", "article")
    assert manifest.model_sha256 == manifest.raw["files"][artifacts.MODEL]
    assert set(manifest.raw["files"]) == set(FILES)
    assert sorted(path.name for path in folder.iterdir()) == sorted([*FILES, artifacts.MANIFEST])


def test_one_file_written_later_joins_the_manifest_and_leaves_the_rest(folder: Path) -> None:
    before = artifacts.read(folder)
    artifacts.write(folder, {artifacts.METRICS: b"{}"})
    after = artifacts.read(folder, (*artifacts.REQUIRED, artifacts.METRICS))
    assert after.model_sha256 == before.model_sha256
    assert after.raw["files"].keys() - before.raw["files"].keys() == {artifacts.METRICS}


@pytest.mark.parametrize("name", [*artifacts.REQUIRED, artifacts.MANIFEST])
def test_a_missing_file_is_named_with_the_commands_that_mend_it(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ArtifactError) as error:
        artifacts.read(folder)
    assert all(part in str(error.value) for part in (name, "missing", artifacts.RESTORE, artifacts.RETRAIN))
    assert str(folder.parent) not in str(error.value)


@pytest.mark.parametrize("name", artifacts.REQUIRED)
def test_a_damaged_file_is_named(folder: Path, name: str) -> None:
    (folder / name).write_bytes(FILES[name] + b"!")
    with pytest.raises(ArtifactError, match=rf"{name}.*SHA-256.*git checkout"):
        artifacts.read(folder)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'"text"', b"{}", b"\xff\xfe"])
def test_a_manifest_of_something_else_is_named(folder: Path, content: bytes) -> None:
    (folder / artifacts.MANIFEST).write_bytes(content)
    with pytest.raises(ArtifactError, match=r"manifest\.json"):
        artifacts.read(folder)


@pytest.mark.parametrize("entry", ["version", "recipe", "labels", "related_classes", "files"])
def test_a_manifest_without_an_entry_is_named(folder: Path, entry: str) -> None:
    change(folder, **{entry: None})
    with pytest.raises(ArtifactError, match=r"manifest\.json"):
        artifacts.read(folder)


@pytest.mark.parametrize(
    "order",
    [
        {"labels": list(reversed(BINARY_LABELS))},
        {"labels": list(BINARY_LABELS[:-1])},
        {"related_classes": ["a", "b", "c"]},
    ],
)
def test_another_label_order_can_never_be_shown_under_wrong_names(folder: Path, order: dict[str, list[str]]) -> None:
    change(folder, **order)
    with pytest.raises(ArtifactError, match="other labels, or in another order"):
        artifacts.read(folder)


def test_a_run_that_dies_while_writing_leaves_the_old_files_whole(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", die)
    with pytest.raises(KeyboardInterrupt):
        artifacts.write(folder, dict.fromkeys(FILES, b"new"), FIELDS | {"version": "2"})
    monkeypatch.undo()
    assert artifacts.read(folder).version == "1.2.3"
    assert sorted(path.name for path in folder.iterdir()) == sorted([*FILES, artifacts.MANIFEST])
