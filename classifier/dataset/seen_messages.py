"""Which messages the model was trained or validated on, told by hashes: the messages themselves do not ship.

A message is recognised by its letters and digits alone: case, accents, spaces, punctuation and invisible characters do
not matter. Each is kept as 64 bits of a salted BLAKE2b hash, so that a message which was not seen is taken for one of n
seen ones with a probability of n / 2**64: below 1e-14 for 100,000. Nobody reads a message out of a hash, but whoever
has a message can find out whether it is among the seen ones.
"""

import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np

from classifier import artifacts
from classifier.artifacts import Manifest

_SALT, _HASH = 16, 8
"""Bytes of the salt, and of a hash."""

_IGNORED = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class SeenMessages:
    """Hashes, uint64 (n,), rising, made with `salt`."""

    salt: bytes
    hashes: np.ndarray

    @classmethod
    def of(cls, messages: Iterable[str]) -> "SeenMessages":
        """The hashes of these messages, with a new salt; messages without letters and digits are left out."""
        salt = secrets.token_bytes(_SALT)
        return cls(salt, np.unique(_hashes([message for message in messages if key(message)], salt)))

    @classmethod
    def load(cls, directory: Path | str, manifest: Manifest) -> "SeenMessages":
        """Read and check what training wrote; ArtifactError with the command that fixes it."""
        content = artifacts.read(directory, artifacts.SEEN, manifest)
        hashes = content[_SALT:]
        if len(content) < _SALT or len(hashes) % _HASH:
            raise artifacts.broken(Path(directory) / artifacts.SEEN, "is not a list of hashes")
        return cls(content[:_SALT], np.frombuffer(hashes, "<u8"))

    def to_bytes(self) -> bytes:
        """The salt, then the hashes, little-endian."""
        return self.salt + self.hashes.astype("<u8").tobytes()

    def hash(self, messages: Iterable[str]) -> np.ndarray:
        """The hash of each message, uint64 (n,): the same for messages that differ in trivial things only."""
        return _hashes(messages, self.salt)

    def among(self, hashes: np.ndarray) -> np.ndarray:
        """Bool (n,): which of these hashes, made by `hash`, are those of seen messages."""
        return np.isin(hashes, self.hashes)


def key(message: str) -> str:
    """What a message is recognised by: its letters and digits, folded."""
    return _IGNORED.sub("", unicodedata.normalize("NFKD", message).casefold())


def _hashes(messages: Iterable[str], salt: bytes) -> np.ndarray:
    digests = [blake2b(_encoded(message), digest_size=_HASH, salt=salt).digest() for message in messages]
    return np.frombuffer(b"".join(digests), "<u8")


def _encoded(message: str) -> bytes:
    return key(message).encode("utf-8", "surrogatepass")
