"""The clean messages with their labels and their splits, as every system that is trained or measured sees them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from classifier.artifacts import DataFingerprint
from classifier.dataset import public_files
from classifier.training.data.splits import Splits, split


@dataclass(frozen=True)
class LabelledMessages:
    """n messages, their labels, and the rows of each part.

    `messages`, `originals` ("" where there is none) and `genres` are arrays of str (n,); `targets` is 0/1 float32
    (n, 35) in BINARY_LABELS order; `related` is int64 (n,) in 0..2. `fingerprint` identifies the whole data set.
    """

    messages: np.ndarray
    originals: np.ndarray
    genres: np.ndarray
    targets: np.ndarray
    related: np.ndarray
    splits: Splits
    fingerprint: DataFingerprint

    @classmethod
    def load(cls, directory: Path | str, seed: int) -> "LabelledMessages":
        """Read the two CSV files and split them; DataError as in `public_files.read`."""
        files = public_files.contents(directory)
        frame = public_files.read(files)
        messages, originals, genres = (frame[column].to_numpy(object) for column in ("message", "original", "genre"))
        splits = split(len(frame), seed)
        fingerprint = public_files.fingerprint(files, len(frame))
        return cls(messages, originals, genres, *public_files.targets(frame), splits, fingerprint)

    def __len__(self) -> int:
        """The number of messages in all parts."""
        return len(self.messages)

    def texts(self, rows: np.ndarray) -> list[str]:
        """The messages of some rows."""
        return self.messages[rows].tolist()

    def with_original(self) -> "LabelledMessages":
        """Only the messages that have an untranslated original, in English; each stays in its part."""
        kept = self.originals != ""
        place = np.cumsum(kept) - 1
        splits = Splits(*(place[rows[kept[rows]]] for rows in self.splits.parts.values()))
        text = (self.messages[kept], self.originals[kept], self.genres[kept])
        return LabelledMessages(*text, self.targets[kept], self.related[kept], splits, self.fingerprint)

    def untranslated(self) -> "LabelledMessages":
        """Only the messages that have an untranslated original, with it in place of the message."""
        found = self.with_original()
        return replace(found, messages=found.originals)

    def with_variants(self, variants: Sequence[Sequence[str]]) -> "LabelledMessages":
        """The data with a longer test part: after the test messages, each list of variants of all of them.

        Variants keep the labels of their messages; the other two parts are as they were.
        """
        added = np.tile(self.splits.test, len(variants))
        messages = np.array([variant for some in variants for variant in some], object)
        test = np.concatenate([self.splits.test, len(self) + np.arange(len(added))])
        return replace(
            self,
            messages=np.concatenate([self.messages, messages]),
            originals=np.concatenate([self.originals, self.originals[added]]),
            genres=np.concatenate([self.genres, self.genres[added]]),
            targets=np.concatenate([self.targets, self.targets[added]]),
            related=np.concatenate([self.related, self.related[added]]),
            splits=replace(self.splits, test=test),
        )
