"""What a threshold would have meant on the test messages, in shares and in messages of 1,000."""

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Record:
    """A label's held-out record at one threshold: shares of 1, None where nothing can be said.

    `prevalence` is the share of test messages that carry the label, `flagged` the share at or
    above the threshold, `support` the number of test messages that carry the label.
    """

    threshold: float
    support: int
    prevalence: float
    flagged: float
    precision: float | None
    recall: float | None
    f1: float | None

    @property
    def found(self) -> float:
        """Of 1,000 messages like the test messages: those that carry the label and are flagged."""
        return 1_000 * self.prevalence * (self.recall or 0.0)

    @property
    def missed(self) -> float:
        """Of 1,000 messages: those that carry the label and are not flagged."""
        return 1_000 * self.prevalence - self.found

    @property
    def false_alarms(self) -> float:
        """Of 1,000 messages: those that are flagged and do not carry the label."""
        return max(0.0, 1_000 * self.flagged - self.found)


def at(curve: pd.DataFrame, threshold: float, support: int, messages: int) -> Record:
    """Read a record off a label's curve (columns threshold, recall, flagged), interpolating between its points.

    `support` of the `messages` test messages carry the label.
    """
    flagged = float(np.interp(threshold, curve["threshold"], curve["flagged"]))
    if not support:
        return Record(threshold, 0, 0.0, flagged, None, None, None)
    prevalence = support / messages
    recall = float(np.interp(threshold, curve["threshold"], curve["recall"]))
    precision = min(1.0, prevalence * recall / flagged) if flagged > 0 else None
    f1 = 2 * prevalence * recall / (flagged + prevalence)
    return Record(threshold, support, prevalence, flagged, precision, recall, f1)
