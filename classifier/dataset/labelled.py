"""Messages with the labels that people gave them."""

from dataclasses import dataclass

import numpy as np

from classifier.labels import LEARNABLE


@dataclass(frozen=True)
class Labelled:
    """n messages; `targets` is 0/1 float32 (n, 35) in BINARY_LABELS order.

    Only `labels` were asked for and can be learned: the columns of all others mean nothing.
    """

    messages: tuple[str, ...]
    targets: np.ndarray
    labels: tuple[str, ...] = LEARNABLE

    def __len__(self) -> int:
        """The number of messages."""
        return len(self.messages)
