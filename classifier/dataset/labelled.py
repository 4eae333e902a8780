"""Messages with the labels that people gave them."""

from dataclasses import dataclass

import numpy as np

from classifier.labels import BINARY_LABELS


@dataclass(frozen=True)
class Labelled:
    """n messages; `targets` is 0/1 float32 (n, 35) in BINARY_LABELS order.

    People were asked for `labels` only: the columns of all others are 0 and mean nothing.
    """

    messages: tuple[str, ...]
    targets: np.ndarray
    labels: tuple[str, ...] = BINARY_LABELS

    def __len__(self) -> int:
        """The number of messages."""
        return len(self.messages)
