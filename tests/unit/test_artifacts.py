"""The manifest: what is written is verified, what is missing or changed is named with the command that fixes it."""

import json
import os
from pathlib import Path

import msgspec
import pytest

from classifier import artifacts
from classifier.artifacts import Manifest
from classifier.errors import ArtifactError
from classifier.labels import BINARY_LABELS, RELATED_CLASSES

FILES = {name: f"content of {name}".encode() for name in artifacts.REQUIRED}
MANIFEST = Manifest("1.2.3", "article", BINARY_LABELS, RELATED_CLASSES, files={})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A complete set of artefacts."""
    artifacts.write(tmp_path / "assets", FILES, msgspec.to_builtins(MANIFEST))
    return tmp_path / "assets"


def change(folder: Path, **entries: object) -> None:
    """Change entries of the manifest; None removes one."""
    content = json.loads((folder / artifacts.MANIFEST).read_text(encoding="utf-8")) | entries
    kept = {key: value for key, value in content.items() if value is not None}
    (folder / artifacts.MANIFEST).write_text(json.dumps(kept), encoding="utf-8")


def test_the_manifest_that_was_written_is_read(folder: Path) -> None:
    manifest = artifacts.read_manifest(folder)
    assert (manifest.version, manifest.recipe) == ("1.2.3", "article")
    assert set(manifest.files) == set(FILES) == {path.name for path in folder.iterdir()} - {artifacts.MANIFEST}


@pytest.mark.parametrize("name", FILES)
def test_the_files_that_were_written_are_read(folder: Path, name: str) -> None:
    assert artifacts.read(folder, name, artifacts.read_manifest(folder)) == FILES[name]


def test_a_file_written_later_joins_the_manifest_and_leaves_the_rest(folder: Path) -> None:
    before = artifacts.read_manifest(folder).files
    artifacts.write(folder, {artifacts.METRICS: b"{}"})
    after = dict(artifacts.read_manifest(folder).files)
    del after[artifacts.METRICS]
    assert after == before


def test_a_missing_manifest_is_named_with_the_commands_that_fix_it(folder: Path) -> None:
    (folder / artifacts.MANIFEST).unlink()
    with pytest.raises(ArtifactError) as error:
        artifacts.read_manifest(folder)
    wanted = (artifacts.MANIFEST, "missing", artifacts.RESTORE, artifacts.RETRAIN)
    assert [part for part in wanted if part not in str(error.value)] == []
    assert str(folder.parent) not in str(error.value)


@pytest.mark.parametrize(
    ("name", "command"),
    [
        *((name, artifacts.RETRAIN) for name in artifacts.REQUIRED),
        (artifacts.METRICS, artifacts.MEASURE),
        (artifacts.EXAMPLES, artifacts.RESTORE),
    ],
)
def test_a_missing_file_is_named_with_the_command_that_makes_it(folder: Path, name: str, command: str) -> None:
    manifest = artifacts.read_manifest(folder)
    (folder / name).unlink(missing_ok=True)
    with pytest.raises(ArtifactError, match=f"{name}.*missing") as error:
        artifacts.read(folder, name, manifest)
    assert command in str(error.value)


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_named(folder: Path, name: str) -> None:
    (folder / name).write_bytes(FILES[name] + b"!")
    with pytest.raises(ArtifactError, match=rf"{name}.*SHA-256.*git checkout"):
        artifacts.read(folder, name, artifacts.read_manifest(folder))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'"text"', b"{}", b"\xff\xfe"])
def test_a_manifest_of_something_else_is_named(folder: Path, content: bytes) -> None:
    (folder / artifacts.MANIFEST).write_bytes(content)
    with pytest.raises(ArtifactError, match=r"manifest\.json"):
        artifacts.read_manifest(folder)


@pytest.mark.parametrize("entry", ["version", "recipe", "labels", "related_classes", "files"])
def test_a_manifest_without_an_entry_is_named(folder: Path, entry: str) -> None:
    change(folder, **{entry: None})
    with pytest.raises(ArtifactError, match=r"manifest\.json"):
        artifacts.read_manifest(folder)


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
    with pytest.raises(ArtifactError, match="does not list the labels of this version"):
        artifacts.read_manifest(folder)


def test_a_run_that_dies_while_writing_leaves_the_old_files_whole(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def die(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", die)
    with pytest.raises(KeyboardInterrupt):
        artifacts.write(folder, dict.fromkeys(FILES, b"new"))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
