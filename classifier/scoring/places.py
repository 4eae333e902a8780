"""Files on this machine and at fsspec addresses: found, copied here and back, and given their name last.

A remote file is copied to this machine to be read, and its output is copied back once it is complete. A name that was
found in a listing is only ever a path in the filesystem that was asked for, never an address of its own.
"""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from classifier.errors import DataError
from classifier.scoring.output import writing

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

REFUSED = ("async_wrapper", "asyncwrapper", "asynclocal", "dask", "data", "generic", "pyscript", "reference")
"""Protocols that do more than read and write files: they run templates, or code in other processes."""

UNFINISHED, SIDECARS, RECORD = "_unfinished", "_sidecars", "_run.json"
"""What is in the folder of an output besides its parts; Arrow and Spark take such names for no data either."""

NOTES = (UNFINISHED, SIDECARS, RECORD)

_MAGIC = re.compile(r"[*?\[]")
_IN_URL = re.compile(r"[*\[]")  # a question mark begins a query there
_CREDENTIALS = re.compile(r"(?<=://)[^/@]*@")
_QUERY = re.compile(r"\?.*", re.DOTALL)


@dataclass(frozen=True)
class Place:
    """A file or a folder: its path in the filesystem that `address` leads to; without one, in that of this machine."""

    address: str
    path: str

    @property
    def name(self) -> str:
        """The last part of the path."""
        return PurePosixPath(self.without_query).name

    @property
    def without_query(self) -> str:
        """The path, without what follows a question mark in a URL."""
        return _QUERY.sub("", self.path) if is_url(self.address) else self.path

    @property
    def local(self) -> Path | None:
        """The path on this machine; None if it is remote."""
        return Path(self.path) if _is_local(self.filesystem) else None

    @property
    def filesystem(self) -> "AbstractFileSystem":
        """The filesystem that holds it."""
        return _opened(self.address)[0]

    @property
    def identity(self) -> tuple["AbstractFileSystem | None", str]:
        """What all names of this file have in common, whatever address or link leads to it."""
        from fsspec.implementations.cached import CachingFileSystem

        files = self.filesystem
        while isinstance(files, CachingFileSystem):
            files = files.fs
        return (None, os.path.realpath(self.path)) if _is_local(files) else (files, self.path)

    def beside(self, path: str) -> "Place":
        """Another path in the same filesystem."""
        return Place(self.address, path)

    def inside(self, name: str) -> "Place":
        """What has this name in this folder; the name may hold further folders."""
        return self.beside(f"{self.path.rstrip('/')}/{name}")


def place(address: str) -> Place:
    """What an address or a local path stands for; DataError if there is no such kind of address."""
    if not is_address(address):
        return Place("", os.path.abspath(address))
    return Place(address, _opened(address)[1])


def is_address(name: str) -> bool:
    """Whether a name is an fsspec address rather than a local path."""
    return ("://" in name or "::" in name) and not os.path.exists(name)


def is_url(address: str) -> bool:
    """Whether an address is one of the web, where a question mark begins a query."""
    return address.startswith(("http://", "https://"))


def is_pattern(name: str) -> bool:
    """Whether a name stands for several files."""
    return bool((_IN_URL if is_url(name) else _MAGIC).search(name)) and not os.path.exists(name)


def without_credentials(address: str) -> str:
    """An address as it may be shown and noted."""
    return _CREDENTIALS.sub("", address)


def found(pattern: str) -> list[tuple[str, Place]]:
    """The files that a pattern stands for, in order, with their names below the first folder that is certain.

    DataError if there are none, if they cannot be listed, or if a name would lead out of its folder.
    """
    where = place(pattern)
    listed = where.without_query
    root = listed[: listed.rfind("/", 0, _first_magic(listed)) + 1]
    with reaching(without_credentials(pattern), "listed"):
        where.filesystem.invalidate_cache()
        matches = where.filesystem.glob(where.path, detail=True)
        paths = sorted(
            path
            for path, info in matches.items()
            if _is_file(where.filesystem, path, info) and not _no_input(path[len(root) :])
        )
    if not paths:
        raise DataError(f"No file matches {without_credentials(pattern)}.")
    return [(_safe(where.beside(path[len(root) :])), where.beside(path)) for path in paths]


@contextmanager
def copied_here(file: Place, scratch: Path) -> Iterator[Path]:
    """The file itself if it is on this machine, or else a copy in the folder `scratch`."""
    path = file.local
    if path is not None:
        yield path
        return
    copy = scratch / file.name
    with reaching(file.name, "read"):
        file.filesystem.invalidate_cache()
        file.filesystem.get_file(file.path, str(copy))
    yield copy
    copy.unlink(missing_ok=True)


def give_name(new: Path, waiting: Place, final: Place) -> None:
    """Give a complete file its place: a local one is renamed; a copy goes to `waiting` first and is renamed there."""
    path = final.local
    with writing(path or Path(final.path)):
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.replace(new, path)
            return
    with reaching(final.name, "written"):
        files = final.filesystem
        files.makedirs(_parent(waiting.path), exist_ok=True)
        files.makedirs(_parent(final.path), exist_ok=True)
        files.put_file(str(new), waiting.path)
        if files.exists(final.path):
            files.rm_file(final.path)  # some filesystems do not rename onto a file
        files.mv(waiting.path, final.path)


def content(file: Place) -> bytes | None:
    """What a small file holds; None if there is no such file."""
    with reaching(file.name, "read"):
        file.filesystem.invalidate_cache()
        return bytes(file.filesystem.cat_file(file.path)) if file.filesystem.isfile(file.path) else None


def size(file: Place) -> int | None:
    """The bytes of a file; None if there is no such file."""
    with reaching(file.name, "read"):
        return int(file.filesystem.size(file.path)) if file.filesystem.isfile(file.path) else None


def write(file: Place, text: bytes, named: str = "") -> None:
    """Write a small file, and the folders that lead to it; an error is about what is `named`, if that is not itself."""
    with reaching(named or file.name, "written"):
        file.filesystem.makedirs(_parent(file.path), exist_ok=True)
        file.filesystem.pipe_file(file.path, text)


def delete(what: Place) -> None:
    """Delete a file, or a folder with all that is in it; nothing happens if it is not there."""
    with reaching(what.name, "written"):
        if what.filesystem.exists(what.path):
            what.filesystem.rm(what.path, recursive=True)


@contextmanager
def reaching(name: str, done: str) -> Iterator[None]:
    """Whatever keeps a file from being `done` ("read", "written") becomes a DataError; each filesystem has its own."""
    try:
        yield
    except DataError:
        raise
    except Exception as error:
        raise DataError(f"{name} cannot be {done}: {reason(error)}.") from error


def reason(error: BaseException) -> str:
    """What an error says, in one line."""
    said = getattr(error, "strerror", None) or str(error).partition("\n")[0] or type(error).__name__
    return without_credentials(str(said)).strip().rstrip(".")


def _opened(address: str) -> tuple["AbstractFileSystem", str]:
    """The filesystem that an address leads to, and the path in it."""
    from fsspec.core import url_to_fs
    from fsspec.implementations.local import LocalFileSystem

    if not address:
        return LocalFileSystem(), ""
    refused = next((one for one in _protocols(address) if one in REFUSED), None)
    if refused is not None:
        raise DataError(f'Addresses with "{refused}" are not taken: they can do more than name files.')
    try:
        files, path = url_to_fs(address)
    except Exception as error:  # an unknown protocol, a package that is missing, or whatever a filesystem raises
        raise DataError(f"{without_credentials(address)} cannot be reached: {reason(error)}.") from error
    return files, str(path)


def _protocols(address: str) -> list[str]:
    """The protocols that an address names, one for each link of a chain."""
    return [link.partition("://")[0].strip().lower() for link in address.split("::")]


def _is_local(files: Any) -> bool:
    from fsspec.implementations.local import LocalFileSystem

    return isinstance(files, LocalFileSystem)


def _is_file(files: "AbstractFileSystem", path: str, info: Mapping[str, Any]) -> bool:
    """Whether what was listed is to be read; a link that leads nowhere is, so that it is named as what it is."""
    kind = info.get("type")
    return kind == "file" or ((kind == "link" or bool(info.get("islink"))) and not files.isdir(path))


def _first_magic(path: str) -> int:
    magic = _MAGIC.search(path)
    return magic.start() if magic else len(path)


def _no_input(name: str) -> bool:
    """Whether a file, or a folder on the way to it, is hidden, or is what a run notes beside its parts."""
    return any(step.startswith(".") or step in NOTES for step in name.split("/"))


def _safe(below: Place) -> str:
    """The name of a part; DataError if it would lead out of the folder of the output."""
    name = below.without_query
    steps = name.split("/")
    if not name or any(step in ("", ".", "..") or "\\" in step or "\0" in step for step in steps):
        raise DataError(f"The name {name!r} leads out of its folder: rename the file.")
    return name


def _parent(path: str) -> str:
    return path.rpartition("/")[0]
