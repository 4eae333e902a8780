"""What the server does with a file that somebody uploads."""

import asyncio
import tomllib
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartParser

import app

ROOT = Path(app.__file__).parent
PUBLIC_FILE = 11_854_295
"""Bytes of the larger of the two public files."""


def received(size: int) -> UploadFile:
    """A file of this size as the server receives it."""
    start = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'

    async def chunks() -> AsyncIterator[bytes]:
        yield start
        for _ in range(size // 65_536):
            yield b"a" * 65_536
        yield b"\r\n--x--\r\n"

    parser = MultiPartParser(Headers({"content-type": "multipart/form-data; boundary=x"}), chunks())
    file = asyncio.run(parser.parse())["file"]
    assert isinstance(file, UploadFile)
    return file


def test_a_large_file_is_never_written_to_the_disk() -> None:
    file = received(PUBLIC_FILE).file
    assert file.seek(0, 2) > 10_000_000
    assert not file._rolled  # type: ignore[attr-defined]


def test_the_public_files_are_not_too_large() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["maxUploadSize"] * 1024**2 > PUBLIC_FILE
    assert f"up to {settings['server']['maxUploadSize']} MB each" in (ROOT / "README.md").read_text(encoding="utf-8")
