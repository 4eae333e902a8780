"""Example messages, written for this project."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec

from classifier import artifacts
from classifier.errors import ArtifactError
from classifier.ui import resources


@dataclass(frozen=True)
class Example:
    """A message to click: `id` for links, `title` on the button, `shows` one or two sentences on what to look for."""

    id: str
    title: str
    message: str
    shows: str


@lru_cache(maxsize=4)
def read(directory: Path) -> dict[str, Example]:
    """The examples of a directory's examples.json by id, in order; ArtifactError if it cannot be read."""
    path = directory / artifacts.EXAMPLES
    try:
        found = msgspec.json.decode(artifacts.content(path), type=tuple[Example, ...])
    except msgspec.MsgspecError as error:
        raise artifacts.broken(path, f"is not a list of examples ({error})") from error
    return {example.id: example for example in found}


def known_examples() -> dict[str, Example]:
    """The examples by id, in order; none if their file is broken."""
    try:
        return read(resources.ASSETS)
    except ArtifactError:
        return {}
